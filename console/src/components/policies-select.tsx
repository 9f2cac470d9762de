import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { policiesQuery } from "../lib/api/permission-policies.ts";
import { useOrganization } from "../lib/organization.tsx";

interface PoliciesSelectProps {
  description: string;
  /** What having none means. */
  none: string;
  value: string[];
  onChange: (policyIds: string[]) => void;
}

/** Chooses the permission policies of somebody new. */
export function PoliciesSelect({ description, none, value, onChange }: PoliciesSelectProps) {
  const { id: org } = useOrganization();
  const policies = useQuery(policiesQuery(org, { pageSize: 200 }));
  return (
    <MultiSelect
      label="Permission policies"
      description={description}
      placeholder={value.length === 0 ? none : undefined}
      data={(policies.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
      openOnFocus={false}
    />
  );
}
