import { CopyId } from "../../components/copy.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { DataKey, DataKeyStatus } from "../../lib/types.ts";
import { count, type Tone } from "../../lib/words.ts";
import classes from "./data-keys.module.css";
import { ResealProgress } from "./reseal-progress.tsx";

const states: Record<DataKeyStatus, { word: string; tone: Tone }> = {
  ACTIVE: { word: "In use", tone: "good" },
  RETIRING: { word: "Being replaced", tone: "warn" },
  RETIRED: { word: "Retired", tone: "quiet" },
};

export const dataKeyColumns: Column<DataKey>[] = [
  {
    id: "generation",
    header: "Data key",
    phone: "title",
    width: "150px",
    cell: ({ generation }) => <span className={classes.generation}>Generation {generation}</span>,
  },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "150px",
    cell: ({ status }) => <StatusDot tone={states[status].tone}>{states[status].word}</StatusDot>,
  },
  { id: "values", header: "Sealed with it", phone: "detail", cell: (key) => <Values dataKey={key} /> },
  {
    id: "made",
    header: "Made",
    phone: "none",
    width: "150px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
  {
    id: "retired",
    header: "Retired",
    phone: "none",
    from: "medium",
    width: "150px",
    cell: ({ dtRetired }) => (dtRetired ? <RelativeTime time={dtRetired} /> : null),
  },
  { id: "id", header: "ID", phone: "none", width: "130px", cell: ({ id }) => <CopyId id={id} /> },
];

function Values({ dataKey }: { dataKey: DataKey }) {
  const { status, sealedValues, isCountComplete } = dataKey;
  if (status === "RETIRING") return <ResealProgress dataKey={dataKey} />;
  const number = count(sealedValues ?? 0, "value");
  return <span className={classes.number}>{isCountComplete ? number : `More than ${number}`}</span>;
}
