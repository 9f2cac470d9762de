import { useQuery } from "@tanstack/react-query";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { permissionsOfQuery } from "../../lib/api/permission-policies.ts";
import { deleteUserGroup, groupUsersQuery, userGroupsKey } from "../../lib/api/user-groups.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { UserGroup } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";

export function EndPanel({ group }: { group: UserGroup }) {
  const { id: org } = useOrganization();
  const users = useQuery(groupUsersQuery(org, group.id)).data ?? [];
  const policies = useQuery(permissionsOfQuery(org, "usergroup", group.id)).data ?? [];
  return (
    <DeletePanel
      what="user group"
      name={group.name}
      hint="Its users stay, and lose at once what they may do through it."
      list="/settings/user-groups"
      listKey={userGroupsKey(org)}
      remove={() => deleteUserGroup(org, group.id)}
    >
      {consequence(
        users.length,
        policies.map(({ name }) => name),
      )}{" "}
      This cannot be undone.
    </DeletePanel>
  );
}

function consequence(users: number, policies: string[]): string {
  if (users === 0) return "Nobody is in it.";
  const [lose, stay] = users === 1 ? ["loses", "stays"] : ["lose", "stay"];
  const who = count(users, "user");
  if (policies.length === 0) return `It has no policy, so its ${who} ${lose} nothing.`;
  return `Its ${who} ${lose} at once what it allows through ${policies.join(", ")}, and ${stay} in the organization. What it denies is no longer denied.`;
}
