import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
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
import { ChosenPanel } from "./chosen-panel.tsx";
import { notify, notifyProblem } from "./notice.ts";

interface Principal {
  kind: PrincipalKind;
  id: string;
  name: string;
}

const words: Record<PrincipalKind, (name: string) => { hint: string; none: string }> = {
  user: (name) => ({
    hint: `What ${name} may do beside what their groups allow. An explicit deny always wins.`,
    none: `No policy yet: ${name} may do only what their groups allow.`,
  }),
  serviceuser: (name) => ({
    hint: `What ${name} may do. An explicit deny always wins.`,
    none: `No policy yet: ${name} may do nothing.`,
  }),
  usergroup: (name) => ({
    hint: `What each user in ${name} may do beside their own policies. An explicit deny always wins.`,
    none: `No policy yet: ${name} allows its users nothing.`,
  }),
};

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

function usePolicies() {
  const { id: org } = useOrganization();
  return useQuery({ ...policiesQuery(org, { pageSize: 200 }), select: ({ data }) => data });
}

/** What a user, a service user or the users of a group may do: its policies, and a way to add and remove them. */
export function PoliciesPanel({ principal }: { principal: Principal }) {
  const { id: org, access } = useOrganization();
  return (
    <ChosenPanel
      title="Permission policies"
      {...words[principal.kind](principal.name)}
      label="Attached policies"
      chosen={useQuery(permissionsOfQuery(org, principal.kind, principal.id))}
      linkTo={({ id }) => ({ to: "/settings/permission-policies/$policyId", params: { policyId: id } })}
      canChange={access.administer}
      add={{
        label: "Policy to attach",
        verb: "Attach",
        placeholder: "Choose a policy",
        exhausted: "Every policy is attached",
        nothingFound: "No policy has this name",
        change: useAttachment(principal, true),
        all: usePolicies,
      }}
      remove={{ verb: "Detach", change: useAttachment(principal, false) }}
    />
  );
}
