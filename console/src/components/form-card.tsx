import { type FormEvent, type KeyboardEvent, type ReactNode, type Ref, useId } from "react";
import classes from "./form-card.module.css";

interface FormCardProps {
  title: string;
  hint?: ReactNode;
  /** The dialog around it has a frame and the title already. */
  inDialog?: boolean;
  formRef?: Ref<HTMLFormElement>;
  onSubmit: (event: FormEvent) => void;
  onCancel: () => void;
  children: ReactNode;
}

/** One column, one card. Enter saves, Escape cancels. */
export function FormCard({ title, hint, inDialog, formRef, onSubmit, onCancel, children }: FormCardProps) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const inDropdown = target.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && !event.defaultPrevented && !inDropdown && !target.closest("[role=dialog]"))
      onCancel();
  };
  const submit = (event: FormEvent) => {
    event.stopPropagation();
    onSubmit(event);
  };
  const common = { ref: formRef, onSubmit: submit, noValidate: true };
  if (inDialog)
    return (
      <form {...common} aria-label={title}>
        {children}
      </form>
    );
  return (
    <form {...common} className={classes.card} onKeyDown={onKeyDown} aria-labelledby={id}>
      <h2 className={classes.title} id={id}>
        {title}
      </h2>
      {hint && <p className={classes.hint}>{hint}</p>}
      {children}
    </form>
  );
}
