import { input, password, select } from "@inquirer/prompts";
import { StartError } from "../config/start-error.ts";

export interface Question {
  name: string;
  label: string;
  help?: string | undefined;
  isSecret?: boolean;
  choices?: { value: string; label: string }[] | undefined;
  fallback?: string | undefined;
}

/** Asks at a terminal; elsewhere a missing value is an error that names the flag. */
export async function ask({ name, label, help, isSecret, choices, fallback }: Question): Promise<string> {
  if (!process.stdin.isTTY) throw new StartError(`Give --${name}${isSecret ? " @file" : ""} (${label.toLowerCase()}).`);
  const message = help === undefined ? `${label}:` : `${label} (${help})`;
  if (isSecret) return password({ message, mask: true, validate: (value) => value !== "" || `Give ${label}.` });
  if (choices) return select({ message, choices: choices.map(({ value, label: text }) => ({ value, name: text })) });
  return input({ message, required: true, ...(fallback === undefined ? {} : { default: fallback }) });
}
