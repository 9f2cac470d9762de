import { Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLock, IconLogout, IconLogout2, IconPlus, IconSelector } from "@tabler/icons-react";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { notifyProblem } from "../components/notice.ts";
import { useOrganization } from "../lib/organization.tsx";
import { sessionQuery, signOut } from "../lib/session.ts";
import classes from "./account-menu.module.css";
import { NewOrganization } from "./new-organization.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

function useSignOut() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      client.clear();
      await router.navigate({ to: "/sign-in", search: { next: undefined }, reloadDocument: true });
    },
    onError: (error) => notifyProblem("You are still signed in", error),
  });
}

export function AccountMenu() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const current = useOrganization();
  const navigate = useNavigate();
  const leave = useSignOut();
  const [password, passwordDialog] = useDisclosure(false);
  const [creating, createDialog] = useDisclosure(false);
  const organizations = session.organizations ?? [];
  const name = [session.user?.firstName, session.user?.lastName].filter(Boolean).join(" ") || session.user?.email || "";
  const switchTo = (org: string) =>
    void navigate({ to: "/systems", search: { org: organizations.length > 1 ? org : undefined } });
  return (
    <>
      <Menu position="top-start" width={256} withinPortal={false}>
        <Menu.Target>
          <button type="button" className={classes.account}>
            <span className={classes.initial} aria-hidden="true">
              {name.slice(0, 1).toUpperCase()}
            </span>
            <span className={classes.names}>
              <span className={classes.name}>{name}</span>
              <span className={classes.organization}>{current.name}</span>
            </span>
            <IconSelector size={16} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Organization</Menu.Label>
          <Menu.RadioGroup value={current.id} onChange={switchTo}>
            {organizations.map(({ id, name: label }) => (
              <Menu.RadioItem key={id} value={id} closeMenuOnClick>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={createDialog.open}>
            Create organization
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Theme</Menu.Label>
          <ThemeChoice />
          <Menu.Divider />
          <Menu.Label>{session.user?.email}</Menu.Label>
          <Menu.Item leftSection={<IconLock size={16} />} onClick={passwordDialog.open}>
            Change password
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate(false)}>
            Sign out
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout2 size={16} />} onClick={() => leave.mutate(true)}>
            Sign out everywhere
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasswordDialog opened={password} onClose={passwordDialog.close} />
      <NewOrganization opened={creating} onClose={createDialog.close} />
    </>
  );
}
