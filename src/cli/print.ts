const widestCell = 48;
const mostColumns = 7;
const firstColumns = ["name", "destination", "type", "status", "active"];

/** A table for a person, JSON for a program. */
export function print(value: unknown, isForProgram: boolean): void {
  process.stdout.write(isForProgram ? `${JSON.stringify(value, null, 2)}\n` : readable(value));
}

function readable(value: unknown): string {
  const list = (value as { data?: unknown } | null)?.data;
  if (Array.isArray(list)) return table(list as Record<string, unknown>[]) + more(value);
  const rows = Object.entries((value ?? {}) as Record<string, unknown>);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, one]) => `${name.padEnd(width)}  ${shown(one)}\n`).join("");
}

function table(rows: Record<string, unknown>[]): string {
  if (rows.length === 0) return "Nothing here yet.\n";
  const columns = columnsOf(rows);
  const cells = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map(
      (line) =>
        `${line
          .map((text, index) => text.padEnd(widths[index] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** The id last and always; what is nested is left to `--json`. */
function columnsOf(rows: Record<string, unknown>[]): string[] {
  const plain = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => typeof row[key] !== "object")))];
  const rest = plain.filter((name) => name !== "id" && !firstColumns.includes(name));
  const chosen = [...firstColumns.filter((name) => plain.includes(name)), ...rest].slice(0, mostColumns - 1);
  return plain.includes("id") ? [...chosen, "id"] : chosen;
}

function cell(value: unknown): string {
  const text = shown(value).replaceAll(/\s+/g, " ");
  return text.length > widestCell ? `${text.slice(0, widestCell - 1)}…` : text;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "-";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(acting, (character) => (character === "\n" || character === "\t" ? character : "\ufffd"));
}

/** What a terminal would obey instead of showing: escape sequences, and what turns the direction of text. */
const acting = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

const more = (value: unknown): string => {
  const { nextToken } = value as { nextToken?: string | null };
  return nextToken ? `More: --next-token ${nextToken}\n` : "";
};
