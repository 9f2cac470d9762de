import { NumberInput, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FunctionInput } from "../../../lib/api/workflow-shapes.ts";
import { workflowsQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { OutgoingWebhookChoice } from "../outgoing-webhook-choice.tsx";
import { WebhookChoice } from "../webhook-choice.tsx";

interface ValueFieldProps {
  input: FunctionInput;
  value: unknown;
  error?: string;
  onChange: (value: unknown) => void;
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** What counts while nothing is given. */
const placeholderOf = ({ placeholder, defaultValue }: FunctionInput): string | undefined =>
  placeholder ?? (defaultValue === undefined ? undefined : textOf(defaultValue));

/** One input of a function as a field of its kind. The label stands above it. */
export function ValueField(props: ValueFieldProps) {
  const { input, value, error, onChange } = props;
  const common = { "aria-label": input.label, placeholder: placeholderOf(input), error };
  switch (input.kind) {
    case "number":
      return (
        <NumberInput
          {...common}
          min={input.min}
          max={input.max}
          clampBehavior="none"
          value={typeof value === "number" ? value : ""}
          onChange={(given) => onChange(typeof given === "number" ? given : undefined)}
        />
      );
    case "boolean":
    case "select":
      return <ChoiceField {...props} />;
    case "list":
      return (
        <TagsInput
          {...common}
          value={Array.isArray(value) ? value.map(textOf) : []}
          onChange={onChange}
          comboboxProps={{ withinPortal: false }}
        />
      );
    case "json":
      return <JsonField {...props} />;
    case "workflow":
      return <WorkflowField {...props} />;
    case "incomingwebhook":
    case "webhook":
      return <WebhookField {...props} />;
    case "multiline":
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          value={textOf(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return <TextInput {...common} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

function ChoiceField({ input, value, error, onChange }: ValueFieldProps) {
  const isBoolean = input.kind === "boolean";
  const yesOrNo = [
    { value: "true", label: "Yes" },
    { value: "false", label: "No" },
  ];
  const options = isBoolean ? yesOrNo : (input.options ?? []);
  return (
    <Select
      aria-label={input.label}
      placeholder={options.find((option) => option.value === placeholderOf(input))?.label}
      error={error}
      data={options}
      value={value === undefined || value === null ? null : String(value)}
      clearable={!input.required}
      onChange={(given) => onChange(given === null ? undefined : isBoolean ? given === "true" : given)}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

/** JSON as text; it counts once it can be read. */
function JsonField({ input, value, error, onChange }: ValueFieldProps) {
  const [typed, setTyped] = useState(() => (value === undefined ? "" : JSON.stringify(value, null, 2)));
  const [isBroken, setBroken] = useState(false);
  const change = (text: string) => {
    setTyped(text);
    if (text.trim() === "") {
      setBroken(false);
      return onChange(undefined);
    }
    try {
      const parsed: unknown = JSON.parse(text);
      setBroken(false);
      onChange(parsed);
    } catch {
      setBroken(true);
    }
  };
  return (
    <Textarea
      aria-label={input.label}
      autosize
      minRows={3}
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      placeholder={input.placeholder ?? "{}"}
      value={typed}
      error={isBroken ? "This is not JSON yet." : error}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function WebhookField({ input, value, error, onChange }: ValueFieldProps) {
  const common = {
    label: input.label,
    hideLabel: true,
    value: typeof value === "string" ? value : null,
    error,
    onChange: (given: string | null) => onChange(given ?? undefined),
  };
  return input.kind === "webhook" ? <OutgoingWebhookChoice {...common} /> : <WebhookChoice {...common} isAwaited />;
}

function WorkflowField({ input, value, error, onChange }: ValueFieldProps) {
  const { id: org } = useOrganization();
  const { data } = useQuery(workflowsQuery(org, { pageSize: 200 }));
  return (
    <Select
      aria-label={input.label}
      searchable
      error={error}
      data={(data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={typeof value === "string" ? value : null}
      onChange={(given) => onChange(given ?? undefined)}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
