import { Checkbox } from "@mantine/core";
import type { TableProps } from "./column.ts";
import classes from "./data-table.module.css";
import { toggled } from "./selection.ts";

/** The same rows in two lines each: what it is and its state, then the rest. */
export function PhoneRows<Row extends { id: string }>(props: TableProps<Row>) {
  const { label, columns, rows, nameOf, actions, actionsStay, selection, markedId } = props;
  const at = (place: string) => columns.filter((column) => column.phone === place);
  return (
    <ul className={classes.list} aria-label={label}>
      {rows.map((row) => (
        <li key={row.id} className={classes.item} data-marked={row.id === markedId}>
          {selection && (
            <Checkbox
              size="xs"
              aria-label={`Select ${nameOf(row)}`}
              checked={selection.ids.has(row.id)}
              onChange={() => selection.onChange(toggled(selection, row.id))}
            />
          )}
          <div className={classes.lines}>
            <div className={classes.first}>
              {at("title").map((column) => (
                <div key={column.id} className={classes.title}>
                  {column.cell(row)}
                </div>
              ))}
              {at("aside").map((column) => (
                <div key={column.id} className={classes.aside}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
            <div className={classes.second}>
              {at("detail").map((column) => (
                <div key={column.id}>{column.cell(row)}</div>
              ))}
            </div>
            {at("note").map((column) => (
              <div key={column.id} className={classes.note}>
                {column.cell(row)}
              </div>
            ))}
            {actions && actionsStay && <div className={classes.below}>{actions(row)}</div>}
          </div>
          {actions && !actionsStay && <div className={classes.phoneActions}>{actions(row)}</div>}
        </li>
      ))}
    </ul>
  );
}
