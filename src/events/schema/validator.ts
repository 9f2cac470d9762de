import type { Ajv2020, ErrorObject } from "ajv/dist/2020.js";
import { checkSchema, isNamed, type Schema, type SchemaCost, SchemaFault } from "./check-schema.ts";
import { linearPattern } from "./linear-pattern.ts";

export interface ValueFault {
  /** Dotted path in the value; "" for the value itself. */
  path: string;
  message: string;
}

export interface SchemaValidator {
  cost: SchemaCost;
  /** The first thing that does not match; undefined: all does. */
  faultOf(value: unknown): ValueFault | undefined;
}

const mostCharacters = 65_536;

let loaded: Promise<Ajv2020> | undefined;

/** Read when the first schema is: most organizations have none. */
function load(): Promise<Ajv2020> {
  loaded ??= import("ajv/dist/2020.js").then(({ Ajv2020: Ajv }) => {
    const regExp = Object.assign(linearPattern, { code: "linearPattern" });
    return new Ajv({ strict: false, validateFormats: false, logger: false, ownProperties: true, code: { regExp } });
  });
  return loaded;
}

/** Makes a check of a JSON Schema of bounded cost (see `checkSchema`). Throws SchemaFault. */
export async function compileSchema(given: Schema): Promise<SchemaValidator> {
  if (JSON.stringify(given).length > mostCharacters) throw new SchemaFault("", "use at most 65,536 characters");
  const cost = checkSchema(given);
  const { $schema: _, ...schema } = given;
  const ajv = await load();
  if (!ajv.validateSchema(schema)) {
    const [fault] = ajv.errors ?? [];
    throw new SchemaFault(fault ? pathOf(fault) : "", fault?.message ?? "this is no JSON Schema");
  }
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return {
    cost,
    faultOf: (value) => {
      if (validate(value)) return undefined;
      const [fault] = validate.errors ?? [];
      return { path: fault ? pathOf(fault) : "", message: fault?.message ?? "does not match" };
    },
  };
}

/** A missing or surplus member is named itself, not its holder. */
function pathOf({ instancePath, params }: ErrorObject): string {
  const member = [params.missingProperty, params.additionalProperty].find((name) => typeof name === "string");
  const names = instancePath.split("/").slice(1).map(decoded);
  return [...names, ...(member === undefined ? [] : [member])].map((name) => name.slice(0, 64)).join(".");
}

/** RFC 6901 section 4. */
const decoded = (name: string): string => name.replaceAll("~1", "/").replaceAll("~0", "~");

/** How much there is to check in a value. */
export function sizeOf(value: unknown): { values: number; characters: number } {
  const size = { values: 0, characters: 0 };
  const walk = (part: unknown): void => {
    size.values += 1;
    if (typeof part === "string") size.characters += part.length;
    else if (Array.isArray(part)) part.forEach(walk);
    else if (isNamed(part)) {
      for (const [name, inner] of Object.entries(part)) {
        size.characters += name.length;
        walk(inner);
      }
    }
  };
  walk(value);
  return size;
}
