import type { z } from "zod";
import { Problem } from "../errors.ts";
import { Secret } from "../vault/secret.ts";

/** Parses what an operation answers; what its schema does not name stays inside and the caller gets a 500. */
export type OutputGuard = (output: unknown) => unknown;

export function guardOf(schema: z.ZodType): OutputGuard {
  return (output) => {
    const parsed = schema.safeParse(output);
    if (!parsed.success) {
      const places = parsed.error.issues.map((issue) => `${issue.code} at ${issue.path.join(".") || "the top"}`);
      throw new Problem("internal", undefined, { cause: new OutputRefused(places) });
    }
    if (holdsSecret(parsed.data)) throw new Problem("internal", undefined, { cause: new OutputRefused(["a secret"]) });
    return parsed.data;
  };
}

export class OutputRefused extends Error {
  override name = "OutputRefused";
  /** Kinds and places of what does not fit, never values. */
  readonly code: string;

  constructor(places: string[]) {
    super("An answer does not fit its schema");
    this.code = places.join("; ");
  }
}

function holdsSecret(value: unknown): boolean {
  if (Secret.is(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsSecret);
}
