import { PrivateKeyUnusable, readKeyPair } from "../../crypto/key-pair.ts";
import { fillTemplate } from "../../define/template.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import type { SchemeRule } from "./scheme.ts";

/** A bearer token that the credential's own key signs, so nobody is asked; made anew before it ends. */
export const signedJwt: SchemeRule<"signedJwt"> = async (options, { values, now }) => {
  const fill = (template: string): string => fillTemplate(template, values);
  try {
    const key = readKeyPair(fill(options.privateKey), fill(options.passphrase ?? ""));
    const withFingerprint = { ...values, fingerprint: key.fingerprint };
    const issuedAt = Math.floor(now() / 1000);
    const token = await key.sign(options.algorithm, {
      iss: fillTemplate(options.issuer, withFingerprint),
      sub: fill(options.subject),
      ...(options.audience === undefined ? {} : { aud: fill(options.audience) }),
      iat: issuedAt,
      exp: issuedAt + options.lifetimeSeconds,
    });
    const more = Object.entries(options.headers ?? {}).flatMap(([name, value]) => [name.toLowerCase(), value]);
    return {
      headers: ["authorization", `Bearer ${token}`, ...more],
      secrets: [token],
      expiresAt: (issuedAt + options.lifetimeSeconds) * 1000,
    };
  } catch (error) {
    if (error instanceof PrivateKeyUnusable) throw new SignInFailed("wrong_key", error.message, 0);
    throw error;
  }
};
