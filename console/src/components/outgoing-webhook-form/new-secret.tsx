import { Button, Group } from "@mantine/core";
import { tidied } from "../../lib/paste.ts";
import { CopyButton } from "../copy.tsx";
import { SecretInput } from "../secret-input.tsx";

interface NewSecretProps {
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** A secret that the receiver must hold too: typed, or made here and copied before it is sealed. */
export function NewSecret({ value, error, onChange }: NewSecretProps) {
  return (
    <div>
      <SecretInput
        label="Secret"
        description="Your receiver checks signatures with it. Copy it there now: it is sealed when you save."
        value={value}
        error={error}
        maxLength={500}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={() => onChange(tidied(value))}
      />
      <Group gap={8} mt={8}>
        <Button variant="default" size="xs" onClick={() => onChange(randomSecret())}>
          Make one
        </Button>
        {value && <CopyButton text={value} what="Copy secret" />}
      </Group>
    </div>
  );
}
