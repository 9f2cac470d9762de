import { Button, Tooltip } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notify, notifyProblem } from "../../components/notice.ts";
import { changeAccessKey, serviceUsersKey } from "../../lib/api/service-users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { AccessKey, ServiceUser } from "../../lib/types.ts";
import classes from "./keys.module.css";

interface KeyActionsProps {
  user: ServiceUser;
  accessKey: AccessKey;
  onDelete: () => void;
}

/** Switch a key off and on; only an inactive one can be deleted. */
export function KeyActions({ user, accessKey, onDelete }: KeyActionsProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const active = accessKey.status === "ACTIVE";
  const change = useMutation({
    mutationFn: () => changeAccessKey(org, user.id, accessKey.id, active ? "deactivate" : "activate"),
    onSuccess: async () => {
      notify({ title: active ? "Access key deactivated" : "Access key activated", message: accessKey.accessKeyId });
      await client.invalidateQueries({ queryKey: serviceUsersKey(org) });
    },
    onError: (error) => notifyProblem("The access key is unchanged", error),
  });
  return (
    <span className={classes.actions}>
      <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate()}>
        {active ? "Deactivate" : "Activate"}
      </Button>
      <Tooltip label="Deactivate it first" disabled={!active}>
        <Button
          size="xs"
          variant="default"
          aria-disabled={active}
          data-disabled={active || undefined}
          onClick={active ? undefined : onDelete}
        >
          Delete
        </Button>
      </Tooltip>
    </span>
  );
}
