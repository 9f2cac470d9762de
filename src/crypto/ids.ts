import { randomBytes, randomFillSync } from "node:crypto";

const maxCounter = 0xfff;
const entropyBytes = 10;
/** Drawn for many ids at once: a draw for each costs more than the rest of an id. */
const entropy = Buffer.alloc(entropyBytes * 512);
let entropyAt = entropy.length;
let lastMs = 0;
let counter = 0;

/**
 * UUID version 7 (RFC 9562 section 6.2, method 1): later calls of one process sort after earlier ones,
 * also inside one millisecond, so "newest first" is the order of creation. 62 random bits beside the counter.
 */
export function newId(): string {
  entropyAt += entropyBytes;
  if (entropyAt >= entropy.length) {
    randomFillSync(entropy);
    entropyAt = 0;
  }
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = entropy.readUInt16BE(entropyAt) & 0x7ff;
  } else if (++counter > maxCounter) {
    lastMs += 1;
    counter = 0;
  }
  return format(lastMs, counter);
}

function format(ms: number, count: number): string {
  const time = ms.toString(16).padStart(12, "0");
  const versioned = (0x7000 | count).toString(16);
  const variant = (0x8000 | (entropy.readUInt16BE(entropyAt + 2) & 0x3fff)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${versioned}-${variant}-${entropy.toString("hex", entropyAt + 4, entropyAt + 10)}`;
}

/** Random bytes in base64url without padding: 32 bytes give 43 characters. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

/** A UUID version 8 (RFC 9562 section 5.8) that stands for bytes, e.g. for a digest; needs 16 of them. */
export function idOfBytes(bytes: Buffer): string {
  const id = Buffer.from(bytes.subarray(0, 16));
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x80, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
