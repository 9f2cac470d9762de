import type { BaseUrl } from "./base-url.ts";
import type { Destination } from "./system.ts";

type More = Partial<Omit<Destination, "name" | "direction" | "baseUrl">>;

/** Where calls go, by the name that a person picks. */
export const outgoing = (name: string, baseUrl: BaseUrl, more: More = {}): Destination => ({
  name,
  direction: "outgoing",
  baseUrl,
  ...more,
});
/** The same for tests only: the form warns of live keys there. */
export const sandbox = (name: string, baseUrl: BaseUrl, more: More = {}): Destination =>
  outgoing(name, baseUrl, { mode: "test", ...more });
/** What arrives at incoming webhooks. */
export const incoming = (name: string): Destination => ({ name, direction: "incoming" });
