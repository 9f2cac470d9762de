import { Button, FileButton, Group } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { NameDialog } from "../../components/name-dialog.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import type { Workflow } from "../../lib/api/workflow-shapes.ts";
import { createWorkflow, importWorkflow, templatesQuery, workflowsKey } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { count } from "../../lib/words.ts";
import { emptyDefinition } from "./builder/definition.ts";
import classes from "./templates.module.css";

export function NewWorkflowPage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const templates = useQuery(templatesQuery(org));
  const [isNaming, setNaming] = useState(false);
  const open = async ({ id }: Workflow) => {
    void client.invalidateQueries({ queryKey: workflowsKey(org), refetchType: "none" });
    await navigate({ to: "/workflows/$workflowId", params: { workflowId: id } });
  };
  const create = useMutation({
    mutationFn: (name: string) => createWorkflow(org, { name, definition: emptyDefinition }),
    onSuccess: open,
  });
  const take = useMutation({
    mutationFn: (document: unknown) => importWorkflow(org, { document }),
    onSuccess: async (made) => {
      const missing = made.missingCredentials.length;
      notify({
        title: "Workflow created",
        message: missing > 0 ? `Choose ${count(missing, "credential")} in its steps.` : made.name,
      });
      await open(made);
    },
    onError: (error) => notifyProblem("The workflow was not created", error),
  });
  const read = async (file: File | null) => {
    if (!file) return;
    try {
      take.mutate(JSON.parse(await file.text()));
    } catch {
      notify({ title: "This file is not a workflow", message: "Choose a file that was exported here.", tone: "bad" });
    }
  };
  return (
    <Page
      title="Create workflow"
      parent={{ label: "Workflows", to: "/workflows" }}
      width="detail"
      lead="From nothing, from a file, or from a template that you change as you like."
      actions={
        <>
          <FileButton accept="application/json,.json" onChange={(file) => void read(file)}>
            {(props) => (
              <Button variant="default" leftSection={<IconUpload size={16} />} {...props}>
                Import a file
              </Button>
            )}
          </FileButton>
          <Button onClick={() => setNaming(true)}>Start from nothing</Button>
        </>
      }
    >
      <Panel title="Templates">
        {templates.isError && <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />}
        <ul className={classes.templates}>
          {templates.data?.map((template) => (
            <li key={template.id} className={classes.template}>
              <div>
                <h3 className={classes.name}>{template.name}</h3>
                <p className={classes.summary}>{template.summary}</p>
              </div>
              <Group>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={`Use this template: ${template.name}`}
                  loading={take.isPending && take.variables === template.document}
                  onClick={() => take.mutate(template.document)}
                >
                  Use this template
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      </Panel>
      <NameDialog
        opened={isNaming}
        title="Create workflow"
        submitLabel="Create workflow"
        pending={create.isPending}
        error={create.error}
        onSubmit={(name) => create.mutate(name)}
        onClose={() => setNaming(false)}
      />
    </Page>
  );
}
