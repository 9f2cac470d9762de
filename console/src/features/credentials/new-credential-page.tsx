import { Button, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useForgetCredentials } from "../../components/credentials-table/use-credential-actions.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { faultsOf } from "../../components/faults.ts";
import { FormCard } from "../../components/form-card.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { useUnsaved } from "../../components/unsaved.tsx";
import { createCredential } from "../../lib/api/credentials.ts";
import { type Catalogue, systemsQuery, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Field } from "../../lib/types.ts";
import { verdictTone } from "../../lib/words.ts";
import { AppField } from "./app-field.tsx";
import { DestinationSelect } from "./destination-select.tsx";
import { faultOf } from "./field-check.ts";
import { FieldInput } from "./field-input.tsx";
import classes from "./new-credential-page.module.css";
import { type Recognition, recognised } from "./recognise.ts";
import { RedirectUrl } from "./redirect-url.tsx";
import { TypeChoice } from "./type-choice.tsx";
import { askedFields, type CredentialForm, useCredentialForm } from "./use-credential-form.ts";
import { useSignIn } from "./use-sign-in.ts";

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

function tellCreated(credential: Credential): void {
  const verdict = credential.statusDetail;
  notify({
    title: "Credential created",
    message: verdict ? whatCameBack(verdict) : `${credential.name} is sealed and ready.`,
    tone: verdict ? verdictTone(verdict.verdict) : "quiet",
  });
}

const whatCameBack = ({ summary, checked }: NonNullable<Credential["statusDetail"]>): string =>
  checked ? `${summary} Checked with ${checked}.` : summary;

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
      if (search.for === "incoming-webhook") {
        await navigate({
          to: "/incoming-webhooks/new",
          search: { credential: credential.id, name: search.webhookName },
        });
      } else {
        await navigate({ to: "/credentials", state: { createdId: credential.id } });
      }
    },
    onError: () => focusFirstFault(card.current),
  });
  const goTo = useSignIn();
  const faults = faultsOf(create.error);
  const fields = askedFields(form.type);
  const systemName = form.destination ? catalogue.systemOf(form.destination)?.name : undefined;
  const complete =
    form.destination && fields.every((field) => !faultOf(field, form.values[field.name] ?? field.defaultValue ?? ""));
  const leave = () =>
    void navigate({
      to: search.for ? "/incoming-webhooks/new" : "/credentials",
      search: search.for ? { name: search.webhookName } : {},
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (complete && form.name.trim()) create.mutate();
    else focusFirstFault(card.current);
  };
  return (
    <FormCard title="Credential details" formRef={card} onSubmit={submit} onCancel={leave}>
      <Stack gap={20}>
        <TextInput
          label="Name"
          value={form.name}
          maxLength={200}
          placeholder="Taken from the destination"
          error={faults.name ?? (insist && form.destination && !form.name.trim() ? "Name is needed." : undefined)}
          onChange={(event) => form.setName(event.currentTarget.value)}
        />
        <DestinationSelect
          catalogue={catalogue}
          value={form.destination}
          autoFocus={!form.destination}
          error={faults.destination ?? (insist && !form.destination ? "Destination is needed." : undefined)}
          onChange={form.setDestination}
          onRecognised={(recognition) => {
            form.take(recognition);
            tellRecognised(catalogue, recognition);
          }}
        />
        {form.types.length > 1 && <TypeChoice types={form.types} value={form.type?.id} onChange={form.setType} />}
        {form.type && form.type.scopes.length > 0 && <KeyNeeds scopes={form.type.scopes} />}
        {form.type?.app && <RedirectUrl url={form.type.app.redirectUrl} />}
        {fields.map((field, index) =>
          field.kind === "credential" ? (
            <AppField
              key={`${form.destination}/${field.credentialType}`}
              field={field}
              destination={form.destination ?? ""}
              fault={faults[field.name] ?? (insist ? faultOf(field, form.values[field.name] ?? "") : undefined)}
              value={form.values[field.name] ?? ""}
              onChange={(value) => form.setValue(field.name, value)}
            />
          ) : (
            <FieldInput
              key={`${form.destination}/${form.type?.id}/${field.name}`}
              field={field}
              destination={form.destination}
              elsewhere={elsewhereOf(catalogue, form, field)}
              value={form.values[field.name] ?? field.defaultValue ?? ""}
              fault={faults[field.name]}
              insist={insist}
              inputRef={index === 0 && search.destination ? focusOnce : undefined}
              onChange={(value) => {
                if (create.error) create.reset();
                form.setValue(field.name, value);
              }}
            />
          ),
        )}
        <FormProblem error={create.error} shown={["name", "destination", ...fields.map((field) => field.name)]} />
      </Stack>
      <Group justify="flex-end" gap={8} mt={24}>
        <Button variant="default" onClick={leave}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isPending || goTo.isPending || goTo.isSuccess}>
          {form.type?.signIn ? `Go to ${systemName}` : "Create credential"}
        </Button>
      </Group>
      {question}
    </FormCard>
  );
}

function KeyNeeds({ scopes }: { scopes: string[] }) {
  return (
    <p className={classes.needs}>
      <IconShieldCheck size={16} aria-hidden="true" />
      <span>It needs: {scopes.join(", ")}.</span>
    </p>
  );
}

function tellRecognised(catalogue: Catalogue, { destination }: Recognition): void {
  notify({
    title: `Recognised: ${catalogue.destinationName(destination)}`,
    message: "The destination is chosen and the pasted key is in its field.",
    tone: "quiet",
  });
}

/** A value that is certainly another system's, with the way there. */
function elsewhereOf(catalogue: Catalogue, form: CredentialForm, field: Field) {
  const found = recognised(catalogue, form.values[field.name] ?? "");
  if (!found || catalogue.systemOf(found.destination) === catalogue.systemOf(form.destination ?? "")) return undefined;
  return { name: catalogue.destinationName(found.destination), onGo: () => form.take(found, field.name) };
}

const focused = new WeakSet<HTMLInputElement>();

/** A destination that was given: typing starts at its first field. */
function focusOnce(input: HTMLInputElement | null) {
  if (!input || focused.has(input) || document.activeElement?.tagName === "INPUT") return;
  focused.add(input);
  input.focus({ preventScroll: true });
}

function focusFirstFault(form: HTMLFormElement | null) {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
