import { z } from "zod";
import type { Operation } from "../define/operation.ts";
import { operations } from "../operations/index.ts";

/** JSON Schema of one flag. */
export interface FlagSchema {
  type?: string | string[];
  description?: string;
  title?: string;
  enum?: unknown[];
  anyOf?: FlagSchema[];
  writeOnly?: boolean;
}

/** An operation as a command: `credenza NOUN VERB [path parameters] [--flags]`. */
export interface Command {
  noun: string;
  verb: string;
  operation: Operation;
  /** Names of the path's parameters, in order. */
  positionals: string[];
  query: Record<string, FlagSchema>;
  body: Record<string, FlagSchema>;
  required: string[];
  /** The systems decide which further flags there are. */
  isOpen: boolean;
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every public verb, from the same list as the routes. */
export const commands: Command[] = operations.map(toCommand);

export const findCommand = (noun: string, verb: string): Command | undefined =>
  commands.find((command) => command.noun === noun && command.verb === verb);

function toCommand(operation: Operation): Command {
  const [noun = "", ...verb] = operation.id.split(".");
  const body = operation.body && typeof operation.body !== "function" ? schemaOf(operation.body) : undefined;
  return {
    noun: kebab(noun),
    verb: kebab(verb.join("-")),
    operation,
    positionals: [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""),
    query: operation.query ? schemaOf(operation.query).properties : {},
    body: body?.properties ?? {},
    required: body?.required ?? [],
    isOpen:
      typeof operation.body === "function" ||
      (body?.additionalProperties !== undefined && body.additionalProperties !== false),
  };
}

interface ObjectSchema {
  properties: Record<string, FlagSchema>;
  required: string[];
  additionalProperties?: unknown;
}

function schemaOf(schema: z.ZodType): ObjectSchema {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Partial<ObjectSchema>;
  return { properties: {}, required: [], ...json };
}
