import { Checkbox, Stack, TextInput } from "@mantine/core";
import type { CredentialType, WebhookOptions } from "../../lib/types.ts";

interface OptionsFieldsProps {
  type: CredentialType | undefined;
  value: WebhookOptions;
  faults: Record<string, string>;
  onChange: (value: WebhookOptions) => void;
}

const hubspot = "HUBSPOT_CLIENT_SECRET";
const sageIntacct = "SAGE_INTACCT_CLIENT_SECRET";
const untimed = ["HTTP_BASIC", sageIntacct];

const secondsIn = (text: string): number | undefined => {
  const digits = text.replace(/\D/g, "");
  return digits === "" ? undefined : Number(digits);
};

const versions = [
  { value: "v3", label: "v3", hint: "signed with a time" },
  { value: "v2", label: "v2", hint: "older, without a time" },
  { value: "v1", label: "v1", hint: "oldest, without a time" },
];

/** Settings that a type of credential has. */
export function OptionsFields({ type, value, faults, onChange }: OptionsFieldsProps) {
  const id = type?.id ?? "";
  return (
    <>
      {id === hubspot && (
        <Checkbox.Group
          label="HubSpot signature versions"
          description="Allow v2 and v1 only while an older HubSpot app needs them: they can be sent again by whoever sees one."
          value={value.hubspotVersions ?? ["v3"]}
          error={faults["options.hubspotVersions"]}
          onChange={(hubspotVersions) => onChange({ ...value, hubspotVersions })}
        >
          <Stack gap={8} mt={8}>
            {versions.map(({ value: version, label, hint }) => (
              <Checkbox key={version} size="xs" value={version} label={`${label} (${hint})`} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {id === sageIntacct && (
        <TextInput
          label="Signature header (optional)"
          description="Name the header when the sender signs the body with HMAC-SHA256. Without it a bearer JWT is expected."
          placeholder="X-Signature"
          value={value.signatureHeader ?? ""}
          maxLength={100}
          error={faults["options.signatureHeader"]}
          onChange={(event) => onChange({ ...value, signatureHeader: event.currentTarget.value.trim() || undefined })}
        />
      )}
      {type && !untimed.includes(id) && (
        <TextInput
          label="Time window, seconds"
          description="How far the signed time may be from now, in either direction: 30 to 3600. 300 fits every vendor."
          inputMode="numeric"
          maxLength={4}
          styles={{ wrapper: { maxWidth: 120 } }}
          value={value.windowSeconds === undefined ? "" : String(value.windowSeconds)}
          placeholder="300"
          error={faults["options.windowSeconds"]}
          onChange={(event) => onChange({ ...value, windowSeconds: secondsIn(event.currentTarget.value) })}
        />
      )}
    </>
  );
}

/** Only what the type knows: options of another type are refused. */
export function optionsFor(type: CredentialType | undefined, value: WebhookOptions): WebhookOptions {
  const options: WebhookOptions = {};
  if (!type) return options;
  if (type.id === hubspot && value.hubspotVersions) options.hubspotVersions = value.hubspotVersions;
  if (type.id === sageIntacct && value.signatureHeader) options.signatureHeader = value.signatureHeader;
  if (!untimed.includes(type.id) && value.windowSeconds) options.windowSeconds = value.windowSeconds;
  return options;
}
