import type { Scheme } from "./schemes.ts";

/** Why a vendor's keys have no permissions to choose, e.g. "every key of an account may do everything". */
export interface NothingToChoose {
  nothingToChoose: string;
}

interface Needy {
  scopes?: string[] | NothingToChoose;
  authorize?: Scheme;
}

/** What the key needs at the vendor, a phrase each: the file's words, or what the sign-in asks for. */
export function neededScopes({ scopes, authorize }: Needy): string[] {
  if (Array.isArray(scopes)) return scopes;
  return !scopes && authorize?.scheme === "oauthCode" ? (authorize.scopes ?? []) : [];
}

export const nothingToChoose = ({ scopes }: Needy): string | undefined =>
  scopes && !Array.isArray(scopes) ? scopes.nothingToChoose : undefined;
