import { equalText } from "../crypto/compare.ts";
import { hmacText } from "../crypto/digest.ts";
import { Problem } from "../errors.ts";

/** Bound to the session: knowing it tells nothing about the session's token, and it ends with the session. */
export const csrfTokenOf = (sessionToken: string): string =>
  hmacText("sha256", "base64url", sessionToken, "credenza csrf token");

export interface RequestOrigin {
  /** Header `Origin`. */
  origin?: string;
  /** Header `Sec-Fetch-Site`. */
  site?: string;
  /** Header `Host`. */
  host?: string;
}

/** Refuses what another site made the browser send. Clients that are no browsers send neither header. */
export function requireOwnOrigin(publicUrl: string, { origin, site, host }: RequestOrigin): void {
  if (site !== undefined && site !== "same-origin" && site !== "none") throw fromElsewhere();
  if (site !== undefined || origin === undefined) return;
  const isOwn = origin === new URL(publicUrl).origin || (host !== undefined && hostOf(origin) === host.toLowerCase());
  if (!isOwn) throw fromElsewhere();
}

export function requireCsrfToken(sessionToken: string, presented: string | undefined): void {
  if (presented !== undefined && equalText(presented, csrfTokenOf(sessionToken))) return;
  throw new Problem("csrf_token_invalid", "The page is out of date. Reload it and try again.");
}

const fromElsewhere = (): Problem =>
  new Problem("csrf_token_invalid", "The request came from another site. Open the Console at its own address.");

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
