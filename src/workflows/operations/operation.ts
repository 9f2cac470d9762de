import { defineFunction, type FunctionDefinition, type InputField, StepFailure } from "../../define/function.ts";
import { callSystem } from "../functions/call-system.ts";

/** One call of a system, as data. `{name}` places in the path are inputs; other inputs go into the body or the query. */
export interface SystemOperation {
  /** `system.verbNoun`, stable for ever. */
  id: string;
  name: string;
  summary: string;
  destinations: string[];
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  bodyFormat?: "json" | "form";
  inputs: Record<string, InputField>;
  /** Wraps the inputs of the body, where the system wants them under a name. */
  bodyUnder?: string;
  /** Why it may be repeated without an idempotency key; a sentence of the documentation. */
  repeatable?: string;
  /** Input whose members are added to the body as they are. */
  spread?: string;
}

export function toFunction(operation: SystemOperation): FunctionDefinition {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return defineFunction({
    id: operation.id,
    name: operation.name,
    category: operation.destinations.includes("M3TER") ? "m3ter" : "Systems",
    summary: operation.summary,
    credential: { destinations: operation.destinations },
    call: `${operation.method} ${operation.path}`,
    inputs: operation.inputs,
    output: {
      status: { label: "Status", kind: "number" },
      headers: { label: "Headers", kind: "json" },
      body: { label: "What the system answered", kind: "json" },
    },
    repetition: repetitionOf(operation),
    example: exampleOf(operation),
    run: async (call) => {
      const rest = Object.fromEntries(Object.entries(call.inputs).filter(([name]) => !inPath.includes(name)));
      const output = await callSystem(call, {
        method: operation.method,
        path: operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(String(call.inputs[name])),
        ),
        bodyFormat: operation.bodyFormat,
        ...(operation.method === "GET" || operation.method === "DELETE"
          ? { query: rest }
          : { body: bodyOf(operation, rest) }),
      });
      return { output };
    },
  });
}

function repetitionOf({ method, repeatable }: SystemOperation): string {
  if (method === "GET") return "It only reads.";
  return repeatable ?? "Each try carries the same idempotency key, in the header that the system takes.";
}

/** What its form asks for: the placeholder, or a member of what started the run. */
function exampleOf({ inputs }: SystemOperation): FunctionDefinition["example"] {
  const required = Object.entries(inputs).filter(([, { required }]) => required);
  return Object.fromEntries(
    required.map(([name, { placeholder }]) => [
      name,
      placeholder === undefined ? { expression: `$trigger.body.${name}` } : { value: placeholder },
    ]),
  );
}

function bodyOf({ spread, bodyUnder }: SystemOperation, inputs: Record<string, unknown>): unknown {
  const { [spread ?? ""]: more, ...named } = inputs;
  if (more !== undefined && (typeof more !== "object" || Array.isArray(more))) {
    throw new StepFailure("input_invalid", "Further fields must be names and values.");
  }
  const body = { ...named, ...(more as object | undefined) };
  return bodyUnder === undefined ? body : { [bodyUnder]: body };
}
