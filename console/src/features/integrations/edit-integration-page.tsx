import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorPage } from "../../components/error-state.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { useUnsaved } from "../../components/unsaved.tsx";
import {
  type Integration,
  type IntegrationForm,
  integrationQuery,
  integrationsKey,
  presetsQuery,
  updateIntegration,
} from "../../lib/api/integrations.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { draftOf } from "./form-state.ts";
import { IntegrationFormCard } from "./integration-form.tsx";

export function EditIntegrationPage() {
  const { id: org } = useOrganization();
  const { integrationId } = useParams({ from: "/shell/integrations/$integrationId/edit" });
  const query = useQuery(integrationQuery(org, integrationId));
  const presets = useQuery(presetsQuery(org));
  if (query.isPending || presets.isPending) return <PageSkeleton title="Edit configuration" panels={1} />;
  if (query.isError) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  if (presets.isError) return <ErrorPage error={presets.error} onRetry={() => void presets.refetch()} />;
  const { destination, entityType, configData } = query.data;
  const implied = presets.data.find(
    (one) => one.destinations.includes(destination) && one.entityType.toLowerCase() === entityType.toLowerCase(),
  );
  const preset = configData.preset ?? (configData.steps ? undefined : implied?.id);
  return <EditIntegration integration={{ ...query.data, configData: { ...configData, preset } }} />;
}

function EditIntegration({ integration }: { integration: Integration }) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [initial] = useState(() => draftOf(integration));
  const [isChanged, setChanged] = useState(false);
  const { saved, question } = useUnsaved(isChanged);
  const leave = () => navigate({ to: "/integrations/$integrationId", params: { integrationId: integration.id } });
  const save = useMutation({
    mutationFn: (form: IntegrationForm) =>
      updateIntegration(org, integration.id, { ...form, version: integration.version }),
    onSuccess: async ({ name }) => {
      saved.current = true;
      notify({ title: "Configuration saved", message: name });
      void client.invalidateQueries({ queryKey: integrationsKey(org) });
      await leave();
    },
  });
  return (
    <Page title={`Edit ${integration.name}`} parent={{ label: "All systems", to: "/systems" }}>
      <IntegrationFormCard
        initial={initial}
        submitLabel="Save"
        pending={save.isPending}
        error={save.error}
        onChanged={() => setChanged(true)}
        onSubmit={(form) => save.mutate(form)}
        onCancel={() => void leave()}
      />
      {question}
    </Page>
  );
}
