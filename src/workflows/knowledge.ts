import type { Registry } from "../define/registry.ts";
import type { ReferenceKind } from "./references.ts";

export interface KnownCredential {
  id: string;
  name: string;
  destination: string;
  type: string;
  status: string;
}

/** What a check has to know of the organization; read in a few queries before it. */
export interface Knowledge {
  registry: Pick<Registry, "destination" | "type">;
  credentials: Map<string, KnownCredential>;
  /** Webhooks, rules and workflows that the definition names, by id. */
  references: Map<string, { kind: ReferenceKind; active: boolean }>;
  /** Whether a webhook or a rule starts the workflow from its side. */
  isStarted: boolean;
  parameters: Set<string>;
  /** What is wrong with an expression, in words; undefined when it parses. */
  expressionFault(expression: string): string | undefined;
  /** Expression -> the variables that must come from the run. */
  variables: ReadonlyMap<string, readonly string[]>;
}
