import { invalidField, Problem } from "../errors.ts";
import { isDeeperThan } from "../json-depth.ts";

const deepest = 32;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Parses a JSON body and refuses what later layers could stumble over. Never echoes what it read. */
export function parseJson(bytes: Uint8Array): unknown {
  const source = decode(bytes);
  if (isDeeperThan(source, deepest))
    throw new Problem("malformed_body", `The JSON is nested deeper than ${deepest} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new Problem("malformed_body", "The body is not valid JSON.");
  }
  refuseUnusable(value, "");
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Problem("malformed_body", "The body is not valid UTF-8.");
  }
}

/** Throws for text that Postgres cannot hold, and for names that could reach a prototype. */
export function refuseUnusable(value: unknown, path: string): void {
  if (typeof value === "string") refuseText(value, path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") {
      throw new Problem("malformed_body", `A member may not be named ${key}.`);
    }
    refuseText(key, join(path, "(member name)"));
    refuseUnusable(item, join(path, key.slice(0, 64)));
  }
}

function refuseText(text: string, path: string): void {
  if (text.includes("\u0000")) throw invalidField(path || "body", "remove the NUL character");
  if (!text.isWellFormed()) throw invalidField(path || "body", "it holds half of a Unicode surrogate pair");
}

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
