import { Select, type SelectProps } from "@mantine/core";
import type { KeyboardEvent, Ref } from "react";

/** Enter takes the first match when none is marked, instead of sending the form. */
function takeFirstMatch(event: KeyboardEvent<HTMLInputElement>) {
  const input = event.currentTarget;
  if (event.key !== "Enter" || input.getAttribute("aria-expanded") !== "true") return;
  const options = document.getElementById(input.getAttribute("aria-controls") ?? "");
  if (!options || options.querySelector("[data-combobox-selected]")) return;
  event.preventDefault();
  options.querySelector<HTMLElement>("[data-combobox-option]:not([data-combobox-disabled])")?.click();
}

/** A drop-down that is searched by typing. */
export function SearchSelect(props: SelectProps & { ref?: Ref<HTMLInputElement> }) {
  return (
    <Select searchable selectFirstOptionOnChange openOnFocus={false} onKeyDownCapture={takeFirstMatch} {...props} />
  );
}
