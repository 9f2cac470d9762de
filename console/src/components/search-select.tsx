import { Select, type SelectProps } from "@mantine/core";
import { type KeyboardEvent, type Ref, useEffect, useId } from "react";

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
export function SearchSelect({ maxDropdownHeight = 260, ...props }: SelectProps & { ref?: Ref<HTMLInputElement> }) {
  const id = useId();
  useEffect(() => {
    const timer = setTimeout(() => {
      const list = document.querySelector(`[role=listbox][aria-labelledby="${id}-label"]`);
      list?.setAttribute("aria-label", "Choices");
      list?.removeAttribute("aria-labelledby");
    });
    return () => clearTimeout(timer);
  });
  return (
    <Select
      searchable
      selectFirstOptionOnChange
      openOnFocus={false}
      comboboxProps={{ withinPortal: false, shadow: "md" }}
      onKeyDownCapture={takeMarked}
      withScrollArea={false}
      styles={{ options: { maxHeight: maxDropdownHeight, overflowY: "auto" } }}
      {...props}
      id={id}
    />
  );
}
