import { ActionIcon, Button, Skeleton, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  attachPolicy,
  detachPolicy,
  type PrincipalKind,
  permissionsOfQuery,
  policiesKey,
  policiesQuery,
} from "../lib/api/permission-policies.ts";
import { useOrganization } from "../lib/organization.tsx";
import type { PermissionPolicy } from "../lib/types.ts";
import { ErrorState } from "./error-state.tsx";
import { notify, notifyProblem } from "./notice.ts";
import { Panel } from "./panel.tsx";
import classes from "./policies-panel.module.css";
import { SearchSelect } from "./search-select.tsx";

interface Principal {
  kind: PrincipalKind;
  id: string;
  name: string;
}

function useAttachment(principal: Principal, attach: boolean) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (policy: PermissionPolicy) =>
      (attach ? attachPolicy : detachPolicy)(org, policy.id, principal.kind, principal.id),
    onSuccess: (_, policy) => {
      notify({ title: attach ? "Permission policy attached" : "Permission policy detached", message: policy.name });
      return client.invalidateQueries({ queryKey: policiesKey(org) });
    },
    onError: (error) => notifyProblem("The permissions are unchanged", error),
  });
}

/** What a user or a service user may do: its policies, and a way to add and remove them. */
export function PoliciesPanel({ principal }: { principal: Principal }) {
  const { id: org, access } = useOrganization();
  const attached = useQuery(permissionsOfQuery(org, principal.kind, principal.id));
  const detach = useAttachment(principal, false);
  const policies = attached.data ?? [];
  return (
    <Panel title="Permission policies" hint={`What ${principal.name} may do. An explicit deny always wins.`}>
      {attached.isPending && <Skeleton height={44} />}
      {attached.isError && <ErrorState error={attached.error} onRetry={() => void attached.refetch()} />}
      {attached.isSuccess && policies.length === 0 && (
        <p className={classes.none}>No policy yet: {principal.name} may do nothing.</p>
      )}
      <ul className={classes.policies} aria-label="Attached policies">
        {policies.map((policy) => (
          <li key={policy.id}>
            <Link to="/settings/permission-policies/$policyId" params={{ policyId: policy.id }}>
              {policy.name}
            </Link>
            {access.administer && (
              <Tooltip label="Detach">
                <ActionIcon
                  aria-label={`Detach ${policy.name}`}
                  loading={detach.isPending && detach.variables?.id === policy.id}
                  onClick={() => detach.mutate(policy)}
                >
                  <IconX size={16} />
                </ActionIcon>
              </Tooltip>
            )}
          </li>
        ))}
      </ul>
      {access.administer && attached.isSuccess && <AttachForm principal={principal} attached={policies} />}
    </Panel>
  );
}

function AttachForm({ principal, attached }: { principal: Principal; attached: PermissionPolicy[] }) {
  const { id: org } = useOrganization();
  const all = useQuery(policiesQuery(org, { pageSize: 200 }));
  const attach = useAttachment(principal, true);
  const [chosen, setChosen] = useState<string | null>(null);
  const free = (all.data?.data ?? []).filter((policy) => !attached.some((one) => one.id === policy.id));
  const policy = free.find((one) => one.id === chosen);
  return (
    <div className={classes.attach}>
      <SearchSelect
        aria-label="Policy to attach"
        placeholder={free.length === 0 ? "Every policy is attached" : "Choose a policy"}
        data={free.map(({ id, name }) => ({ value: id, label: name }))}
        value={policy ? chosen : null}
        onChange={setChosen}
        nothingFoundMessage="No policy has this name"
      />
      <Button
        variant="default"
        disabled={!policy}
        loading={attach.isPending}
        onClick={() => policy && attach.mutate(policy, { onSuccess: () => setChosen(null) })}
      >
        Attach
      </Button>
    </div>
  );
}
