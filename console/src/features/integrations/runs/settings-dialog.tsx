import { Button, Group, Modal, NumberInput, Skeleton, Stack, TagsInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { faultsOf } from "../../../components/faults.ts";
import { FormProblem } from "../../../components/form-problem.tsx";
import { notify } from "../../../components/notice.ts";
import {
  type IntegrationSettings,
  integrationSettingsQuery,
  integrationsKey,
  saveIntegrationSettings,
} from "../../../lib/api/integrations.ts";
import { useOrganization } from "../../../lib/organization.tsx";

interface SettingsDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** What holds for all configurations that do not say otherwise. */
export function SettingsDialog({ opened, onClose }: SettingsDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="When runs fail" withCloseButton={false}>
      {opened && <SettingsBody onClose={onClose} />}
    </Modal>
  );
}

function SettingsBody({ onClose }: Pick<SettingsDialogProps, "onClose">) {
  const { id: org } = useOrganization();
  const query = useQuery(integrationSettingsQuery(org));
  if (query.isPending) return <Skeleton height={160} radius={8} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <SettingsForm key={query.data.version} settings={query.data} onClose={onClose} />;
}

function SettingsForm({ settings, onClose }: { settings: IntegrationSettings } & Pick<SettingsDialogProps, "onClose">) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [form, setForm] = useState(settings);
  const save = useMutation({
    mutationFn: () => saveIntegrationSettings(org, form),
    onSuccess: async () => {
      notify({ title: "Settings saved", message: "They hold for configurations that do not say otherwise." });
      onClose();
      await client.invalidateQueries({ queryKey: integrationsKey(org) });
    },
  });
  const faults = faultsOf(save.error);
  const notifyFault = Object.entries(faults).find(([field]) => field.startsWith("notify"))?.[1];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={20}>
        <NumberInput
          label="Disable a configuration after failed runs in a row"
          data-autofocus
          min={1}
          max={1000}
          allowDecimal={false}
          value={form.maxFailures}
          error={faults.maxFailures}
          onChange={(given) => typeof given === "number" && setForm({ ...form, maxFailures: given })}
        />
        <TagsInput
          label="Tell by e-mail"
          description="Addresses, Enter after each."
          splitChars={[",", " "]}
          comboboxProps={{ withinPortal: false }}
          value={form.notify}
          error={notifyFault}
          onChange={(addresses) => setForm({ ...form, notify: addresses })}
        />
        <FormProblem error={save.error} shown={Object.keys(faults)} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
