import { invalidField } from "../errors.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Cursor {
  /** Value of the sorted column on the last row of the page, where the list is not sorted by id. */
  value?: string | null;
  id: string;
}

export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString("base64url");

export function decodeCursor(nextToken: string): Cursor {
  const refused = invalidField("nextToken", "take it from the previous page as it is, or leave it out");
  let cursor: unknown;
  try {
    cursor = JSON.parse(Buffer.from(nextToken, "base64url").toString("utf8"));
  } catch {
    throw refused;
  }
  if (typeof cursor !== "object" || cursor === null || !("id" in cursor)) throw refused;
  const { id, value } = cursor as { id: unknown; value?: unknown };
  if (typeof id !== "string" || !uuid.test(id)) throw refused;
  if (value !== undefined && value !== null && typeof value !== "string") throw refused;
  return { id, value };
}

/** A page out of `pageSize + 1` rows: the extra row only says that there are more. */
export function toPage<Row, Item>(
  rows: Row[],
  pageSize: number,
  toItem: (row: Row) => Item,
  toCursor: (row: Row) => Cursor,
): { data: Item[]; nextToken: string | null } {
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  const nextToken = rows.length > pageSize && last !== undefined ? encodeCursor(toCursor(last)) : null;
  return { data: shown.map(toItem), nextToken };
}
