import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCircleOff,
  IconCopy,
  IconDots,
  IconPlayerPlay,
  IconPlugConnected,
  IconTrash,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { copyText } from "../../lib/copy.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { usePhone } from "../../lib/phone.ts";
import type { Credential } from "../../lib/types.ts";
import { notify } from "../notice.ts";
import classes from "./row-actions.module.css";
import { useChange, useTest } from "./use-credential-actions.ts";

interface RowAction {
  label: string;
  icon: ReactNode;
  run: () => void;
  loading?: boolean;
  danger?: boolean;
}

async function copyId(credential: Credential) {
  if (await copyText(credential.id)) notify({ title: "ID copied", message: credential.id });
}

function useActions(credential: Credential, testable: boolean, onDelete: () => void): RowAction[] {
  const { access } = useOrganization();
  const test = useTest();
  const change = useChange();
  const disabled = credential.status === "DISABLED";
  const go = (verb: "disable" | "enable" | "restore") => () => change.mutate({ credential, verb });
  if (credential.dtDeleted) {
    const restore = {
      label: "Restore",
      icon: <IconArrowBackUp size={16} />,
      run: go("restore"),
      loading: change.isPending,
    };
    return access.manage ? [restore] : [];
  }
  const actions: RowAction[] = [];
  if (testable && !disabled) {
    actions.push({
      label: "Test",
      icon: <IconPlayerPlay size={16} />,
      run: () => test.mutate(credential),
      loading: test.isPending,
    });
  }
  if (!access.manage) return actions;
  const toggle = disabled
    ? { label: "Enable", icon: <IconPlugConnected size={16} />, run: go("enable"), loading: change.isPending }
    : { label: "Disable", icon: <IconCircleOff size={16} />, run: go("disable"), loading: change.isPending };
  return [...actions, toggle, { label: "Delete", icon: <IconTrash size={16} />, run: onDelete, danger: true }];
}

interface RowActionsProps {
  credential: Credential;
  testable: boolean;
  onDelete: () => void;
}

/** What can be done with one credential: buttons in a table, where its ID stands beside them; a menu on a phone. */
export function RowActions({ credential, testable, onDelete }: RowActionsProps) {
  const [isPhone, actions] = [usePhone(), useActions(credential, testable, onDelete)];
  const copy = { label: "Copy ID", icon: <IconCopy size={16} />, run: () => void copyId(credential) };
  if (isPhone) return <ActionMenu name={credential.name} actions={[copy, ...actions]} />;
  return (
    <span className={classes.actions}>
      {actions.map((action) => (
        <Tooltip key={action.label} label={action.label}>
          <ActionIcon
            aria-label={`${action.label} ${credential.name}`}
            loading={action.loading}
            onClick={action.run}
            className={action.danger ? classes.danger : undefined}
          >
            {action.icon}
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}

function ActionMenu({ name, actions }: { name: string; actions: RowAction[] }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${name}`} size={36}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <Menu.Item
            key={action.label}
            leftSection={action.icon}
            color={action.danger ? "red" : undefined}
            onClick={action.run}
          >
            {action.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
