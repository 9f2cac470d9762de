import { CalculationError } from "./calculation-error.ts";
import { finite, type Value } from "./functions.ts";

const longestText = 10_000;
type Operator = (left: Value, right: Value, at: number) => Value;

const typeName = (value: Value): string =>
  ({ number: "a number", string: "a text", boolean: "true or false" })[typeof value as string] ?? "nothing";

const arithmetic =
  (verb: string, work: (a: number, b: number, at: number) => number): Operator =>
  (left, right, at) => {
    if (left === null || right === null) return null;
    if (typeof left === "number" && typeof right === "number") return finite(work(left, right, at), at);
    throw new CalculationError(`You cannot ${verb} ${typeName(left)} and ${typeName(right)}`, at);
  };

const add = arithmetic("add", (a, b) => a + b);

const nonZero = (divisor: number, at: number): number => {
  if (divisor === 0) throw new CalculationError("Division by zero", at);
  return divisor;
};

const ordering =
  (test: (order: number) => boolean): Operator =>
  (left, right, at) => {
    if (left === null || right === null) return false;
    if (typeof left !== typeof right || typeof left === "boolean") {
      throw new CalculationError(`You cannot compare ${typeName(left)} with ${typeName(right)} by size`, at);
    }
    return test(left < right ? -1 : left > right ? 1 : 0);
  };

/** Everything but AND and OR, which do not look at their right side when the left decides. */
export const operators: Record<string, Operator> = {
  "+": (left, right, at) => {
    if (typeof left !== "string" || typeof right !== "string") return add(left, right, at);
    if (left.length + right.length > longestText) throw new CalculationError("The text gets too long", at);
    return left + right;
  },
  "-": arithmetic("subtract", (a, b) => a - b),
  "*": arithmetic("multiply", (a, b) => a * b),
  "/": arithmetic("divide", (a, b, at) => a / nonZero(b, at)),
  "%": arithmetic("divide", (a, b, at) => a % nonZero(b, at)),
  "^": arithmetic("raise", (a, b) => a ** b),
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<": ordering((order) => order < 0),
  ">": ordering((order) => order > 0),
  "<=": ordering((order) => order <= 0),
  ">=": ordering((order) => order >= 0),
};

/** null counts as false; a number or a text as neither. */
export function truth(value: Value, at: number): boolean {
  if (value === null) return false;
  if (typeof value === "boolean") return value;
  throw new CalculationError(`Here stands ${typeName(value)}, where true or false is needed`, at);
}

export function sign(operator: string, value: Value, at: number): Value {
  if (value === null) return null;
  if (typeof value !== "number") throw new CalculationError(`${operator} needs a number after it`, at);
  return operator === "-" ? 0 - value : value;
}
