import { CalculationError } from "./calculation-error.ts";
import { type Calculation, compile, type Scope } from "./compile.ts";
import { truth } from "./operators.ts";

export { CalculationError } from "./calculation-error.ts";
export type { Calculation, Scope } from "./compile.ts";
export { compile } from "./compile.ts";

/** What a notification rule's calculation may read. */
export const eventRoots = ["new", "old"] as const;

/** Whether the calculation holds; null counts as no. Throws CalculationError, also when its result is neither. */
export const holds = (calculation: Calculation, scope: Scope): boolean => truth(calculation(scope), 0);

/** Undefined when the calculation can be read, else what is wrong with it. */
export function faultOf(calculation: string, roots: readonly string[]): CalculationError | undefined {
  try {
    compile(calculation, roots);
    return undefined;
  } catch (error) {
    if (error instanceof CalculationError) return error;
    throw error;
  }
}
