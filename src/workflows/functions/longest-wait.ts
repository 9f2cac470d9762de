import type { InputField } from "../../define/function.ts";
import { limits } from "../definition.ts";

/** How long a step waits for something that may never come. */
export const longestWait = {
  kind: "number",
  label: "Longest wait in seconds",
  defaultValue: 86_400,
  ...{ min: 1, max: limits.runSeconds },
  help: "1 second to 30 days.",
} as const satisfies InputField;
