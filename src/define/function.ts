import type { Context } from "../context.ts";

/** How a form draws an input, and what its value must be. */
export type InputKind =
  | "text"
  | "multiline"
  | "number"
  | "boolean"
  | "select"
  | "json"
  | "list"
  | "time"
  | "workflow"
  | "incomingwebhook"
  | "webhook";

export interface InputField {
  kind: InputKind;
  label: string;
  help?: string;
  placeholder?: string;
  required?: true;
  options?: { value: string; label: string }[];
  defaultValue?: unknown;
  /** Of a number. */
  min?: number;
  max?: number;
}

export interface FunctionCredential {
  /** Any system that can be called, or those destinations only. */
  destinations?: string[];
  optional?: true;
}

export type StepResult =
  | { output: unknown; port?: string }
  /** The run goes on at `until`, when a message of the webhook comes that fits, or when the other run is over. */
  | { wait: { until: Date; webhook?: WaitedWebhook; runId?: string }; output?: unknown }
  /** The run ends well, here. */
  | { stop: true; output: unknown };

export interface WaitedWebhook {
  webhookId: string;
  /** Dotted path in the message's body, with the text that must stand there. */
  match?: { path: string; equals: string };
}

export interface FunctionCall {
  context: Context;
  organizationId: string;
  workflowId: string;
  runId: string;
  stepId: string;
  credentialId: string | null;
  inputs: Record<string, unknown>;
  /** The same without the values of sealed parameters: what may be stored. */
  keptInputs: Record<string, unknown>;
  /** The same whenever this step of this run is tried again. */
  idempotencyKey: string;
  timeoutMs: number;
  isTest: boolean;
  /** How many workflows started each other to come here. */
  depth: number;
  /** The step failed before, in this run or in the one that this one retries. */
  isAgain: boolean;
}

export interface FunctionDefinition {
  /** `group.verb`, stable for ever. */
  id: string;
  name: string;
  category: "Systems" | "m3ter" | "Flow" | "Data" | "Messages" | "Credenza";
  summary: string;
  credential?: FunctionCredential;
  inputs: Record<string, InputField>;
  /** Inputs of which at least one has to be given. */
  needsOneOf?: string[];
  /** What `$steps.<id>` holds afterwards. */
  output: Record<string, { label: string; kind: "text" | "number" | "boolean" | "json" | "list" | "time" }>;
  /** The one call that it makes, for the documentation: `GET /v1/customers/{customerId}`. */
  call?: string;
  /** Ways out beside `error`; `next` unless said. */
  ports?: string[];
  /** Input that holds further ways out as a list of texts. */
  portsFrom?: string;
  /** The engine does its body for each item. */
  loop?: true;
  /** A function that changes nothing outside may be tried without a credential or a second thought. */
  isPure?: true;
  /** Its own error codes, each with when it comes; those of inputs and of calls are known. */
  errors?: Record<string, string>;
  /** What happens when the step is done twice: after a crash, or by its retry policy. A sentence of the documentation. */
  repetition: string;
  /** Inputs of a step that does something sensible. */
  example: Record<string, { value: unknown } | { expression: string }>;
  run(call: FunctionCall): Promise<StepResult>;
}

/** An expected failure of a step. `retry`: another try may do better. `uncertain`: the call may have taken effect. */
export class StepFailure extends Error {
  readonly code: string;
  readonly retry: boolean;
  readonly uncertain: boolean;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: string,
    message: string,
    options: { retry?: boolean; uncertain?: boolean; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.retry = options.retry ?? false;
    this.uncertain = options.uncertain ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const defineFunction = (definition: FunctionDefinition): FunctionDefinition => definition;
