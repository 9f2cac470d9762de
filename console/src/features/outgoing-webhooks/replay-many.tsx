import { Button, Group, Modal, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { type OutgoingWebhook, outgoingWebhookKey, replayDeliveries } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { count } from "../../lib/words.ts";

interface ReplayManyProps {
  webhook: OutgoingWebhook;
  opened: boolean;
  onClose: () => void;
}

const toTime = (local: string) => (local ? new Date(local).toISOString() : undefined);

/** Deliveries that are over and fit a filter are sent once more. */
export function ReplayMany({ webhook, opened, onClose }: ReplayManyProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [filter, setFilter] = useState({ status: "FAILED", eventName: "", from: "", to: "" });
  const waits = filter.status === "WAITING";
  const replay = useMutation({
    mutationFn: () =>
      replayDeliveries(org, webhook.id, {
        status: filter.status,
        eventName: filter.eventName.trim() || undefined,
        from: toTime(filter.from),
        to: toTime(filter.to),
      }),
    onSuccess: async ({ replayed, more }) => {
      notify({
        title: `${count(replayed, "delivery", "deliveries")} ${waits ? "tried now" : "replayed"}`,
        message: more ? `There are more: ${waits ? "do it again" : "replay again with a later start"}.` : webhook.name,
      });
      onClose();
      await client.invalidateQueries({ queryKey: outgoingWebhookKey(org, webhook.id) });
    },
  });
  const faults = faultsOf(replay.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    replay.mutate();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Replay deliveries" withCloseButton={false}>
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
          <p>
            {waits
              ? "What waits for its next try is tried now, as the same message. 1,000 at a time."
              : "Each is a new message with an ID of its own. 1,000 at a time, oldest first."}
          </p>
          <Select
            label="Status"
            allowDeselect={false}
            data={[
              { value: "FAILED", label: "Failed" },
              { value: "WAITING", label: "Waiting" },
              { value: "DELIVERED", label: "Delivered" },
            ]}
            value={filter.status}
            onChange={(status) => setFilter({ ...filter, status: status ?? "FAILED" })}
          />
          <TextInput
            label="Event name"
            description="Leave empty for all."
            value={filter.eventName}
            error={faults.eventName}
            onChange={(event) => setFilter({ ...filter, eventName: event.currentTarget.value })}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
            <TextInput
              type="datetime-local"
              label="From"
              value={filter.from}
              error={faults.from}
              onChange={(event) => setFilter({ ...filter, from: event.currentTarget.value })}
            />
            <TextInput
              type="datetime-local"
              label="To"
              value={filter.to}
              error={faults.to}
              onChange={(event) => setFilter({ ...filter, to: event.currentTarget.value })}
            />
          </SimpleGrid>
          <FormProblem error={replay.error} shown={["eventName", "from", "to"]} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={replay.isPending}>
              {waits ? "Try now" : "Replay"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
