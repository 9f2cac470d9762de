import { Button, Group } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { CodeBlock } from "../../components/copy.tsx";
import { LazyCodeEditor } from "../../components/lazy-code-editor.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { eventsQuery } from "../../lib/api/events.ts";
import { type MappingPreview as Preview, previewMapping } from "../../lib/api/integrations.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { configDataOf, type Draft } from "./form-state.ts";
import classes from "./integrations.module.css";

interface MappingPreviewProps {
  draft: Draft;
  sample: string;
  onSample: (sample: string) => void;
}

/** The calls that the sample becomes, as one types; nothing is sent. */
export function MappingPreview({ draft, sample, onSample }: MappingPreviewProps) {
  const { id: org } = useOrganization();
  const { destination, entityType } = draft;
  const [asked] = useDebouncedValue(
    JSON.stringify({ destination, entityType, configData: callsOf(draft), sample }),
    400,
  );
  const preview = useQuery({
    queryKey: [org, "mapping-preview", asked],
    queryFn: () => {
      const { sample: text, ...body } = JSON.parse(asked) as Pick<Draft, "destination" | "entityType"> & {
        configData: ReturnType<typeof callsOf>;
        sample: string;
      };
      return previewMapping(org, { ...body, entity: objectIn(text) ?? {} });
    },
    enabled: entityType.trim() !== "" && objectIn(sample) !== undefined,
    retry: false,
  });
  return (
    <div className={classes.preview}>
      <LazyCodeEditor label="Sample entity" value={sample} onChange={onSample} />
      {objectIn(sample) === undefined && <p className={classes.fault}>The sample is not a JSON object yet.</p>}
      <LastEntity entityType={entityType} onSample={onSample} />
      {preview.isError && <p className={classes.fault}>{preview.error.message}</p>}
      {preview.data && <Calls preview={preview.data} />}
    </div>
  );
}

function callsOf(draft: Draft) {
  const { preset, steps, externalId, externalTable, accountTable } = configDataOf(draft);
  return { preset, steps, externalId, externalTable, accountTable };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function Calls({ preview }: { preview: Preview }) {
  const { success, requests, errorMessage } = preview;
  return (
    <div className={classes.preview} role="status">
      <StatusDot tone={success ? "good" : "bad"}>{success ? "This would be sent" : errorMessage}</StatusDot>
      {requests.map(({ method, path, body }, at) => (
        <CodeBlock
          key={at.toString()}
          code={`${method} ${path}\n\n${body === undefined ? "" : JSON.stringify(body, null, 2)}`.trim()}
          what={`Copy call ${at + 1}`}
        />
      ))}
    </div>
  );
}

/** Takes the entity of the newest event that is about one. */
function LastEntity({ entityType, onSample }: { entityType: string; onSample: (sample: string) => void }) {
  const { id: org } = useOrganization();
  const recent = useQuery(eventsQuery(org, { includeActioned: "true", pageSize: 100 }));
  const wanted = `.${entityType.trim().toLowerCase()}.`;
  const found = recent.data?.data.find(({ eventName }) => `.${eventName.toLowerCase()}`.includes(wanted));
  if (!found) return null;
  return (
    <Group>
      <Button variant="default" size="xs" onClick={() => onSample(sampleOf(found.m3terEvent.eventData))}>
        Use the last {found.eventName}
      </Button>
    </Group>
  );
}

const sampleOf = (data: Record<string, unknown>): string => JSON.stringify(data.new ?? data.old ?? data, null, 2);
