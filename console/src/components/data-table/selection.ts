import type { Selection } from "./column.ts";

export const allSelected = (rows: { id: string }[], selection: Selection): boolean =>
  rows.length > 0 && rows.every((row) => selection.ids.has(row.id));

export function toggled(selection: Selection, id: string): Set<string> {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return ids;
}
