import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import type { TriggerType, Workflow } from "../../lib/api/workflow-shapes.ts";
import { publishWorkflow, switchWorkflow, workflowKey, workflowsKey } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { count } from "../../lib/words.ts";
import { allSteps } from "./builder/definition.ts";
import { FaultList } from "./builder/step-panel.tsx";
import type { Editor } from "./builder/use-editor.ts";

interface PublishDialogProps {
  workflow: Workflow;
  editor: Editor;
  opened: boolean;
  onClose: () => void;
}

const whenOn: Record<TriggerType, string> = {
  webhook: "From then on each message of its webhook starts a run.",
  notification: "From then on its notification rule starts runs.",
  schedule: "From then on it runs at its times.",
  manual: "It can then be run by hand.",
  workflow: "Other workflows can then start it.",
};

/** Published stays published, whatever keeps it from being switched on. */
async function startQuietly(org: string, saved: Workflow): Promise<Workflow> {
  try {
    return await switchWorkflow(org, saved.id, true);
  } catch (error) {
    notifyProblem("It is published, but not switched on", error);
    return saved;
  }
}

/** Makes a numbered version of the draft, or says what to mend first. */
export function PublishDialog({ workflow, editor, opened, onClose }: PublishDialogProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const [isToStart, setToStart] = useState(true);
  const keep = (saved: Workflow) => client.setQueryData(workflowKey(org, workflow.id), saved);
  const publish = useMutation({
    mutationFn: async () => {
      const saved = await publishWorkflow(org, workflow.id, {
        version: workflow.version,
        note: note.trim() || undefined,
      });
      keep(saved);
      return !saved.enabled && isToStart ? startQuietly(org, saved) : saved;
    },
    onSuccess: (saved) => {
      keep(saved);
      void client.invalidateQueries({ queryKey: workflowsKey(org) });
      const title = `Version ${saved.publishedVersion} published`;
      notify({ title, message: saved.enabled ? "It runs from now on." : saved.name });
      setNote("");
      onClose();
    },
  });
  const titles = new Map(allSteps(editor.definition).map(({ step }) => [step.id, step.name || step.id]));
  const errors = editor.faults.filter(({ severity }) => severity === "error");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Publish" withCloseButton={false}>
      <form onSubmit={submit}>
        <Stack gap={16}>
          {errors.length > 0 ? (
            <>
              <p>{count(errors.length, "thing")} to mend first.</p>
              <FaultList faults={errors} titles={titles} />
            </>
          ) : (
            <>
              <FaultList faults={editor.faults} titles={titles} />
              <TextInput
                label="What has changed"
                description="Optional. It stands beside the version."
                data-autofocus
                maxLength={500}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              {!workflow.enabled && (
                <Checkbox
                  label="Switch it on"
                  description={whenOn[editor.definition.trigger.type]}
                  checked={isToStart}
                  onChange={(event) => setToStart(event.currentTarget.checked)}
                />
              )}
            </>
          )}
          <FormProblem error={publish.error} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {errors.length > 0 ? "Go on building" : "Cancel"}
            </Button>
            {errors.length === 0 && (
              <Button type="submit" loading={publish.isPending}>
                Publish version {(workflow.publishedVersion ?? 0) + 1}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
