import { Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { Column, TableProps } from "./column.ts";
import classes from "./data-table.module.css";
import { allSelected, toggled } from "./selection.ts";

function HeaderCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort?: string;
  onSort?: (by: string) => void;
}) {
  const rule = column.sort;
  const sorted = rule && rule.by === sort ? rule.direction : undefined;
  return (
    <th
      scope="col"
      data-from={column.from}
      data-align={column.align}
      style={{ width: column.width }}
      aria-sort={sorted}
    >
      {rule && onSort ? (
        <button type="button" className={classes.sort} onClick={() => onSort(rule.by)}>
          {column.header}
          {sorted === "ascending" && <IconArrowUp size={12} aria-hidden="true" />}
          {sorted === "descending" && <IconArrowDown size={12} aria-hidden="true" />}
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

export function WideTable<Row extends { id: string }>(props: TableProps<Row>) {
  const { label, columns, rows, nameOf, actions, actionsStay, selection, sort, onSort, markedId } = props;
  const every = selection ? allSelected(rows, selection) : false;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {selection && (
              <td className={classes.check}>
                <Checkbox
                  size="xs"
                  aria-label="Select all on this page"
                  checked={every}
                  indeterminate={!every && selection.ids.size > 0}
                  onChange={() => selection.onChange(every ? new Set() : new Set(rows.map((row) => row.id)))}
                />
              </td>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
            {actions && (
              <th scope="col" className={classes.actionsHead}>
                <span className={classes.hidden}>Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-marked={row.id === markedId} data-selected={selection?.ids.has(row.id)}>
              {selection && (
                <td className={classes.check}>
                  <Checkbox
                    size="xs"
                    aria-label={`Select ${nameOf(row)}`}
                    checked={selection.ids.has(row.id)}
                    onChange={() => selection.onChange(toggled(selection, row.id))}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td key={column.id} data-from={column.from} data-align={column.align}>
                  {column.cell(row)}
                </td>
              ))}
              {actions && (
                <td className={classes.actions} data-stay={actionsStay}>
                  {actions(row)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
