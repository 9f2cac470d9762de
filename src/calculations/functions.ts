import { CalculationError } from "./calculation-error.ts";

export type Value = null | boolean | number | string;

interface Rule {
  /** How it is written. */
  form: string;
  least: number;
  most: number;
  /** Takes null arguments itself; the others give null when an argument is null. */
  takesNull?: boolean;
  work(values: Value[], at: number): Value;
}

const numbers = (name: string, work: (...numbers: number[]) => number) => (values: Value[], at: number) => {
  const bad = values.findIndex((value) => typeof value !== "number");
  if (bad >= 0) throw new CalculationError(`Value ${bad + 1} of ${name} must be a number`, at);
  return finite(work(...(values as number[])), at);
};

/** `x` moved by `scale` decimal places, by its digits, so that 1.005 is what it looks like. */
function shift(x: number, scale: number): number {
  const [digits = "0", exponent = "0"] = String(x).split("e");
  return Number(`${digits}e${Number(exponent) + scale}`);
}

const scaled =
  (round: (x: number) => number) =>
  (x: number, scale = 0): number => {
    if (!Number.isInteger(scale) || Math.abs(scale) > 15) return Number.NaN;
    return shift(round(shift(x, scale)), -scale);
  };

const rounding = (name: string, round: (x: number) => number): Rule => ({
  form: `Math.${name}(x, scale)`,
  least: 1,
  most: 2,
  work: numbers(`Math.${name}`, scaled(round)),
});

/** Every function of the language: name, how many values it takes, what it does. */
export const functions: Record<string, Rule> = {
  "Math.max": { form: "Math.max(a, b, ...)", least: 2, most: 100, work: numbers("Math.max", Math.max) },
  "Math.min": { form: "Math.min(a, b, ...)", least: 2, most: 100, work: numbers("Math.min", Math.min) },
  "Math.floor": rounding("floor", Math.floor),
  "Math.ceil": rounding("ceil", Math.ceil),
  "Math.round": rounding("round", Math.round),
  "Math.pow": { form: "Math.pow(x, y)", least: 2, most: 2, work: numbers("Math.pow", Math.pow) },
  "Math.abs": { form: "Math.abs(x)", least: 1, most: 1, work: numbers("Math.abs", Math.abs) },
  isnull: {
    form: "isnull(a, b)",
    least: 2,
    most: 2,
    takesNull: true,
    work: ([value = null, fallback = null]) => (value === null ? fallback : value),
  },
  IN: {
    form: "IN(value, a, b, ...)",
    least: 2,
    most: 500,
    takesNull: true,
    work: ([value, ...others]) => others.some((other) => other === value),
  },
};

export const constants: Record<string, Value> = {
  "Math.PI": Math.PI,
  "DateTime.TS_FMT": "yyyy-MM-dd'T'HH:mm:ss.SSSX",
};

export function finite(result: number, at: number): number {
  if (Number.isFinite(result)) return result;
  throw new CalculationError("The result is no number", at);
}
