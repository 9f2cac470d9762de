import { useQuery } from "@tanstack/react-query";
import { type Choice, ChosenPanel } from "../../components/chosen-panel.tsx";
import { useMembership } from "../../components/membership.ts";
import { groupUsersQuery } from "../../lib/api/user-groups.ts";
import { allUsersQuery } from "../../lib/api/users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { User, UserGroup } from "../../lib/types.ts";

const asChoices = (users: User[]): Choice[] => users.map(({ id, email }) => ({ id, name: email }));

function useUsers() {
  const { id: org } = useOrganization();
  return useQuery({ ...allUsersQuery(org), select: asChoices });
}

/** Who is in a group, and a way to add and remove people. */
export function UsersPanel({ group }: { group: UserGroup }) {
  const { id: org, access } = useOrganization();
  const placeOf = ({ id }: Choice) => ({ userGroupId: group.id, userId: id });
  return (
    <ChosenPanel
      title="Users"
      hint="A change takes effect at once."
      none={`Nobody is in ${group.name} yet.`}
      label="Users in the group"
      chosen={useQuery({ ...groupUsersQuery(org, group.id), select: asChoices })}
      linkTo={({ id }) => ({ to: "/settings/users/$userId", params: { userId: id } })}
      canChange={access.administer}
      add={{
        label: "User to add",
        verb: "Add",
        placeholder: "Choose a user",
        exhausted: "Everybody is in the group",
        nothingFound: "No user has this address",
        change: useMembership(true, placeOf),
        all: useUsers,
      }}
      remove={{ verb: "Remove", change: useMembership(false, placeOf) }}
    />
  );
}
