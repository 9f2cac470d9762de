export interface BenchResult {
  rows: Record<string, unknown>[];
  /** The figures that we publish; ratios are against a baseline of the same run. */
  figures: Record<string, number>;
  /** What the figures should be, in words: `>= 4000`, `< 200`. */
  targets: Record<string, string>;
}

export type Bench = () => Promise<BenchResult>;

export function printTable(result: BenchResult): void {
  console.table(
    result.rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, short(value)]))),
  );
  console.table(
    Object.entries(result.figures).map(([figure, value]) => ({
      figure,
      value: short(value),
      target: result.targets[figure] ?? "",
      met: isMet(value, result.targets[figure]),
    })),
  );
}

export function isMet(value: number, target: string | undefined): string {
  const [, sign, limit] = /^(>=|<=|<) ([\d.]+)$/.exec(target ?? "") ?? [];
  if (!sign) return "";
  const bound = Number(limit);
  const met = sign === ">=" ? value >= bound : sign === "<=" ? value <= bound : value < bound;
  return met ? "yes" : "NO";
}

const short = (value: unknown): unknown => {
  if (typeof value === "object") return JSON.stringify(value);
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
};
