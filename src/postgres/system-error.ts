/** The short name of a failed system call, e.g. `EACCES`. */
export function failureCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "unknown failure";
}
