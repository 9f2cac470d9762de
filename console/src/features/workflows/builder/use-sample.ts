import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { parametersQuery } from "../../../lib/api/workflow-parameters.ts";
import { newestRunQuery } from "../../../lib/api/workflow-runs.ts";
import type { Definition } from "../../../lib/api/workflow-shapes.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { type Sample, sampleOf } from "./sample.ts";

/** What expressions are tried on; it follows the newest run. */
export function useSample(workflowId: string, definition: Definition, loop: string | undefined): Sample {
  const { id: org } = useOrganization();
  const run = useQuery(newestRunQuery(org, workflowId)).data ?? undefined;
  return useMemo(() => sampleOf(definition, run, loop), [definition, run, loop]);
}

export function useParameterNames(): string[] {
  const { id: org } = useOrganization();
  const parameters = useQuery(parametersQuery(org)).data?.data;
  return useMemo(() => (parameters ?? []).map(({ name }) => name), [parameters]);
}
