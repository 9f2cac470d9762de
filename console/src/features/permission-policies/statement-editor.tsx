import { ActionIcon, Button, SegmentedControl, TagsInput, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { actions, resources } from "./grammar.ts";
import classes from "./policies.module.css";
import { blankRow, type StatementRow } from "./statements.ts";

interface StatementEditorProps {
  rows: StatementRow[];
  /** By dotted path, e.g. `permissionPolicy.0.action.1`. */
  faults: Record<string, string>;
  onChange: (rows: StatementRow[]) => void;
}

const effects = [
  { value: "allow", label: "Allow" },
  { value: "deny", label: "Deny" },
];

const faultAt = (faults: Record<string, string>, path: string): string | undefined =>
  Object.entries(faults).find(([field]) => field === path || field.startsWith(`${path}.`))?.[1];

/** Statements as rows: effect, actions, resources. */
export function StatementEditor({ rows, faults, onChange }: StatementEditorProps) {
  const change = (key: string, part: Partial<StatementRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <div className={classes.editor}>
      {rows.map((row, index) => (
        <fieldset key={row.key} className={classes.statement}>
          <legend className={classes.legend}>Statement {index + 1}</legend>
          <div className={classes.head}>
            <SegmentedControl
              size="xs"
              aria-label={`Effect of statement ${index + 1}`}
              data={effects}
              value={row.effect}
              onChange={(effect) => change(row.key, { effect: effect === "deny" ? "deny" : "allow" })}
            />
            <Tooltip label="Remove">
              <ActionIcon
                aria-label={`Remove statement ${index + 1}`}
                disabled={rows.length === 1}
                onClick={() => onChange(rows.filter((one) => one.key !== row.key))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Tooltip>
          </div>
          <TagsInput
            label="Actions"
            placeholder={row.action.length === 0 ? "config:retrieve" : undefined}
            data={actions}
            value={row.action}
            error={faultAt(faults, `permissionPolicy.${index}.action`)}
            onChange={(action) => change(row.key, { action })}
            acceptValueOnBlur
          />
          <TagsInput
            label="Resources"
            placeholder={row.resource.length === 0 ? "config:credential/*" : undefined}
            data={resources}
            value={row.resource}
            error={faultAt(faults, `permissionPolicy.${index}.resource`)}
            onChange={(resource) => change(row.key, { resource })}
            acceptValueOnBlur
          />
        </fieldset>
      ))}
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => onChange([...rows, blankRow()])}>
        Add statement
      </Button>
    </div>
  );
}
