import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CodeBlock, CopyId } from "../../components/copy.tsx";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import {
  deleteEventType,
  type EventType,
  type EventTypeForm,
  eventTypeQuery,
  eventTypesKey,
  updateEventType,
} from "../../lib/api/event-types.ts";
import { eventsKey } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { EventTypeFormCard } from "./event-type-form.tsx";

export function EventTypePage() {
  const { id: org } = useOrganization();
  const { eventTypeId } = useParams({ from: "/shell/event-types/$eventTypeId" });
  const query = useQuery(eventTypeQuery(org, eventTypeId));
  if (query.isPending) return <PageSkeleton title="Event type" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <EventTypeDetails key={query.data.id} type={query.data} />;
}

function EventTypeDetails({ type }: { type: EventType }) {
  const { id: org, access } = useOrganization();
  const [editing, edit] = useDisclosure(false);
  const isShown = access.manage && !editing;
  return (
    <Page
      title={type.eventName}
      parent={{ label: "Event types", to: "/event-types" }}
      width="detail"
      lead={type.description}
      actions={
        isShown && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={edit.open}>
            Edit
          </Button>
        )
      }
    >
      {editing ? <EditEventType key={type.version} type={type} onDone={edit.close} /> : <Description type={type} />}
      {isShown && (
        <DeletePanel
          what="event type"
          name={type.eventName}
          hint="Events of this name are then taken whatever they hold."
          list="/event-types"
          listKey={eventTypesKey(org)}
          remove={() => deleteEventType(org, type.id)}
        >
          Events of this name are then taken whatever they hold. Rules that read its fields go on.
        </DeletePanel>
      )}
    </Page>
  );
}

function Description({ type }: { type: EventType }) {
  const fields = Object.entries(type.fields).map(([label, value]) => ({ label, value }));
  return (
    <>
      <Panel title="Details">
        <Facts
          facts={[
            { label: "ID", value: <CopyId id={type.id} /> },
            { label: "Last changed", value: <RelativeTime time={type.dtLastModified} /> },
          ]}
        />
      </Panel>
      {fields.length > 0 && (
        <Panel title="Fields" hint="What calculations of rules are offered.">
          <Facts facts={fields} />
        </Panel>
      )}
      <Panel title="Schema">
        <CodeBlock code={JSON.stringify(type.schema, null, 2)} what="Copy the schema" />
      </Panel>
    </>
  );
}

function EditEventType({ type, onDone }: { type: EventType; onDone: () => void }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const { eventName, description, schema, version } = type;
  const save = useMutation({
    mutationFn: (form: EventTypeForm) =>
      updateEventType(org, type.id, { version, description: form.description, schema: form.schema }),
    onSuccess: async () => {
      notify({ title: "Event type saved", message: eventName });
      for (const queryKey of [eventTypesKey(org), eventsKey(org)]) await client.invalidateQueries({ queryKey });
      onDone();
    },
  });
  return (
    <EventTypeFormCard
      submitLabel="Save"
      initial={{ eventName, description, schema }}
      isNew={false}
      pending={save.isPending}
      error={save.error}
      onSubmit={(form) => save.mutate(form)}
      onCancel={onDone}
    />
  );
}
