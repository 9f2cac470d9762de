/** Evaluates JSONata where it can be stopped. */
export interface Expressions {
  evaluate(
    expression: string,
    input: unknown,
    options: { timeoutMs: number },
  ): Promise<{ ok: true; value: unknown } | { ok: false; error: string; position?: number }>;
}

export const noExpressions: Expressions = {
  evaluate: async () => ({ ok: false, error: "Only paths such as $trigger.body.id can be used here." }),
};
