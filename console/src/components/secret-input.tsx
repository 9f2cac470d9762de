import { PasswordInput, type PasswordInputProps } from "@mantine/core";

/** An input for a secret that is being typed: hidden until asked, never filled in or remembered by the browser. */
export function SecretInput(props: PasswordInputProps) {
  return (
    <PasswordInput
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      aria-invalid={props.error ? true : undefined}
      data-1p-ignore="true"
      data-lpignore="true"
      data-bwignore="true"
      visibilityToggleButtonProps={{
        tabIndex: 0,
        "aria-label": `Show or hide ${typeof props.label === "string" ? props.label : "what is typed"}`,
      }}
      {...props}
    />
  );
}
