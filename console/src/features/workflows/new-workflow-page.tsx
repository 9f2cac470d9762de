import { Button, FileButton } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorPage } from "../../components/error-state.tsx";
import { NameDialog } from "../../components/name-dialog.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { createWorkflow, templatesQuery, workflowsKey } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { emptyDefinition } from "./builder/definition.ts";
import { ImportPage } from "./import/import-page.tsx";
import { Templates } from "./templates.tsx";

/** Where a workflow begins: nothing, a template, or a file. */
export function NewWorkflowPage() {
  const { id: org } = useOrganization();
  const { template: templateId } = useSearch({ from: "/shell/workflows/new" });
  const navigate = useNavigate({ from: "/workflows/new" });
  const [file, setFile] = useState<{ name: string; document: unknown }>();
  const templates = useQuery({ ...templatesQuery(org), enabled: templateId !== undefined });
  const template = templates.data?.find(({ id }) => id === templateId);
  const back = () => {
    setFile(undefined);
    void navigate({ search: {} });
  };
  if (file) return <ImportPage title={`Import ${file.name}`} document={file.document} onCancel={back} />;
  if (templateId && templates.isPending) return <PageSkeleton title="Create workflow" panels={1} />;
  if (templateId && templates.isError)
    return <ErrorPage error={templates.error} onRetry={() => void templates.refetch()} />;
  if (template)
    return <ImportPage title={template.name} lead={template.summary} document={template.document} onCancel={back} />;
  return <Beginnings onFile={setFile} />;
}

function Beginnings({ onFile }: { onFile: (file: { name: string; document: unknown }) => void }) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isNaming, setNaming] = useState(false);
  const create = useMutation({
    mutationFn: (name: string) => createWorkflow(org, { name, definition: emptyDefinition }),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: workflowsKey(org), refetchType: "none" });
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: id } });
    },
  });
  const read = async (file: File | null) => {
    if (!file) return;
    try {
      onFile({ name: file.name, document: JSON.parse(await file.text()) });
    } catch {
      notify({ title: "This file is not a workflow", message: "Choose a file that was exported here.", tone: "bad" });
    }
  };
  return (
    <Page
      title="Create workflow"
      parent={{ label: "Workflows", to: "/workflows" }}
      width="detail"
      lead="Take a template and change it as you like, import a file, or start from nothing."
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
      <Templates />
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
