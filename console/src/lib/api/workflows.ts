import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";
import type {
  Binding,
  Definition,
  Fault,
  ImportNeeds,
  Preview,
  Run,
  StepFunction,
  Template,
  Trial,
  TriggerType,
  Version,
  Workflow,
} from "./workflow-shapes.ts";

const base = (org: string) => `/organizations/${org}/workflows`;
export const workflowsKey = (org: string) => [org, "workflows"] as const;
export const workflowKey = (org: string, id: string) => [...workflowsKey(org), "one", id] as const;
export const workflowsQuery = (
  org: string,
  filters: { q?: string; enabled?: string; triggerType?: string; nextToken?: string; pageSize?: number } = {},
) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<Workflow>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const workflowQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: workflowKey(org, id),
    queryFn: ({ signal }) => request<Workflow>("GET", `${base(org)}/${id}`, { signal }),
  });

/** What a step can do. It changes only with the server's version. */
export const functionsQuery = (org: string) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "functions"],
    queryFn: ({ signal }) => request<{ data: StepFunction[] }>("GET", `${base(org)}/functions`, { signal }),
    select: (answer) => answer.data,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const templatesQuery = (org: string) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "templates"],
    queryFn: ({ signal }) => request<{ data: Template[] }>("GET", `${base(org)}/templates`, { signal }),
    select: (answer) => answer.data,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What can start a workflow, each with an example of what $trigger is then. */
export const triggersQuery = (org: string) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "triggers"],
    queryFn: async ({ signal }) =>
      (await request<{ data: { type: TriggerType; sample: unknown }[] }>("GET", `${base(org)}/triggers`, { signal }))
        .data,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const versionsQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...workflowKey(org, id), "versions"],
    queryFn: ({ signal }) =>
      request<Page<Version>>("GET", `${base(org)}/${id}/versions`, { query: { pageSize: 100 }, signal }),
    select: (page) => page.data,
  });

export const versionQuery = (org: string, id: string, number: number) =>
  queryOptions({
    queryKey: [...workflowKey(org, id), "versions", number],
    queryFn: ({ signal }) =>
      request<Version & { definition: Definition }>("GET", `${base(org)}/${id}/versions/${number}`, { signal }),
  });

export const createWorkflow = (org: string, body: { name: string; definition?: Definition }) =>
  request<Workflow>("POST", base(org), { body });

export const renameWorkflow = (org: string, id: string, body: { name: string; version: number }) =>
  request<Workflow>("PUT", `${base(org)}/${id}`, { body });

export const saveDraft = (org: string, id: string, body: { version: number; definition: Definition }) =>
  request<Workflow & { faults: Fault[] }>("PUT", `${base(org)}/${id}/draft`, { body });

export const discardDraft = (org: string, id: string) => request<Workflow>("DELETE", `${base(org)}/${id}/draft`);

/** With the workflow's id it is known what starts it. */
export const validateDefinition = (org: string, definition: Definition, workflowId: string) =>
  request<{ valid: boolean; faults: Fault[] }>("POST", `${base(org)}/validate`, { body: { definition, workflowId } });

export const publishWorkflow = (org: string, id: string, body: { version: number; note?: string }) =>
  request<Workflow>("POST", `${base(org)}/${id}/publish`, { body });

export const switchWorkflow = (org: string, id: string, enabled: boolean) =>
  request<Workflow>("POST", `${base(org)}/${id}/${enabled ? "enable" : "disable"}`, { body: {} });

export const setUseDraft = (org: string, id: string, useDraft: boolean) =>
  request<Workflow>("PUT", `${base(org)}/${id}/usedraft`, { body: { useDraft } });

export const deleteWorkflow = (org: string, id: string) => request<Workflow>("DELETE", `${base(org)}/${id}`);

export const duplicateWorkflow = (org: string, id: string) =>
  request<Workflow>("POST", `${base(org)}/${id}/duplicate`, { body: {} });

export const exportWorkflow = (org: string, id: string, number: number) =>
  request<Record<string, unknown>>("GET", `${base(org)}/${id}/versions/${number}/export`);

/** What stands in the place of what a document names. */
export interface ImportChoices {
  credentials: Record<string, string>;
  references: Record<string, string>;
}

/** What a document asks for, and what an import with these choices would leave to mend. Stores nothing. */
export const importNeedsQuery = (org: string, document: unknown, choices: ImportChoices) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "import-needs", document, choices],
    queryFn: ({ signal }) =>
      request<ImportNeeds>("POST", `${base(org)}/import/check`, { body: { document, ...choices }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const importWorkflow = (org: string, body: { document: unknown; name: string } & ImportChoices) =>
  request<Workflow>("POST", `${base(org)}/import`, { body });

export const testWorkflow = (org: string, id: string, body: { input?: unknown; use?: "draft" | "published" }) =>
  request<Run>("POST", `${base(org)}/${id}/test`, { body });

export const previewExpression = (org: string, body: { expression: string; input?: object; workflowId?: string }) =>
  request<Preview>("POST", `${base(org)}/preview`, { body });

export const tryFunction = (
  org: string,
  body: {
    function: string;
    credentialId?: string | null;
    inputs: Record<string, Binding>;
    sample?: { trigger?: unknown; steps?: Record<string, unknown>; item?: unknown; index?: number };
  },
) => request<Trial>("POST", `${base(org)}/functions/test`, { body });
