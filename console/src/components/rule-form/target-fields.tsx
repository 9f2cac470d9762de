import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { outgoingWebhooksQuery } from "../../lib/api/outgoing-webhooks.ts";
import { workflowsQuery } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";

export interface Targets {
  webhookIds: string[];
  workflowIds: string[];
}

interface TargetFieldsProps {
  value: Targets;
  faults: Record<string, string | undefined>;
  onChange: (value: Targets) => void;
}

/** Who hears of it when the rule fires. */
export function TargetFields({ value, faults, onChange }: TargetFieldsProps) {
  const { id: org } = useOrganization();
  const webhooks = useQuery(outgoingWebhooksQuery(org, { pageSize: 200 })).data?.data ?? [];
  const workflows = useQuery(workflowsQuery(org, { pageSize: 200 })).data?.data ?? [];
  const choices = (rows: { id: string; name: string }[]) => rows.map(({ id, name }) => ({ value: id, label: name }));
  const common = { searchable: true, comboboxProps: { withinPortal: false }, hidePickedOptions: true };
  return (
    <>
      <MultiSelect
        {...common}
        label="Outgoing webhooks"
        description="Each gets a signed message."
        placeholder={webhooks.length === 0 ? "There is none yet" : "Choose"}
        data={choices(webhooks)}
        value={value.webhookIds}
        error={faults.webhookIds}
        onChange={(webhookIds) => onChange({ ...value, webhookIds })}
      />
      <MultiSelect
        {...common}
        label="Workflows"
        description="Each starts a run when its trigger is an event notification of this rule."
        placeholder={workflows.length === 0 ? "There is none yet" : "Choose"}
        data={choices(workflows)}
        value={value.workflowIds}
        error={faults.workflowIds}
        onChange={(workflowIds) => onChange({ ...value, workflowIds })}
      />
    </>
  );
}
