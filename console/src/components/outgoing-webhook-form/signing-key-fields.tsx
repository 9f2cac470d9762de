import { TextInput } from "@mantine/core";
import type { SigningKey } from "../../lib/api/outgoing-webhooks.ts";
import { tidied } from "../../lib/paste.ts";
import { NewSecret } from "./new-secret.tsx";

export const emptyKey: SigningKey = { apiKey: "", secret: "" };
export const signingKeyFieldNames = ["credentials.apiKey", "credentials.secret"];
export const isWhole = ({ apiKey, secret }: SigningKey): boolean => Boolean(apiKey.trim() && secret.trim());

interface SigningKeyFieldsProps {
  value: SigningKey;
  /** By the names that the API gives. */
  faults: Record<string, string | undefined>;
  onChange: (value: SigningKey) => void;
}

/** What an outgoing webhook signs with. */
export function SigningKeyFields({ value, faults, onChange }: SigningKeyFieldsProps) {
  return (
    <>
      <TextInput
        label="API key"
        description="It travels in X-M3ter-Api-Key and tells your receiver whose message it is."
        placeholder="ledger"
        maxLength={200}
        value={value.apiKey}
        error={faults["credentials.apiKey"]}
        onChange={(event) => onChange({ ...value, apiKey: event.currentTarget.value })}
        onBlur={() => onChange({ ...value, apiKey: tidied(value.apiKey) })}
      />
      <NewSecret
        value={value.secret}
        error={faults["credentials.secret"]}
        onChange={(secret) => onChange({ ...value, secret })}
      />
    </>
  );
}
