import { CopyId } from "../copy.tsx";
import type { Column } from "./column.ts";
import { Above } from "./row-link.tsx";

/** The end of the id, and a button that copies all of it. */
export const idColumn: Column<{ id: string }> = {
  id: "id",
  header: "ID",
  phone: "none",
  width: "160px",
  cell: ({ id }) => (
    <Above>
      <CopyId id={id} />
    </Above>
  ),
};
