import { Problem } from "../../errors.ts";

export function versionConflict(current: number): Problem {
  const message = `The current version is ${current}. Read it again and repeat the change.`;
  return new Problem("version_conflict", message, { errors: [{ field: "version", message }] });
}
