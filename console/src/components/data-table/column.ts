import type { ReactNode } from "react";

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  width?: string;
  align?: "right";
  /** Value of the `sort` parameter that orders by this column, and the direction it gives. */
  sort?: { by: string; direction: "ascending" | "descending" };
  /** Shown only where the table is at least this wide. */
  from?: "medium" | "wide" | "widest";
  /** Place in the two-line row of a phone: first line left, first line right, second line, below where there is some, or nowhere. */
  phone: "title" | "aside" | "detail" | "note" | "none";
}

export interface Selection {
  ids: ReadonlySet<string>;
  onChange: (ids: Set<string>) => void;
}

export interface TableProps<Row extends { id: string }> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  /** Name of a row, for the labels of its controls. */
  nameOf: (row: Row) => string;
  actions?: (row: Row) => ReactNode;
  /** Show the actions without hovering. */
  actionsStay?: boolean;
  selection?: Selection;
  sort?: string;
  onSort?: (by: string) => void;
  /** The row that has just been made. */
  markedId?: string;
}
