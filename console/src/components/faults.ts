import { ApiProblem } from "../lib/http.ts";

/** What the server said about each field. */
export function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries(error.errors.map((fault) => [fault.field, fault.message]));
}
