import { Select, type SelectProps } from "@mantine/core";
import { useMergedRef } from "@mantine/hooks";
import { type KeyboardEvent, type Ref, useEffect, useRef } from "react";

const listOf = (input: HTMLElement | null) =>
  document.querySelector(`[role=listbox][aria-labelledby="${input?.id}-label"]`);

/** Enter takes the marked choice, also when typing has just opened the list; it never sends the form then. */
function takeMarked(event: KeyboardEvent<HTMLInputElement>) {
  const input = event.currentTarget;
  if (event.key !== "Enter" || input.getAttribute("aria-expanded") !== "true") return;
  const list = document.getElementById(input.getAttribute("aria-controls") ?? "");
  const marked = list?.querySelector<HTMLElement>("[data-combobox-selected]");
  if (!marked) return;
  event.preventDefault();
  event.stopPropagation();
  marked.click();
}

/** A drop-down that is searched by typing. The label names the input alone; the list of choices has a name of its own. */
export function SearchSelect({ ref, ...props }: SelectProps & { ref?: Ref<HTMLInputElement> }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const list = listOf(input.current);
    list?.setAttribute("aria-label", "Choices");
    list?.removeAttribute("aria-labelledby");
  });
  return (
    <Select
      searchable
      selectFirstOptionOnChange
      openOnFocus={false}
      onKeyDownCapture={takeMarked}
      {...props}
      ref={useMergedRef(ref, input)}
    />
  );
}
