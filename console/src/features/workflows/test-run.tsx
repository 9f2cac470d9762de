import { Button, Drawer, Group, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LinkButton } from "../../components/links.tsx";
import { notifyProblem } from "../../components/notice.ts";
import { runQuery } from "../../lib/api/workflow-runs.ts";
import type { Definition, Workflow } from "../../lib/api/workflow-shapes.ts";
import { testWorkflow } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import classes from "./builder/panel.module.css";
import { ValueField } from "./builder/value-field.tsx";
import { RunGraph } from "./runs/run-graph.tsx";
import { RunOutcome } from "./runs/run-outcome.tsx";

interface TestRunProps {
  workflow: Workflow;
  definition: Definition;
  opened: boolean;
  onClose: () => void;
}

/** Runs the draft once, for real, and shows each step as it is done. */
export function TestRun({ workflow, definition, opened, onClose }: TestRunProps) {
  const { id: org } = useOrganization();
  const [input, setInput] = useState<unknown>(definition.trigger.sample);
  const [runId, setRunId] = useState<string>();
  const start = useMutation({
    mutationFn: () =>
      testWorkflow(org, workflow.id, {
        ...(input === undefined ? {} : { input }),
        use: workflow.hasDraft ? "draft" : "published",
      }),
    onSuccess: (run) => setRunId(run.id),
    onError: (error) => notifyProblem("The test run was not started", error),
  });
  const { data: run } = useQuery({ ...runQuery(org, runId ?? ""), enabled: runId !== undefined });
  const field = (
    <ValueField
      input={{ name: "input", kind: "json", label: "Input", required: false }}
      value={input}
      onChange={setInput}
    />
  );
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(1040px, 100%)"
      title="Test run"
      closeButtonProps={{ "aria-label": "Close test run" }}
    >
      <Stack gap={16}>
        <p className={classes.help}>
          It calls the systems for real, with the credentials of the steps. The input stands for what the trigger would
          bring.
        </p>
        {runId ? (
          <details className={classes.folded}>
            <summary>Input</summary>
            {field}
          </details>
        ) : (
          field
        )}
        <Group gap={8}>
          <Button data-autofocus loading={start.isPending} onClick={() => start.mutate()}>
            {runId ? "Run again" : "Run"}
          </Button>
          {run && (
            <LinkButton variant="default" to="/workflow-runs/$runId" params={{ runId: run.id }}>
              Open the run
            </LinkButton>
          )}
        </Group>
        {run && (
          <>
            <RunOutcome run={run} />
            <RunGraph key={run.id} run={run} height={460} />
          </>
        )}
      </Stack>
    </Drawer>
  );
}
