import { Skeleton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { CredentialFields, focusFirstFault, isComplete } from "../../components/credential-form/credential-fields.tsx";
import { tellCreated } from "../../components/credential-form/tell-created.ts";
import { useCredentialForm } from "../../components/credential-form/use-credential-form.ts";
import { useSignIn } from "../../components/credential-form/use-sign-in.ts";
import { useForgetCredentials } from "../../components/credentials-table/use-credential-actions.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { FormActions } from "../../components/form-actions.tsx";
import { FormCard } from "../../components/form-card.tsx";
import { Page } from "../../components/page.tsx";
import { useUnsaved } from "../../components/unsaved.tsx";
import { createCredential } from "../../lib/api/credentials.ts";
import { systemsQuery, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";

export function NewCredentialPage() {
  const { id: org } = useOrganization();
  const systems = useQuery(systemsQuery(org));
  return (
    <Page title="Create credential" parent={{ label: "Credentials", to: "/credentials" }} width="form">
      {systems.isPending && <Skeleton height={280} radius={8} />}
      {systems.isError && <ErrorState error={systems.error} onRetry={() => void systems.refetch()} />}
      {systems.isSuccess && <CredentialCard />}
    </Page>
  );
}

function CredentialCard() {
  const { id: org } = useOrganization();
  const search = useSearch({ from: "/shell/credentials/new" });
  const catalogue = useCatalogue(org);
  const form = useCredentialForm(catalogue, search);
  const navigate = useNavigate();
  const forget = useForgetCredentials();
  const [insist, setInsist] = useState(false);
  const card = useRef<HTMLFormElement>(null);
  const { saved, question } = useUnsaved(form.dirty);
  const create = useMutation({
    mutationFn: () => createCredential(org, form.body()),
    onSuccess: async (credential) => {
      saved.current = true;
      if (form.type?.signIn) return goTo.mutate(credential.id);
      tellCreated(credential);
      void forget();
      await navigate({ to: "/credentials", state: { createdId: credential.id } });
    },
    onError: () => focusFirstFault(card.current),
  });
  const goTo = useSignIn();
  const systemName = form.destination ? catalogue.systemOf(form.destination)?.name : undefined;
  const leave = () => void navigate({ to: "/credentials" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (isComplete(form)) create.mutate();
    else focusFirstFault(card.current);
  };
  return (
    <FormCard title="Credential details" formRef={card} onSubmit={submit} onCancel={leave}>
      <CredentialFields
        catalogue={catalogue}
        form={form}
        error={create.error}
        insist={insist}
        isDestinationGiven={search.destination !== undefined}
        onChange={() => create.error && create.reset()}
      />
      <FormActions pending={create.isPending || goTo.isPending || goTo.isSuccess} onCancel={leave}>
        {form.type?.signIn ? `Go to ${systemName}` : "Create credential"}
      </FormActions>
      {question}
    </FormCard>
  );
}
