import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { NameDialog } from "../../components/name-dialog.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import type { Workflow } from "../../lib/api/workflow-shapes.ts";
import {
  deleteWorkflow,
  discardDraft,
  duplicateWorkflow,
  renameWorkflow,
  setUseDraft,
  workflowKey,
  workflowsKey,
} from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { useExport } from "./use-export.ts";

interface WorkflowMenuProps {
  workflow: Workflow;
  /** Resolves once the draft is with the server as it stands in the editor. */
  flush: () => Promise<void>;
  onDiscarded: () => void;
}

/** What is done seldom with a workflow. */
export function WorkflowMenu({ workflow, flush, onDiscarded }: WorkflowMenuProps) {
  const [isDiscarding, discarding] = useDisclosure(false);
  const [isNaming, naming] = useDisclosure(false);
  const [isDeleting, deleting] = useDisclosure(false);
  const actions = useMenuActions({ workflow, flush, onDiscarded });
  const { publishedVersion, hasDraft, useDraft, enabled } = workflow;
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={naming.open}>Rename</Menu.Item>
          <Menu.Item onClick={() => actions.duplicate.mutate()}>Duplicate</Menu.Item>
          <Menu.Item disabled={publishedVersion === null} onClick={() => actions.save.mutate(publishedVersion ?? 0)}>
            Export version {publishedVersion ?? ""}
          </Menu.Item>
          <Menu.Item disabled={!hasDraft && !useDraft} onClick={() => actions.toggleDraft.mutate()}>
            {useDraft ? "Run the published version" : "Run the draft, to try it"}
          </Menu.Item>
          <Menu.Item disabled={!hasDraft || publishedVersion === null} onClick={discarding.open}>
            Discard the draft
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item c="var(--bad)" disabled={enabled} onClick={deleting.open}>
            {enabled ? "Delete (switch it off first)" : "Delete"}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NameDialog
        opened={isNaming}
        title="Rename workflow"
        submitLabel="Rename"
        initial={workflow.name}
        pending={actions.rename.isPending}
        error={actions.rename.error}
        onSubmit={(name) => actions.rename.mutate(name, { onSuccess: naming.close })}
        onClose={naming.close}
      />
      <ConfirmDialog
        opened={isDiscarding}
        title="Discard the draft?"
        confirmLabel="Discard the draft"
        pending={actions.discard.isPending}
        error={actions.discard.error}
        onConfirm={() => actions.discard.mutate()}
        onClose={discarding.close}
      >
        What has changed since version {publishedVersion} was published is lost.
      </ConfirmDialog>
      <ConfirmDialog
        opened={isDeleting}
        title={`Delete ${workflow.name}?`}
        confirmLabel="Yes, delete"
        pending={actions.remove.isPending}
        error={actions.remove.error}
        onConfirm={() => actions.remove.mutate()}
        onClose={deleting.close}
      >
        Its versions go with it. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}

function useMenuActions({ workflow, flush, onDiscarded }: WorkflowMenuProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, version, useDraft } = workflow;
  const onError = (error: Error) => notifyProblem("The workflow is unchanged", error);
  const keep = (saved: Workflow) => {
    client.setQueryData(workflowKey(org, id), saved);
    void client.invalidateQueries({ queryKey: workflowsKey(org) });
  };
  const rename = useMutation({
    mutationFn: (name: string) => renameWorkflow(org, id, { name, version }),
    onSuccess: keep,
  });
  const duplicate = useMutation({
    mutationFn: () => duplicateWorkflow(org, id),
    onSuccess: async (made) => {
      notify({ title: "Workflow duplicated", message: made.name });
      void client.invalidateQueries({ queryKey: workflowsKey(org), refetchType: "none" });
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: made.id } });
    },
    onError,
  });
  const save = useExport(workflow);
  const toggleDraft = useMutation({ mutationFn: () => setUseDraft(org, id, !useDraft), onSuccess: keep, onError });
  const discard = useMutation({
    mutationFn: async () => {
      await flush();
      return discardDraft(org, id);
    },
    onSuccess: (saved) => {
      keep(saved);
      notify({ title: "Draft discarded", message: `Version ${saved.publishedVersion} stands in the builder again.` });
      onDiscarded();
    },
  });
  const remove = useMutation({
    mutationFn: () => deleteWorkflow(org, id),
    onSuccess: async () => {
      notify({ title: "Workflow deleted", message: workflow.name });
      await navigate({ to: "/workflows" });
      void client.invalidateQueries({ queryKey: workflowsKey(org) });
    },
  });
  return { rename, duplicate, save, toggleDraft, discard, remove };
}
