import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { reveal } from "../vault/reveal.ts";
import type { Secret } from "../vault/secret.ts";

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. About 40 ms of one core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const saltBytes = 16;
/** A caller can't make us read a longer salt or tag, or spend more memory, than we ever stored. */
const phc = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{32,86})$/;

const derive = promisify(argon2) as (algorithm: "argon2id", parameters: Argon2Parameters) => Promise<Buffer>;

/** A PHC string: `$argon2id$v=19$m=...,t=...,p=...$salt$tag`. */
export async function hashPassword(password: Secret): Promise<string> {
  const nonce = randomBytes(saltBytes);
  const tag = await derive("argon2id", { ...cost, nonce, message: bytesOf(password) });
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

/** `null` (no such user) does the same work and is false. Throws when the stored hash has another format. */
export async function verifyPassword(hash: string | null, password: Secret): Promise<boolean> {
  if (hash === null) {
    await derive("argon2id", { ...cost, nonce: randomBytes(saltBytes), message: bytesOf(password) });
    return false;
  }
  const { expected, ...parameters } = parse(hash);
  const found = await derive("argon2id", { ...parameters, tagLength: expected.length, message: bytesOf(password) });
  return timingSafeEqual(found, expected);
}

function parse(hash: string): Omit<Argon2Parameters, "message" | "tagLength"> & { expected: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(hash) ?? [];
  if (!memory || !passes || !parallelism || !salt || !tag) throw new Error("The stored password hash is not readable");
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(salt, "base64"),
    expected: Buffer.from(tag, "base64"),
  };
}

/** One person's keyboards may compose characters differently (RFC 8265 asks for NFC). */
const bytesOf = (password: Secret): Buffer => Buffer.from(reveal(password).normalize("NFC"), "utf8");

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
