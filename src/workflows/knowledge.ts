import type { Registry } from "../define/registry.ts";

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
  /** Id -> whether it is active. */
  webhooks: Map<string, { active: boolean }>;
  parameters: Set<string>;
  /** What is wrong with an expression, in words; undefined when it parses. */
  expressionFault(expression: string): string | undefined;
}
