import { CopyId } from "../../components/copy.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { DataKey, DataKeyStatus } from "../../lib/types.ts";
import type { Tone } from "../../lib/words.ts";
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
    header: "Generation",
    phone: "title",
    width: "120px",
    cell: ({ generation }) => <strong className={classes.generation}>{generation}</strong>,
  },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "150px",
    cell: ({ status }) => <StatusDot tone={states[status].tone}>{states[status].word}</StatusDot>,
  },
  { id: "values", header: "Values sealed with it", phone: "detail", cell: (key) => <Values dataKey={key} /> },
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
  const number = (sealedValues ?? 0).toLocaleString();
  return <span className={classes.number}>{isCountComplete ? number : `More than ${number}`}</span>;
}
