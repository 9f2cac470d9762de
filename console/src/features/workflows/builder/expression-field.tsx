import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { LazyCodeEditor } from "../../../components/lazy-code-editor.tsx";
import { previewExpression } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import classes from "./panel.module.css";
import type { Sample } from "./sample.ts";

interface ExpressionFieldProps {
  label: string;
  value: string;
  error?: string;
  /** What the editor offers while typing. */
  completions: string[];
  sample: Sample;
  onChange: (value: string) => void;
}

/** JSONata with completion, and what it gives for the sample. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { label, value, error, completions, sample, onChange } = props;
  const { id: org } = useOrganization();
  const [typed] = useDebouncedValue(value, 300);
  const preview = useQuery({
    queryKey: [org, "expression-preview", typed, sample],
    queryFn: () => previewExpression(org, { expression: typed, input: sample }),
    enabled: typed.trim() !== "",
    retry: false,
  });
  const answer = preview.data;
  return (
    <div>
      <LazyCodeEditor label={label} value={value} completions={completions} onChange={onChange} />
      {error && <p className={classes.error}>{error}</p>}
      {answer && typed.trim() !== "" && (
        <p className={answer.ok ? classes.preview : classes.error} role="status">
          {answer.ok ? `Gives ${shorten(answer.value)}` : (answer.error ?? "It cannot be worked out.")}
        </p>
      )}
    </div>
  );
}

function shorten(value: unknown): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing");
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
