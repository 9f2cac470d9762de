import { randomBytes, timingSafeEqual } from "node:crypto";
import { hmac } from "./digest.ts";

const key = randomBytes(32);

/** Takes the same time wherever the two differ, and for lengths that differ. Never throws. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return timingSafeEqual(hmac("sha256", key, a), hmac("sha256", key, b)) && a.length === b.length;
}

/** For digests written as text, whose length is no secret: takes the same time wherever the two differ. Never throws. */
export function equalDigests(a: string, b: string): boolean {
  const left = Buffer.from(a, "utf8");
  const right = Buffer.from(b, "utf8");
  return left.length === right.length && timingSafeEqual(left, right);
}

/** As `equalBytes`, over the UTF-8 bytes. */
export function equalText(a: string, b: string): boolean {
  return equalBytes(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));
}
