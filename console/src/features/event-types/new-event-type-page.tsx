import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { createEventType, type EventTypeForm, eventTypesKey } from "../../lib/api/event-types.ts";
import { eventsKey } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { EventTypeFormCard } from "./event-type-form.tsx";

const empty: EventTypeForm = {
  eventName: "",
  description: "",
  schema: {
    type: "object",
    required: ["new"],
    properties: { new: { type: "object", required: ["id"], properties: { id: { type: "string" } } } },
  },
};

export function NewEventTypePage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (form: EventTypeForm) => createEventType(org, form),
    onSuccess: (type) => {
      notify({ title: "Event type created", message: type.eventName });
      for (const queryKey of [eventTypesKey(org), eventsKey(org)]) void client.invalidateQueries({ queryKey });
      void navigate({ to: "/event-types/$eventTypeId", params: { eventTypeId: type.id } });
    },
  });
  return (
    <Page title="Create event type" parent={{ label: "Event types", to: "/event-types" }} width="form">
      <EventTypeFormCard
        submitLabel="Create event type"
        initial={empty}
        isNew
        pending={save.isPending}
        error={save.error}
        onSubmit={(form) => save.mutate(form)}
        onCancel={() => void navigate({ to: "/event-types" })}
      />
    </Page>
  );
}
