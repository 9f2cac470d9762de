import { z } from "zod";
import type { FunctionDefinition } from "../../define/function.ts";
import { operation } from "../../define/operation.ts";

const inputField = z.strictObject({
  name: z.string(),
  kind: z.string(),
  label: z.string(),
  required: z.boolean(),
  help: z.string().optional(),
  placeholder: z.string().optional(),
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  defaultValue: z.json().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

export const shownFunction = z.strictObject({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  summary: z.string(),
  /** null: it takes none. */
  credential: z.strictObject({ destinations: z.array(z.string()).nullable(), required: z.boolean() }).nullable(),
  inputs: z.array(inputField),
  output: z.array(z.strictObject({ name: z.string(), label: z.string(), kind: z.string() })),
  ports: z.array(z.string()),
  portsFrom: z.string().nullable(),
  loop: z.boolean(),
  /** Its call can fail for a while: a step may be tried again, and has a time limit. */
  retryable: z.boolean(),
});

export default operation({
  id: "workflows.functions",
  method: "GET",
  path: "/workflows/functions",
  tag: "Workflows",
  summary: "List the functions that steps can use",
  permission: { action: "config:retrieve", resource: "workflow" },
  output: z.strictObject({ data: z.array(shownFunction) }),
  async run({ context }) {
    return { data: context.workflows.functions.all.map(toShown) };
  },
});

function toShown(definition: FunctionDefinition): z.input<typeof shownFunction> {
  const { credential } = definition;
  return {
    id: definition.id,
    name: definition.name,
    category: definition.category,
    summary: definition.summary,
    credential: credential
      ? { destinations: credential.destinations ?? null, required: credential.optional !== true }
      : null,
    inputs: Object.entries(definition.inputs).map(([name, { required, defaultValue, ...field }]) => ({
      name,
      ...field,
      required: required === true,
      ...(defaultValue === undefined ? {} : { defaultValue: defaultValue as never }),
    })),
    output: Object.entries(definition.output).map(([name, field]) => ({ name, ...field })),
    ports: [...(definition.ports ?? ["next"]), "error"],
    portsFrom: definition.portsFrom ?? null,
    loop: definition.loop === true,
    retryable: definition.isPure !== true,
  };
}
