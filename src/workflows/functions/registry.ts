import type { FunctionDefinition } from "../../define/function.ts";
import type { Step } from "../definition.ts";
import { functions } from "./index.ts";

/** All functions of this installation, by id. */
export interface FunctionRegistry {
  all: FunctionDefinition[];
  find(id: string): FunctionDefinition | undefined;
}

export function createFunctionRegistry(): FunctionRegistry {
  const byId = new Map(functions.map((definition) => [definition.id, definition]));
  return { all: [...byId.values()], find: (id) => byId.get(id) };
}

export const errorPort = "error";

/** The ways out of a step beside `error`. */
export function portsOf(definition: FunctionDefinition, step: Pick<Step, "inputs">): string[] {
  const ports = definition.ports ?? ["next"];
  const input = definition.portsFrom === undefined ? undefined : step.inputs[definition.portsFrom];
  const named = input && "value" in input && Array.isArray(input.value) ? input.value : [];
  return [...named.filter((port) => typeof port === "string"), ...ports];
}
