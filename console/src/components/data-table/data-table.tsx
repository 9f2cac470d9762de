import { usePhone } from "../../lib/phone.ts";
import type { TableProps } from "./column.ts";
import { PhoneRows } from "./phone-rows.tsx";
import { WideTable } from "./wide-table.tsx";

/** Rows in columns; on a phone, rows of two lines. */
export function DataTable<Row extends { id: string }>(props: TableProps<Row>) {
  return usePhone() ? <PhoneRows {...props} /> : <WideTable {...props} />;
}
