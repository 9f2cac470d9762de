import { Skeleton } from "@mantine/core";
import classes from "./data-table.module.css";

const rowKeys = ["1", "2", "3", "4", "5", "6"];

/** Rows to come, of the height that they will have. */
export function TableSkeleton({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div aria-busy="true" role="status" aria-label={`${label} are loading`} className={classes.list}>
      {rowKeys.slice(0, rows).map((key) => (
        <div key={key} className={classes.skeleton}>
          <Skeleton height={12} width="28%" />
          <Skeleton height={12} width="18%" />
          <Skeleton height={12} width="14%" />
          <Skeleton height={12} width="12%" />
        </div>
      ))}
    </div>
  );
}
