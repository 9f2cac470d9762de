import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorPage } from "../../components/error-state.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { useUnsaved } from "../../components/unsaved.tsx";
import { createIntegration, type IntegrationForm, integrationsKey, presetsQuery } from "../../lib/api/integrations.ts";
import { systemsQuery } from "../../lib/api/systems.ts";
import { ApiProblem } from "../../lib/http.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { type Draft, emptyDraft } from "./form-state.ts";
import { IntegrationFormCard } from "./integration-form.tsx";
import { canBeCalled } from "./target-fields.tsx";

export function NewIntegrationPage() {
  const { id: org } = useOrganization();
  const { system: systemId } = useSearch({ from: "/shell/integrations/new" });
  const systems = useQuery(systemsQuery(org));
  const presets = useQuery(presetsQuery(org));
  if (systems.isPending || presets.isPending) return <PageSkeleton title="Create configuration" panels={1} />;
  if (systems.isError) return <ErrorPage error={systems.error} onRetry={() => void systems.refetch()} />;
  if (presets.isError) return <ErrorPage error={presets.error} onRetry={() => void presets.refetch()} />;
  const system = systems.data.find(({ id }) => id === systemId);
  const destination = system?.destinations.find(canBeCalled)?.id;
  if (!system || !destination) return <ErrorPage error={new ApiProblem(404, {})} />;
  const preset = presets.data.find((one) => one.destinations.includes(destination));
  const entityType = preset?.entityType ?? emptyDraft.entityType;
  const own = preset ? { preset: preset.id, steps: [] } : {};
  const initial = { ...emptyDraft, ...own, entityType, destination, name: `${entityType} to ${system.name}` };
  return <NewIntegration title={`Create ${system.name} configuration`} systemId={system.id} initial={initial} />;
}

function NewIntegration({ title, systemId, initial }: { title: string; systemId: string; initial: Draft }) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isChanged, setChanged] = useState(false);
  const { saved, question } = useUnsaved(isChanged);
  const create = useMutation({
    mutationFn: (form: IntegrationForm) => createIntegration(org, form),
    onSuccess: async (made) => {
      saved.current = true;
      notify({ title: "Configuration created", message: "It is enabled: each event becomes a run." });
      void client.invalidateQueries({ queryKey: integrationsKey(org) });
      await navigate({ to: "/integrations/$integrationId", params: { integrationId: made.id } });
    },
  });
  return (
    <Page
      title={title}
      parent={{ label: "All systems", to: "/systems" }}
      lead="An entity of your events becomes calls to this system, once per entity."
    >
      <IntegrationFormCard
        initial={initial}
        submitLabel="Create configuration"
        pending={create.isPending}
        error={create.error}
        onChanged={() => setChanged(true)}
        onSubmit={(form) => create.mutate(form)}
        onCancel={() => void navigate({ to: "/systems/$systemId", params: { systemId } })}
      />
      {question}
    </Page>
  );
}
