import { Stack, TextInput } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import type { Catalogue } from "../../lib/api/systems.ts";
import type { Field } from "../../lib/types.ts";
import { faultsOf } from "../faults.ts";
import { FormProblem } from "../form-problem.tsx";
import { notify } from "../notice.ts";
import { AppField } from "./app-field.tsx";
import classes from "./credential-fields.module.css";
import { DestinationSelect } from "./destination-select.tsx";
import { faultOf } from "./field-check.ts";
import { FieldInput } from "./field-input.tsx";
import { type Recognition, recognised } from "./recognise.ts";
import { RedirectUrl } from "./redirect-url.tsx";
import { TypeChoice } from "./type-choice.tsx";
import { askedFields, type CredentialForm } from "./use-credential-form.ts";

interface CredentialFieldsProps {
  catalogue: Catalogue;
  form: CredentialForm;
  /** What the server said last. */
  error: unknown;
  onChange: () => void;
  /** Complain about what is missing, too. */
  insist: boolean;
  /** The destination was given: typing starts at its first field. */
  isDestinationGiven: boolean;
}

/** Name, destination, type, and the fields of the type: they change in place. */
export function CredentialFields(props: CredentialFieldsProps) {
  const { catalogue, form, error, onChange, insist, isDestinationGiven } = props;
  const faults = faultsOf(error);
  const fields = askedFields(form.type);
  return (
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
            inputRef={index === 0 && isDestinationGiven ? focusOnce : undefined}
            onChange={(value) => {
              onChange();
              form.setValue(field.name, value);
            }}
          />
        ),
      )}
      <FormProblem error={error} shown={["name", "destination", ...fields.map((field) => field.name)]} />
    </Stack>
  );
}

/** Whether it can be sent: a destination, a name, and every field as it should be. */
export const isComplete = (form: CredentialForm): boolean =>
  Boolean(form.destination && form.name.trim()) &&
  askedFields(form.type).every((field) => !faultOf(field, form.values[field.name] ?? field.defaultValue ?? ""));

export function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
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

/** In a dialog it is the dialog that moves the focus, to what is marked. */
function focusOnce(input: HTMLInputElement | null) {
  if (input) input.dataset.autofocus = "true";
  if (!input || focused.has(input) || document.activeElement?.tagName === "INPUT") return;
  focused.add(input);
  input.focus({ preventScroll: true });
}
