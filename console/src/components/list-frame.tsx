import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Page } from "../lib/types.ts";
import { Pager } from "./data-table/pager.tsx";
import { TableSkeleton } from "./data-table/table-skeleton.tsx";
import { EmptyState } from "./empty-state.tsx";
import { ErrorState } from "./error-state.tsx";
import classes from "./filters.module.css";

interface ListFrameProps<Row> {
  label: string;
  query: UseQueryResult<Page<Row>>;
  after?: string;
  /** Search and filters; hidden while there is nothing to search in. */
  bar?: ReactNode;
  filtered?: boolean;
  /** Shown when there is nothing at all. */
  empty: ReactNode;
  icon: ReactNode;
  /** It stands in a panel, which has a border already. */
  inPanel?: boolean;
  children: (rows: Row[]) => ReactNode;
}

/** A list in its four states: loading, error, empty and rows. */
export function ListFrame<Row>(props: ListFrameProps<Row>) {
  const { label, query, after, bar, filtered = false, empty, icon, inPanel = false, children } = props;
  const rows = query.data?.data ?? [];
  const nothing = query.isSuccess && rows.length === 0;
  const body = () => {
    if (query.isPending) return <TableSkeleton label={label} />;
    if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    if (nothing && !filtered && !after) return empty;
    if (nothing) {
      return (
        <EmptyState icon={icon} title="Nothing matches">
          Change or clear the filters to see more.
        </EmptyState>
      );
    }
    return children(rows);
  };
  return (
    <div className={inPanel ? undefined : classes.frame}>
      {bar && !(nothing && !filtered && !after) && <div className={classes.bar}>{bar}</div>}
      {body()}
      <Pager after={after} nextToken={query.data?.nextToken} rows={rows.length} />
    </div>
  );
}

/** Pushes what follows to the end of the filter bar. */
export function BarEnd({ children }: { children: ReactNode }) {
  return <div className={classes.end}>{children}</div>;
}
