import type { Statement } from "../../lib/types.ts";

/** A row of the editor; `key` keeps its place while rows come and go. */
export interface StatementRow extends Statement {
  key: string;
}

let last = 0;
const nextKey = () => `statement-${++last}`;

export const blankRow = (): StatementRow => ({ key: nextKey(), effect: "allow", action: [], resource: [] });
export const rowsOf = (statements: Statement[]): StatementRow[] =>
  statements.map((statement) => ({ ...statement, key: nextKey() }));

export const statementsOf = (rows: StatementRow[]): Statement[] =>
  rows.map(({ effect, action, resource }) => ({ effect, action, resource }));

const words = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const isStatement = (value: unknown): value is Statement => {
  if (typeof value !== "object" || value === null) return false;
  const { effect, action, resource } = value as Record<string, unknown>;
  return (effect === "allow" || effect === "deny") && words(action) && words(resource);
};

/** Statements written as JSON, or what is wrong with the text. */
export function readStatements(text: string): { statements: Statement[] } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: "This is not JSON. Check commas, quotes and brackets." };
  }
  if (!Array.isArray(value)) return { fault: "Write a list of statements in square brackets." };
  const wrong = value.findIndex((one) => !isStatement(one));
  if (wrong >= 0) {
    return {
      fault: `Statement ${wrong + 1} needs "effect" ("allow" or "deny"), and "action" and "resource" as lists of words.`,
    };
  }
  return { statements: value as Statement[] };
}
