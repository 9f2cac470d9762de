import { signInReasons } from "../../../src/define/glossary.ts";

/** Why a sign-in was not finished, in words. */
export const signInReason = (reason: string): string =>
  (signInReasons as Record<string, string>)[reason] ?? signInReasons.refused;
