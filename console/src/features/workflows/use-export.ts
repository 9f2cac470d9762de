import { useMutation } from "@tanstack/react-query";
import { notifyProblem } from "../../components/notice.ts";
import type { Workflow } from "../../lib/api/workflow-shapes.ts";
import { exportWorkflow } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";

/** Keeps a published version as a file. */
export function useExport({ id, name }: Workflow) {
  const { id: org } = useOrganization();
  return useMutation({
    mutationFn: (number: number) => exportWorkflow(org, id, number),
    onSuccess: (document, number) => download(`${name} ${number}.json`, JSON.stringify(document, null, 2)),
    onError: (error) => notifyProblem("Nothing was exported", error),
  });
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
