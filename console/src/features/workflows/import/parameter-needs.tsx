import { Button, Input } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { StatusDot } from "../../../components/status-dot.tsx";
import type { ParameterNeed } from "../../../lib/api/workflow-shapes.ts";
import { workflowsKey } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { ParameterDialog } from "../parameters/parameter-dialog.tsx";
import classes from "./import.module.css";

/** Global parameters that its expressions read; those that are missing are made here. */
export function ParameterNeeds({ parameters }: { parameters: ParameterNeed[] }) {
  const { id: org, access } = useOrganization();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<ParameterNeed>();
  const close = () => {
    setWanted(undefined);
    void client.invalidateQueries({ queryKey: [...workflowsKey(org), "import-needs"] });
  };
  return (
    <Input.Wrapper label="Global parameters" labelElement="div" description="Values that its expressions read.">
      <ul className={classes.parameters}>
        {parameters.map((need) => (
          <li key={need.name}>
            <code>{need.name}</code>
            {need.exists && <StatusDot tone="good">There already</StatusDot>}
            {!need.exists && (
              <>
                <StatusDot tone="warn">{need.secret ? "Missing, a secret one" : "Missing"}</StatusDot>
                {access.manage && (
                  <Button variant="default" size="compact-xs" onClick={() => setWanted(need)}>
                    Create {need.name}
                  </Button>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      <ParameterDialog key={wanted?.name} opened={wanted !== undefined} wanted={wanted} onClose={close} />
    </Input.Wrapper>
  );
}
