import { Button, Group, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { createCredential } from "../../lib/api/credentials.ts";
import { type Catalogue, catalogueOf, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Destination } from "../../lib/types.ts";
import { useForgetCredentials } from "../credentials-table/use-credential-actions.ts";
import { notify } from "../notice.ts";
import { CredentialFields, focusFirstFault, isComplete } from "./credential-fields.tsx";
import { tellCreated } from "./tell-created.ts";
import { useCredentialForm } from "./use-credential-form.ts";

interface CredentialDialogProps {
  opened: boolean;
  /** Which destinations can be chosen. */
  fits: (destination: Destination) => boolean;
  onCreated: (credential: Credential) => void;
  onClose: () => void;
}

/** Creates a credential without leaving the page that needs it. */
export function CredentialDialog({ opened, fits, onCreated, onClose }: CredentialDialogProps) {
  const catalogue = useFitting(fits);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Create credential"
      size={560}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <DialogForm catalogue={catalogue} onCreated={onCreated} onClose={onClose} />
    </Modal>
  );
}

type DialogFormProps = { catalogue: Catalogue } & Pick<CredentialDialogProps, "onCreated" | "onClose">;

function DialogForm({ catalogue, onCreated, onClose }: DialogFormProps) {
  const { id: org } = useOrganization();
  const all = catalogue.systems.flatMap(({ destinations }) => destinations);
  const given = all.length === 1 ? all[0]?.id : undefined;
  const form = useCredentialForm(catalogue, { destination: given });
  const forget = useForgetCredentials();
  const [insist, setInsist] = useState(false);
  const place = useRef<HTMLFormElement>(null);
  const create = useMutation({
    mutationFn: () => createCredential(org, form.body()),
    onSuccess: async (credential) => {
      if (form.type?.signIn) tellSignIn(credential);
      else tellCreated(credential);
      await forget();
      onCreated(credential);
    },
    onError: () => focusFirstFault(place.current),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (isComplete(form)) create.mutate();
    else focusFirstFault(place.current);
  };
  return (
    <form ref={place} onSubmit={submit} noValidate>
      <CredentialFields
        catalogue={catalogue}
        form={form}
        error={create.error}
        insist={insist}
        isDestinationGiven={given !== undefined}
        onChange={() => create.error && create.reset()}
      />
      <Group justify="flex-end" gap={8} mt={24}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isPending}>
          Create credential
        </Button>
      </Group>
    </form>
  );
}

function tellSignIn(credential: Credential): void {
  notify({
    title: "Credential created",
    message: `Open ${credential.name} under Credentials to sign in: it works from then on.`,
    tone: "warn",
  });
}

function useFitting(fits: CredentialDialogProps["fits"]): Catalogue {
  const { id: org } = useOrganization();
  const { systems } = useCatalogue(org);
  return useMemo(() => {
    const narrowed = systems.map((system) => ({ ...system, destinations: system.destinations.filter(fits) }));
    return catalogueOf(narrowed.filter(({ destinations }) => destinations.length > 0));
  }, [systems, fits]);
}
