import { SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormActions } from "../../components/form-actions.tsx";
import { FormCard } from "../../components/form-card.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import type { PolicyForm } from "../../lib/api/permission-policies.ts";
import type { Statement } from "../../lib/types.ts";
import classes from "./policies.module.css";
import { StatementEditor } from "./statement-editor.tsx";
import { blankRow, readStatements, rowsOf, statementsOf } from "./statements.ts";

interface PolicyFormCardProps {
  title: string;
  submitLabel: string;
  initial?: { name: string; permissionPolicy: Statement[] };
  pending: boolean;
  error: unknown;
  onSubmit: (form: PolicyForm) => void;
  onCancel: () => void;
}

const views = [
  { value: "rows", label: "Rows" },
  { value: "json", label: "JSON" },
];

/** The editor's state: rows are the truth; JSON is a way to write them. */
function useStatements(initial: Statement[] | undefined) {
  const [rows, setRows] = useState(() => (initial ? rowsOf(initial) : [blankRow()]));
  const [json, setJson] = useState<string>();
  const read = json === undefined ? { statements: statementsOf(rows) } : readStatements(json);
  return {
    rows,
    setRows,
    json,
    setJson,
    fault: "fault" in read ? read.fault : undefined,
    statements: "statements" in read ? read.statements : undefined,
    show: (view: string) => {
      if (view === "json") setJson(JSON.stringify(statementsOf(rows), null, 2));
      else if ("statements" in read) {
        setRows(read.statements.length > 0 ? rowsOf(read.statements) : [blankRow()]);
        setJson(undefined);
      }
    },
  };
}

export function PolicyFormCard(props: PolicyFormCardProps) {
  const { title, submitLabel, initial, pending, error, onSubmit, onCancel } = props;
  const [name, setName] = useState(initial?.name ?? "");
  const editor = useStatements(initial?.permissionPolicy);
  const faults = faultsOf(error);
  const inRows = editor.json === undefined;
  const shown = ["name", ...(inRows ? Object.keys(faults).filter((field) => /\.(action|resource)/.test(field)) : [])];
  const filled = editor.statements?.every((one) => one.action.length > 0 && one.resource.length > 0) ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && editor.statements && filled)
      onSubmit({ name: name.trim(), permissionPolicy: editor.statements });
  };
  return (
    <FormCard title={title} onSubmit={submit} onCancel={onCancel}>
      <Stack gap={20}>
        <TextInput
          label="Name"
          autoFocus={!initial}
          value={name}
          maxLength={200}
          error={faults.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <div className={classes.viewHead}>
            <h3 className={classes.viewTitle}>Statements</h3>
            <SegmentedControl
              size="xs"
              aria-label="Write statements as"
              data={views}
              value={inRows ? "rows" : "json"}
              onChange={editor.show}
            />
          </div>
          {inRows ? (
            <StatementEditor rows={editor.rows} faults={faults} onChange={editor.setRows} />
          ) : (
            <Textarea
              aria-label="Statements as JSON"
              classNames={{ input: classes.json }}
              autosize
              minRows={10}
              maxRows={28}
              spellCheck={false}
              value={editor.json}
              error={editor.fault}
              onChange={(event) => editor.setJson(event.currentTarget.value)}
            />
          )}
        </div>
        <FormProblem error={error} shown={shown} />
      </Stack>
      <FormActions pending={pending} disabled={!name.trim() || !filled} onCancel={onCancel}>
        {submitLabel}
      </FormActions>
    </FormCard>
  );
}
