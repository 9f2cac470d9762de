import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newestRunQuery } from "../../../lib/api/workflow-runs.ts";
import type { Trigger } from "../../../lib/api/workflow-shapes.ts";
import { triggersQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import classes from "./panel.module.css";
import { ValueField } from "./value-field.tsx";

interface SampleFieldProps {
  workflowId: string;
  trigger: Trigger;
  onChange: (sample: unknown) => void;
}

/** What $trigger is in previews and test runs: typed, or taken from the newest run or an example. */
export function SampleField({ workflowId, trigger, onChange }: SampleFieldProps) {
  const { id: org } = useOrganization();
  const newest = useQuery(newestRunQuery(org, workflowId)).data;
  const example = useQuery(triggersQuery(org)).data?.find(({ type }) => type === trigger.type);
  const [taken, setTaken] = useState(0);
  const take = (sample: unknown) => {
    setTaken(taken + 1);
    onChange(sample);
  };
  return (
    <div>
      <div className={classes.label}>Sample</div>
      <p className={classes.help}>
        What $trigger is in previews and test runs. While it is empty, what the newest run began with.
      </p>
      <Group gap={8} my={8}>
        {newest && (
          <Button variant="default" size="compact-xs" onClick={() => take(newest.input)}>
            Take it from the newest run
          </Button>
        )}
        {example && (
          <Button variant="default" size="compact-xs" onClick={() => take(example.sample)}>
            Take an example
          </Button>
        )}
      </Group>
      <ValueField
        key={taken}
        input={{ name: "sample", kind: "json", label: "Sample", required: false }}
        value={trigger.sample}
        onChange={onChange}
      />
    </div>
  );
}
