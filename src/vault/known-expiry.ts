import { endOfCertificate } from "../crypto/certificate.ts";
import { reveal } from "./reveal.ts";
import type { Secret } from "./secret.ts";

const longestJwt = 16_384;

/** The earliest end that secret values say of themselves: a certificate, or a key that is a JWT (RFC 7519 section 4.1.4). */
export function knownExpiry(secrets: Readonly<Record<string, Secret<string>>>): Date | null {
  const ends = Object.values(secrets).flatMap((secret) => endOf(reveal(secret)) ?? []);
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

const endOf = (value: string): number | undefined => endOfCertificate(value)?.getTime() ?? endOfJwt(value);

function endOfJwt(value: string): number | undefined {
  const [, payload] = (value.length <= longestJwt && /^eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+$/.exec(value)) || [];
  if (payload === undefined) return undefined;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const endMs = Number(exp) * 1000;
    return typeof exp === "number" && !Number.isNaN(new Date(endMs).getTime()) ? endMs : undefined;
  } catch {
    return undefined;
  }
}
