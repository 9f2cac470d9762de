import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { parametersQuery } from "../../../lib/api/workflow-parameters.ts";
import { newestRunQuery } from "../../../lib/api/workflow-runs.ts";
import type { Definition } from "../../../lib/api/workflow-shapes.ts";
import { previewExpression } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { allSteps } from "./definition.ts";
import { type Sample, sampleOf } from "./sample.ts";

/** What expressions are tried on; it follows the newest run, and in a loop that has not run its items' expression. */
export function useSample(workflowId: string, definition: Definition, loop: string | undefined): Sample {
  const { id: org } = useOrganization();
  const run = useQuery(newestRunQuery(org, workflowId)).data ?? undefined;
  const known = useMemo(() => sampleOf(definition, run, loop), [definition, run, loop]);
  const items = known.item === undefined ? itemsOf(definition, loop) : undefined;
  const { item: _, index: __, ...outside } = known;
  const list = useQuery({
    queryKey: [org, "expression-preview", items, outside],
    queryFn: () => previewExpression(org, { expression: items ?? "", input: outside }),
    enabled: items !== undefined,
    retry: false,
  }).data;
  return useMemo(() => {
    const first = list?.ok && Array.isArray(list.value) ? list.value[0] : undefined;
    return items === undefined || first === undefined ? known : { ...known, item: first, index: 0 };
  }, [known, items, list]);
}

function itemsOf(definition: Definition, loop: string | undefined): string | undefined {
  const binding = loop && allSteps(definition).find(({ step }) => step.id === loop)?.step.inputs.items;
  return binding && "expression" in binding ? binding.expression : undefined;
}

export function useParameterNames(): string[] {
  const { id: org } = useOrganization();
  const parameters = useQuery(parametersQuery(org)).data?.data;
  return useMemo(() => (parameters ?? []).map(({ name }) => name), [parameters]);
}
