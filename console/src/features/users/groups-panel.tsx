import { useQuery } from "@tanstack/react-query";
import { ChosenPanel } from "../../components/chosen-panel.tsx";
import { useMembership } from "../../components/membership.ts";
import { allUserGroupsQuery, groupsOfUserQuery } from "../../lib/api/user-groups.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { User, UserGroup } from "../../lib/types.ts";
import { fullName } from "./full-name.ts";

function useUserGroups() {
  const { id: org } = useOrganization();
  return useQuery(allUserGroupsQuery(org));
}

/** The groups whose policies hold for a user, and a way into others and out of these. */
export function GroupsPanel({ user }: { user: User }) {
  const { id: org, access } = useOrganization();
  const name = fullName(user) || user.email;
  const placeOf = ({ id }: UserGroup) => ({ userGroupId: id, userId: user.id });
  return (
    <ChosenPanel
      title="User groups"
      hint={`The policies of these groups hold for ${name}, too.`}
      none={`${name} is in no group.`}
      label="Groups of the user"
      chosen={useQuery(groupsOfUserQuery(org, user.id))}
      linkTo={({ id }) => ({ to: "/settings/user-groups/$userGroupId", params: { userGroupId: id } })}
      canChange={access.administer}
      add={{
        label: "Group to add to",
        verb: "Add",
        placeholder: "Choose a group",
        exhausted: "No other group",
        nothingFound: "No group has this name",
        change: useMembership(true, placeOf),
        all: useUserGroups,
      }}
      remove={{ verb: "Remove from", change: useMembership(false, placeOf) }}
    />
  );
}
