import { type FormEvent, type KeyboardEvent, type ReactNode, type Ref, useId } from "react";
import classes from "./form-card.module.css";

interface FormCardProps {
  title: string;
  hint?: ReactNode;
  formRef?: Ref<HTMLFormElement>;
  onSubmit: (event: FormEvent) => void;
  onCancel: () => void;
  children: ReactNode;
}

/** One column, one card. Enter saves, Escape cancels. */
export function FormCard({ title, hint, formRef, onSubmit, onCancel, children }: FormCardProps) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const inDropdown = target.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && !event.defaultPrevented && !inDropdown && !target.closest("[role=dialog]"))
      onCancel();
  };
  return (
    <form
      ref={formRef}
      className={classes.card}
      onSubmit={onSubmit}
      onKeyDown={onKeyDown}
      noValidate
      aria-labelledby={id}
    >
      <h2 className={classes.title} id={id}>
        {title}
      </h2>
      {hint && <p className={classes.hint}>{hint}</p>}
      {children}
    </form>
  );
}
