import { useMutation, useQueryClient } from "@tanstack/react-query";
import { addToGroup, removeFromGroup, userGroupsKey } from "../lib/api/user-groups.ts";
import { useOrganization } from "../lib/organization.tsx";
import { notify, notifyProblem } from "./notice.ts";

interface Membership {
  userGroupId: string;
  userId: string;
}

/** Puts a user into a group or takes one out; `placeOf` says which, for what the person picks. */
export function useMembership<T extends { id: string; name: string }>(
  join: boolean,
  placeOf: (picked: T) => Membership,
) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (picked: T) => {
      const { userGroupId, userId } = placeOf(picked);
      return (join ? addToGroup : removeFromGroup)(org, userGroupId, userId);
    },
    onSuccess: (_, picked) => {
      notify({ title: join ? "Added to the group" : "Removed from the group", message: picked.name });
      return client.invalidateQueries({ queryKey: userGroupsKey(org) });
    },
    onError: (error) => notifyProblem("The group is unchanged", error),
  });
}
