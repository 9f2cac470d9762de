import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiProblem } from "../lib/http.ts";

interface FormProblemProps {
  error: unknown;
  /** Fields whose faults stand beside them and are not repeated here. */
  shown?: string[];
  mt?: number;
}

/** What the server said about a form as a whole. */
export function FormProblem({ error, shown = [], mt }: FormProblemProps) {
  if (!error) return null;
  const problem = error instanceof ApiProblem ? error : undefined;
  const rest = problem?.errors.filter((fault) => !shown.includes(fault.field)) ?? [];
  if (problem && problem.errors.length > 0 && rest.length === 0) return null;
  return (
    <Alert
      mt={mt}
      role="alert"
      variant="default"
      icon={<IconAlertTriangle size={16} color="var(--bad)" />}
      title={problem?.title ?? "It could not be saved"}
    >
      {rest.length > 0
        ? rest.map((fault) => (
            <p key={fault.field}>
              {fault.field}: {fault.message}
            </p>
          ))
        : (problem?.message ?? "Reload the page and try again.")}
    </Alert>
  );
}
