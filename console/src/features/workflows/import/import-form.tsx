import { Button, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconFileAlert } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { faultsOf } from "../../../components/faults.ts";
import { FormActions } from "../../../components/form-actions.tsx";
import { FormCard } from "../../../components/form-card.tsx";
import { FormProblem } from "../../../components/form-problem.tsx";
import { notify } from "../../../components/notice.ts";
import type { ImportNeeds } from "../../../lib/api/workflow-shapes.ts";
import { type ImportChoices, importNeedsQuery, importWorkflow, workflowsKey } from "../../../lib/api/workflows.ts";
import { ApiProblem } from "../../../lib/http.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { count } from "../../../lib/words.ts";
import { Needs } from "./needs.tsx";

interface ImportFormProps {
  /** As it was exported, or of a template. */
  document: unknown;
  onCancel: () => void;
}

/** Asks for everything that a document names and this organization has to give. */
export function ImportForm({ document, onCancel }: ImportFormProps) {
  const { id: org } = useOrganization();
  const query = useQuery(importNeedsQuery(org, document, { credentials: {}, references: {} }));
  if (query.isPending) return <Skeleton aria-busy="true" height={360} radius={8} />;
  if (query.error instanceof ApiProblem && query.error.status === 400)
    return <Unfit problem={query.error} onCancel={onCancel} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Form document={document} asked={query.data} onCancel={onCancel} />;
}

/** A document that no import can use, and why. */
function Unfit({ problem, onCancel }: { problem: ApiProblem; onCancel: () => void }) {
  const reasons = problem.errors.map(({ message }) => message);
  return (
    <EmptyState
      icon={<IconFileAlert size={20} />}
      title="This file cannot be imported"
      action={
        <Button variant="default" onClick={onCancel}>
          Choose another one
        </Button>
      }
    >
      {reasons.length > 0 ? reasons.slice(0, 3).join(" ") : problem.message}
    </EmptyState>
  );
}

function Form({ document, asked, onCancel }: ImportFormProps & { asked: ImportNeeds }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(asked.name);
  const [chosen, setChosen] = useState(() => suggested(asked));
  const choices = { credentials: present(chosen.credentials), references: present(chosen.references) };
  const { data: now = asked } = useQuery(importNeedsQuery(org, document, choices));
  const open = openOf(now, choices);
  const create = useMutation({
    mutationFn: () => importWorkflow(org, { document, name: name.trim(), ...choices }),
    onSuccess: async ({ id }) => {
      const left = `Choose ${count(open, "thing")} in its steps, then test it.`;
      notify({ title: "Workflow created", message: open > 0 ? left : "Test it, then publish it." });
      void client.invalidateQueries({ queryKey: workflowsKey(org), refetchType: "none" });
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) create.mutate();
  };
  return (
    <FormCard title="Set it up" hint={hintOf(asked)} onSubmit={submit} onCancel={onCancel}>
      <Stack gap={20}>
        <TextInput
          label="Name"
          value={name}
          maxLength={200}
          error={faultsOf(create.error).name ?? (name.trim() ? undefined : "Name is needed.")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Needs needs={now} sends={eventOf(document)} chosen={chosen} onChange={setChosen} />
        <FormProblem error={create.error} shown={["name"]} />
      </Stack>
      <FormActions pending={create.isPending} onCancel={onCancel}>
        Create workflow
      </FormActions>
    </FormCard>
  );
}

export interface Chosen {
  credentials: Record<string, string | null>;
  references: Record<string, string | null>;
}

/** What fits is chosen already. */
const suggested = ({ credentials, references }: ImportNeeds): Chosen => ({
  credentials: Object.fromEntries(credentials.map(({ ref, suggestedId }) => [ref, suggestedId])),
  references: Object.fromEntries(references.map(({ ref, suggestedId }) => [ref, suggestedId])),
});

const present = (chosen: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(Object.entries(chosen).filter((one): one is [string, string] => one[1] !== null));

function openOf({ credentials, references, parameters }: ImportNeeds, choices: ImportChoices): number {
  const left = [
    ...credentials.filter(({ ref }) => !choices.credentials[ref]),
    ...references.filter(({ ref }) => !choices.references[ref]),
    ...parameters.filter(({ exists }) => !exists),
  ];
  return left.length;
}

/** What the sender calls the event of the document's sample. */
function eventOf(document: unknown): string | undefined {
  const { definition } = document as { definition?: { trigger?: { sample?: { eventType?: unknown } } } };
  const eventType = definition?.trigger?.sample?.eventType;
  return typeof eventType === "string" && eventType !== "" ? eventType : undefined;
}

function hintOf({ credentials, references, parameters }: ImportNeeds): string {
  const asks = credentials.length + references.length + parameters.length > 0;
  return asks
    ? "Choose what it works with, or make it here. What you leave open is chosen in the builder."
    : "It asks for nothing. Change it in the builder as you like.";
}
