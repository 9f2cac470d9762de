import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { eventFieldsQuery, eventsQuery } from "../../lib/api/events.ts";
import { type Trial, tryCalculation } from "../../lib/api/notification-rules.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { exactly } from "../../lib/time.ts";

const most = 20;

/** Says what the calculation gives for a past event of the name, and which fields it may read. */
export function TryOut({ eventName, calculation }: { eventName: string; calculation: string }) {
  const { id: org } = useOrganization();
  const isNamed = eventName.includes(".");
  const [chosen, choose] = useState("");
  const filters = { eventName, includeActioned: "true", pageSize: most };
  const past = useQuery({ ...eventsQuery(org, filters), enabled: isNamed });
  const fields = useQuery({ ...eventFieldsQuery(org, eventName), enabled: isNamed });
  const events = (isNamed && past.data?.data.filter((event) => event.eventName === eventName)) || [];
  const event = events.find(({ id }) => id === chosen) ?? events[0];
  const names = Object.keys(fields.data?.events[eventName] ?? {}).filter((name) => /^(new|old)\./.test(name));
  const trial = useMutation({
    mutationFn: () => tryCalculation(org, { calculation, ...(event ? { eventId: event.id } : {}) }),
  });
  return (
    <Stack gap={8}>
      {names.length > 0 && <p>Fields: {names.slice(0, most).join(", ")}</p>}
      <Group gap={12} align="flex-end">
        {events.length > 1 && (
          <NativeSelect
            label="Past event"
            size="xs"
            value={event?.id}
            data={events.map(({ id, eventTime }) => ({
              value: id,
              label: `${exactly(eventTime)} (${id.slice(-6)})`,
            }))}
            onChange={({ currentTarget }) => {
              choose(currentTarget.value);
              trial.reset();
            }}
          />
        )}
        <Button
          variant="default"
          size="xs"
          disabled={!calculation.trim()}
          loading={trial.isPending}
          onClick={() => trial.mutate()}
        >
          {event ? `Try it on ${event.id === events[0]?.id ? "the last" : "this"} event` : "Check it"}
        </Button>
        <span role="status">{trial.data && wordsOf(trial.data)}</span>
      </Group>
    </Stack>
  );
}

function wordsOf({ success, result, errorMessage }: Trial): string {
  if (!success) return errorMessage ?? "The calculation cannot be worked out.";
  if (result === undefined) return "The calculation can be read. There is no such event yet to try it on.";
  return result ? "It holds: the rule would fire." : "It does not hold: the rule would stay quiet.";
}
