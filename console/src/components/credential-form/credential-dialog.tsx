import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { createCredential } from "../../lib/api/credentials.ts";
import { type Catalogue, catalogueOf, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Destination } from "../../lib/types.ts";
import { useForgetCredentials } from "../credentials-table/use-credential-actions.ts";
import { Dialog } from "../dialog.tsx";
import { FormActions } from "../form-actions.tsx";
import { CredentialFields, focusFirstFault, isComplete } from "./credential-fields.tsx";
import { SignInWait } from "./sign-in-wait.tsx";
import { openSignInWindow } from "./sign-in-window.ts";
import { tellCreated } from "./tell-created.ts";
import { useCredentialForm } from "./use-credential-form.ts";
import { useSignInElsewhere } from "./use-sign-in.ts";

interface CredentialDialogProps {
  opened: boolean;
  /** Which destinations can be chosen. */
  fits: (destination: Destination) => boolean;
  /** Chosen at first. */
  destination?: string;
  type?: string;
  name?: string;
  onCreated: (credential: Credential) => void;
  onClose: () => void;
}

/** Creates a credential, its sign-in included, without leaving the page that needs it. */
export function CredentialDialog({ opened, onClose, ...others }: CredentialDialogProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Create credential">
      <Steps onClose={onClose} {...others} />
    </Dialog>
  );
}

type StepsProps = Omit<CredentialDialogProps, "opened">;
type Created = { credential: Credential; hasWindow: boolean };

/** The form, then the sign-in where the type has one. */
function Steps({ fits, onCreated, onClose, ...given }: StepsProps) {
  const catalogue = useFitting(fits);
  const [created, setCreated] = useState<Created>();
  if (created) {
    const { credential, hasWindow } = created;
    return (
      <SignInWait
        credential={credential}
        systemName={catalogue.systemOf(credential.destination)?.name ?? credential.destination}
        isBlocked={!hasWindow}
        onConnected={onCreated}
        onLater={() => onCreated(credential)}
      />
    );
  }
  const done = (made: Created, mustSignIn: boolean) => (mustSignIn ? setCreated(made) : onCreated(made.credential));
  return <DialogForm catalogue={catalogue} given={given} onDone={done} onClose={onClose} />;
}

interface DialogFormProps {
  catalogue: Catalogue;
  given: { destination?: string; type?: string; name?: string };
  onDone: (created: Created, mustSignIn: boolean) => void;
  onClose: () => void;
}

function DialogForm({ catalogue, given, onDone, onClose }: DialogFormProps) {
  const { id: org } = useOrganization();
  const all = catalogue.systems.flatMap(({ destinations }) => destinations);
  const destination = given.destination ?? (all.length === 1 ? all[0]?.id : undefined);
  const form = useCredentialForm(catalogue, { ...given, destination });
  const forget = useForgetCredentials();
  const signIn = useSignInElsewhere();
  const [insist, setInsist] = useState(false);
  const place = useRef<HTMLFormElement>(null);
  const mustSignIn = form.type?.signIn !== undefined;
  const create = useMutation({
    mutationFn: (_: Window | null) => createCredential(org, form.body()),
    onSuccess: async (credential, opened) => {
      if (opened) signIn.mutate({ credentialId: credential.id, opened });
      if (!mustSignIn) tellCreated(credential);
      await forget();
      onDone({ credential, hasWindow: opened !== null }, mustSignIn);
    },
    onError: (_, opened) => {
      opened?.close();
      focusFirstFault(place.current);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setInsist(true);
    if (isComplete(form)) create.mutate(mustSignIn ? openSignInWindow() : null);
    else focusFirstFault(place.current);
  };
  const systemName = form.destination ? catalogue.systemOf(form.destination)?.name : undefined;
  return (
    <form ref={place} onSubmit={submit} noValidate>
      <CredentialFields
        catalogue={catalogue}
        form={form}
        error={create.error}
        insist={insist}
        isDestinationGiven={destination !== undefined}
        onChange={() => create.error && create.reset()}
      />
      <FormActions pending={create.isPending} onCancel={onClose}>
        {mustSignIn ? `Go to ${systemName}` : "Create credential"}
      </FormActions>
    </form>
  );
}

function useFitting(fits: CredentialDialogProps["fits"]): Catalogue {
  const { id: org } = useOrganization();
  const { systems } = useCatalogue(org);
  return useMemo(() => {
    const narrowed = systems.map((system) => ({ ...system, destinations: system.destinations.filter(fits) }));
    return catalogueOf(narrowed.filter(({ destinations }) => destinations.length > 0));
  }, [systems, fits]);
}
