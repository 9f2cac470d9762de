import jsonata from "jsonata";

export interface ExpressionFault {
  error: string;
  /** Characters from the beginning. */
  position?: number;
}

/** What keeps an expression from being read; undefined when it can be. Evaluates nothing. */
export function parseFault(expression: string): ExpressionFault | undefined {
  try {
    jsonata(expression);
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

/** JSONata's words, cut; its own faults carry a code, others (a stack that ran over) do not. */
export function faultOf(error: unknown): ExpressionFault {
  const { message, position, code } = (error ?? {}) as { message?: unknown; position?: unknown; code?: unknown };
  const words =
    typeof message === "string" && typeof code === "string" ? message : "It is nested too deep or cannot be read.";
  return { error: words.slice(0, 500), ...(typeof position === "number" ? { position } : {}) };
}
