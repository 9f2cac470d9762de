import { sha256 } from "../crypto/digest.ts";

/**
 * One spelling for all that look or compare alike: compatibility forms, letter case in every script, spaces and
 * invisible characters. Accounts are found and failures are counted under it.
 */
export function canonicalIdentity(text: string): string {
  return foldCase(foldCase(text));
}

export const identityHash = (kind: string, canonical: string): Buffer => sha256(JSON.stringify([kind, canonical]));

/** Upper case first: it brings together what has no lower-case twin (long s, dotless i, final sigma, sharp s). */
const foldCase = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, "")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/i\u0307/g, "i")
    .replace(/ς/g, "σ")
    .normalize("NFKC");
