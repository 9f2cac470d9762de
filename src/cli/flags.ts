import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { StartError } from "../config/start-error.ts";
import type { FlagSchema } from "./commands.ts";

export interface Given {
  words: string[];
  /** camelCase name -> values as typed; `true` for a flag without a value. */
  flags: Record<string, string | true>;
}

/** Flags that never take the word after them. */
const alone = new Set(["json", "help", "version"]);

/** Splits what was typed. A flag may be written `--api-key` or `--apiKey`, its value after a space or `=`. */
export function readArguments(argv: string[]): Given {
  const { tokens } = parseArgs({ args: argv, strict: false, allowPositionals: true, tokens: true });
  const given: Given = { words: [], flags: {} };
  let waiting: string | undefined;
  for (const token of tokens) {
    if (token.kind === "option") {
      waiting = camel(token.name);
      if (waiting in given.flags) throw new StartError(`--${token.name} is given twice.`);
      given.flags[waiting] = token.value ?? true;
      if (token.value !== undefined || alone.has(waiting)) waiting = undefined;
    } else if (token.kind === "positional") {
      if (waiting === undefined) given.words.push(token.value);
      else given.flags[waiting] = token.value;
      waiting = undefined;
    }
  }
  return given;
}

const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The value that the flag's schema asks for. Throws StartError naming the flag, never its value. */
export function convert(name: string, typed: string | true, schema: FlagSchema): unknown {
  const types = typesOf(schema);
  if (typed === true) {
    if (types.includes("boolean")) return true;
    throw new StartError(`Give a value after --${name}.`);
  }
  if (types.includes("null") && typed === "null") return null;
  if (types.includes("boolean") && /^(true|false)$/.test(typed)) return typed === "true";
  if ((types.includes("integer") || types.includes("number")) && Number.isFinite(Number(typed))) return Number(typed);
  if (types.includes("string") || types.length === 0) return typed;
  return parseJson(name, typed);
}

const typesOf = (schema: FlagSchema): string[] => [
  ...[schema.type ?? []].flat(),
  ...(schema.anyOf ?? []).flatMap(typesOf),
  ...(schema.enum && !schema.type ? ["string"] : []),
];

function parseJson(name: string, typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    throw new StartError(`--${name} must be JSON, such as '{"a": 1}' or '["a"]'.`);
  }
}

/** A secret comes from a file or from standard input, because others can read a command's arguments. */
export function readSecretFlag(name: string, typed: string | true): string {
  const source = typed === true ? "" : typed;
  if (source !== "-" && !source.startsWith("@")) {
    throw new StartError(
      `--${name} is a secret, and others on this machine can see a command's arguments. ` +
        `Leave it out to be asked, or write --${name} @file or --${name} - to read it from a file or from standard input.`,
    );
  }
  try {
    return readFileSync(source === "-" ? 0 : source.slice(1), "utf8").replace(/\r?\n$/, "");
  } catch {
    throw new StartError(`The file after --${name} cannot be read.`);
  }
}
