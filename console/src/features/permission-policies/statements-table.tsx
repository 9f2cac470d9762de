import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { Statement } from "../../lib/types.ts";
import classes from "./policies.module.css";

type Row = Statement & { id: string };

const Words = ({ words }: { words: string[] }) => (
  <span className={classes.words}>
    {words.map((word) => (
      <code key={word}>{word}</code>
    ))}
  </span>
);

const columns: Column<Row>[] = [
  {
    id: "effect",
    header: "Effect",
    phone: "aside",
    width: "120px",
    cell: ({ effect }) => (
      <StatusDot tone={effect === "allow" ? "good" : "bad"}>{effect === "allow" ? "Allow" : "Deny"}</StatusDot>
    ),
  },
  { id: "actions", header: "Actions", phone: "title", cell: ({ action }) => <Words words={action} /> },
  { id: "resources", header: "Resources", phone: "detail", cell: ({ resource }) => <Words words={resource} /> },
];

export function StatementsTable({ statements }: { statements: Statement[] }) {
  const rows = statements.map((statement, index) => ({ ...statement, id: String(index) }));
  return <DataTable label="Statements" columns={columns} rows={rows} nameOf={(row) => `statement ${row.id}`} />;
}
