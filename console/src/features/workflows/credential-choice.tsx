import { Anchor } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { isConnected } from "../../components/credential-form/sign-in-wait.tsx";
import { Mark } from "../../components/mark.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { credentialsQuery } from "../../lib/api/credentials.ts";
import { type Catalogue, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Destination } from "../../lib/types.ts";
import { statusOf } from "../../lib/words.ts";
import { ChooseOrCreate } from "./choose-or-create.tsx";
import classes from "./credential-choice.module.css";

const CredentialDialog = lazy(() =>
  import("../../components/credential-form/credential-dialog.tsx").then((module) => ({
    default: module.CredentialDialog,
  })),
);
const SignInDialog = lazy(() =>
  import("../../components/credential-form/sign-in-dialog.tsx").then((module) => ({ default: module.SignInDialog })),
);

interface CredentialChoiceProps {
  label: string;
  placeholder?: string;
  /** Which destinations it may be for. */
  fits: (destination: Destination) => boolean;
  /** What a new one is, unless it is said otherwise. */
  wanted?: { destination?: string; type?: string; name?: string };
  value: string | null;
  error?: string;
  onChange: (id: string | null) => void;
}

const note = "It is used, never shown.";

/** Credentials that fit, each with its state; a new one is made, and a sign-in completed, in place. */
export function CredentialChoice(props: CredentialChoiceProps) {
  const { label, placeholder = "Choose a credential", fits, wanted, value, error, onChange } = props;
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const query = useQuery({ ...credentialsQuery(org, { pageSize: 200 }), refetchOnWindowFocus: "always" });
  const fitting = (query.data?.data ?? []).filter((credential) => isFor(catalogue, credential, fits));
  const byId = new Map(fitting.map((credential) => [credential.id, credential]));
  const chosen = value ? byId.get(value) : undefined;
  return (
    <div>
      <ChooseOrCreate
        label={label}
        purpose={note}
        note={note}
        createLabel="Create credential"
        isFirst={query.isSuccess && fitting.length === 0 && !value}
        placeholder={fitting.length === 0 ? "None fits yet" : placeholder}
        data={fitting.map(({ id, name, destination }) => ({
          value: id,
          label: `${name} (${catalogue.destinationName(destination)})`,
        }))}
        value={value}
        error={error}
        renderOption={({ option }) => (
          <Option label={option.label} credential={byId.get(option.value)} catalogue={catalogue} />
        )}
        hasDialog
        form={(done, close) => (
          <Suspense>
            <CredentialDialog opened fits={fits} {...wanted} onClose={close} onCreated={({ id }) => done(id)} />
          </Suspense>
        )}
        onChange={onChange}
      />
      {chosen && <Chosen credential={chosen} catalogue={catalogue} onConnected={() => onChange(chosen.id)} />}
    </div>
  );
}

/** An OAuth app signs nobody in by itself, so no call can be made with it. */
function isFor(catalogue: Catalogue, { destination, type }: Credential, fits: CredentialChoiceProps["fits"]): boolean {
  const known = catalogue.destination(destination);
  return known !== undefined && fits(known) && !catalogue.type(destination, type)?.app;
}

interface OptionProps {
  label: string;
  credential: Credential | undefined;
  catalogue: Catalogue;
}

function Option({ label, credential, catalogue }: OptionProps) {
  if (!credential) return label;
  const { word, tone } = stateOf(credential, catalogue);
  return (
    <span className={classes.option}>
      <Mark system={catalogue.systemOf(credential.destination)} />
      <span>{label}</span>
      <span className={classes.state}>
        <StatusDot tone={tone}>{word}</StatusDot>
      </span>
    </span>
  );
}

interface ChosenProps {
  credential: Credential;
  catalogue: Catalogue;
  onConnected: () => void;
}

/** The state of the chosen one, and the way to a sign-in that it waits for. */
function Chosen({ credential, catalogue, onConnected }: ChosenProps) {
  const { access } = useOrganization();
  const [isSigningIn, signIn] = useDisclosure(false);
  const { word, tone } = stateOf(credential, catalogue);
  const { signIn: bySignIn } = catalogue.type(credential.destination, credential.type) ?? {};
  const waits = bySignIn !== undefined && !isConnected(credential);
  return (
    <div className={classes.chosen}>
      <StatusDot tone={tone}>{word}</StatusDot>
      {waits && access.manage && (
        <Anchor component="button" type="button" inherit onClick={signIn.open}>
          Sign in at {catalogue.systemOf(credential.destination)?.name}
        </Anchor>
      )}
      {isSigningIn && (
        <Suspense>
          <SignInDialog
            credential={credential}
            onConnected={() => {
              signIn.close();
              onConnected();
            }}
            onClose={signIn.close}
          />
        </Suspense>
      )}
    </div>
  );
}

function stateOf(credential: Credential, catalogue: Catalogue) {
  const type = catalogue.type(credential.destination, credential.type);
  if (credential.status === "PENDING") return { word: "Not signed in yet", tone: "warn" as const };
  return statusOf(credential, type);
}
