import { useQuery } from "@tanstack/react-query";
import { eventFieldsQuery } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { LazyCodeEditor } from "../lazy-code-editor.tsx";

const words = ["AND", "OR", "true", "false", "null", "isnull(", "IN(", "Math.max(", "Math.min("];
const roundings = ["Math.round(", "Math.floor(", "Math.ceil(", "Math.abs(", "Math.pow("];

interface CalculationFieldProps {
  eventName: string;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

/** The condition of a rule; the editor offers the fields that such events have, as described or seen. */
export function CalculationField({ eventName, value, error, onChange }: CalculationFieldProps) {
  const { id: org } = useOrganization();
  const fields = useQuery({ ...eventFieldsQuery(org, eventName), enabled: eventName.includes(".") });
  const names = Object.keys(fields.data?.events[eventName] ?? {});
  return (
    <FieldFrame
      label="Calculation"
      help="What must hold, over new and old: new.amount > 100 AND old.amount <= 100"
      error={error}
    >
      <LazyCodeEditor
        label="Calculation"
        value={value}
        completions={[...names, ...words, ...roundings]}
        onChange={onChange}
      />
    </FieldFrame>
  );
}
