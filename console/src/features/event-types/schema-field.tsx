import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FieldFrame } from "../../components/field-frame.tsx";
import { LazyCodeEditor } from "../../components/lazy-code-editor.tsx";
import { eventsQuery } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { schemaOfSample } from "./schema-of-sample.ts";

interface SchemaFieldProps {
  eventName: string;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

const words = [
  "type",
  "properties",
  "required",
  "items",
  "enum",
  "minimum",
  "maximum",
  "pattern",
  "additionalProperties",
];

/** The schema as JSON; the last event of the name can draw the first one. */
export function SchemaField({ eventName, value, error, onChange }: SchemaFieldProps) {
  const { id: org } = useOrganization();
  const isNamed = eventName.includes(".");
  const last = useQuery({ ...eventsQuery(org, { eventName, includeActioned: "true", pageSize: 1 }), enabled: isNamed });
  const sample = isNamed ? last.data?.data[0]?.m3terEvent.eventData : undefined;
  const draw = () => {
    if (!sample) return;
    const { newDto, oldDto, ...others } = sample;
    const data = { ...others, ...(newDto ? { new: newDto } : {}), ...(oldDto ? { old: oldDto } : {}) };
    onChange(JSON.stringify(schemaOfSample(data), null, 2));
  };
  return (
    <FieldFrame
      label="Schema"
      help="JSON Schema of the data: new is the thing after the event, old before it. What is published and does not match is refused."
      error={error}
      action={
        sample && (
          <Button variant="default" size="compact-xs" onClick={draw}>
            Draw it from the last event
          </Button>
        )
      }
    >
      <LazyCodeEditor label="Schema" value={value} completions={words} onChange={onChange} />
    </FieldFrame>
  );
}
