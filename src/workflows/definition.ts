import { z } from "zod";

/** The newest format that this version reads. Raise it only when an older version would misread a definition. */
export const formatVersion = 1;
export const limits = {
  steps: 200,
  expressionLength: 10_000,
  definitionBytes: 512 * 1024,
  loopItems: 10_000,
  loopParallel: 20,
  nesting: 3,
  runSeconds: 30 * 24 * 3600,
  keptDays: 365,
};

const json = z.json();
const expression = z
  .string({ error: "Give an expression." })
  .min(1, "Give an expression.")
  .max(limits.expressionLength, `Use at most ${limits.expressionLength} characters.`);

/** What an input is: written as it is, or worked out when the step runs. */
const input = z.union([z.strictObject({ value: json }), z.strictObject({ expression })], {
  error: 'Write {"value": ...} or {"expression": "..."}.',
});

const stepId = z
  .string({ error: "Give the step an id." })
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,49}$/, "Begin with a letter; use letters, digits and _ (50 at most).");
const port = z.string().min(1).max(100);
const targets = z.array(z.string().max(50)).max(limits.steps);
const position = z.strictObject({ x: z.number(), y: z.number() });
const whole = (from: number, to: number) =>
  z
    .int({ error: `Use a whole number from ${from} to ${to}.` })
    .min(from, `Use a whole number from ${from} to ${to}.`)
    .max(to, `Use a whole number from ${from} to ${to}.`);

const retry = z.strictObject({
  /** Tries in all, the first one counted. */
  attempts: whole(1, 20),
  firstDelaySeconds: whole(1, 86_400).default(5),
  factor: z.number().min(1).max(10).default(2),
});

const step = z.strictObject({
  id: stepId,
  name: z.string().trim().max(200).optional(),
  function: z.string().min(1).max(100),
  credentialId: z.string().max(100).nullable().optional(),
  inputs: z.record(z.string().max(100), input).default({}),
  /** Way out -> steps that follow. Every function has `error`, which catches a failure. */
  next: z.record(port, targets).default({}),
  retry: retry.optional(),
  timeoutSeconds: whole(1, 600).optional(),
  /** The steps of a loop, done for each item. */
  get body() {
    return body.optional();
  },
  position: position.optional(),
});

const body: z.ZodType<Body> = z.strictObject({
  next: targets.default([]),
  steps: z.array(z.lazy(() => step)).max(limits.steps),
}) as never;

const common = { next: targets.default([]), sample: json.optional(), position: position.optional() };
const id = z.string().max(100).nullable().optional();

const trigger = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("manual"), ...common }),
    z.strictObject({ type: z.literal("webhook"), webhookId: id, filter: expression.optional(), ...common }),
    z.strictObject({ type: z.literal("notification"), ruleId: id, filter: expression.optional(), ...common }),
    z.strictObject({
      type: z.literal("schedule"),
      cron: z.string().min(1, "Give the times as a cron line.").max(200),
      timeZone: z.string().max(100).default("UTC"),
      ...common,
    }),
    z.strictObject({ type: z.literal("workflow"), ...common }),
  ],
  { error: "Use one of: manual, webhook, notification, schedule, workflow." },
);

const settings = z.strictObject({
  /** Runs of this workflow at the same time. */
  concurrency: whole(1, 1000).optional(),
  /** Runs with the same key run one after the other, in the order in which they started. */
  orderingKey: expression.optional(),
  maxRunSeconds: whole(1, limits.runSeconds).default(24 * 3600),
  keepDays: whole(1, limits.keptDays).default(30),
});

export const workflowDefinition = z.strictObject({
  formatVersion: z.literal(formatVersion, { error: `This version reads format ${formatVersion}.` }),
  trigger,
  steps: z.array(step, { error: "Give the steps as a list." }).max(limits.steps, `Use at most ${limits.steps} steps.`),
  settings: settings.default({ maxRunSeconds: 24 * 3600, keepDays: 30 }),
});

export type Json = z.output<typeof json>;
export type Input = { value: Json } | { expression: string };
export type Trigger = z.output<typeof trigger>;
export type RetryPolicy = z.output<typeof retry>;
export interface Body {
  next: string[];
  steps: Step[];
}
export interface Step {
  id: string;
  name?: string;
  function: string;
  credentialId?: string | null;
  inputs: Record<string, Input>;
  next: Record<string, string[]>;
  retry?: RetryPolicy;
  timeoutSeconds?: number;
  body?: Body;
  position?: { x: number; y: number };
}
export type WorkflowDefinition = Omit<z.output<typeof workflowDefinition>, "steps"> & { steps: Step[] };

/** The published JSON Schema of a workflow. */
export function definitionSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(workflowDefinition, { io: "input" }) as Record<string, unknown>;
  return { ...schema, title: "Credenza workflow", $id: "urn:credenza:workflow:1" };
}
