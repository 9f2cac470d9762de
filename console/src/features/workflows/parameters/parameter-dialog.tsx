import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../../components/faults.ts";
import { FormProblem } from "../../../components/form-problem.tsx";
import { notify } from "../../../components/notice.ts";
import { SecretInput } from "../../../components/secret-input.tsx";
import {
  createParameter,
  type Parameter,
  parametersKey,
  updateParameter,
} from "../../../lib/api/workflow-parameters.ts";
import { useOrganization } from "../../../lib/organization.tsx";

interface ParameterDialogProps {
  opened: boolean;
  /** To be changed; a new one without it. */
  parameter?: Parameter;
  /** What a new one is, unless it is said otherwise. */
  wanted?: { name: string; secret: boolean };
  onClose: () => void;
}

export function ParameterDialog({ opened, parameter, wanted, onClose }: ParameterDialogProps) {
  const title = parameter ? "Edit global parameter" : "Create global parameter";
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false}>
      <ParameterForm key={parameter?.id ?? "new"} parameter={parameter} wanted={wanted} onClose={onClose} />
    </Modal>
  );
}

/** Text stands as it is typed; numbers, lists and objects may be given as JSON. */
const parsed = (typed: string): unknown => {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
};

function ParameterForm({ parameter, wanted, onClose }: Omit<ParameterDialogProps, "opened">) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const known = parameter?.value;
  const [form, setForm] = useState({
    name: parameter?.name ?? wanted?.name ?? "",
    description: parameter?.description ?? "",
    secret: parameter?.secret ?? wanted?.secret ?? false,
    value: known === undefined || known === null ? "" : typeof known === "string" ? known : JSON.stringify(known),
  });
  const save = useMutation({
    mutationFn: () => {
      const { name, secret } = form;
      const description = form.description.trim() || undefined;
      const value = secret ? form.value : parsed(form.value);
      if (!parameter) return createParameter(org, { name, description, secret, value });
      const kept = secret && form.value === "";
      return updateParameter(org, parameter.id, {
        version: parameter.version,
        name,
        description,
        ...(kept ? {} : { value }),
      });
    },
    onSuccess: async (saved) => {
      notify({ title: `Global parameter ${parameter ? "saved" : "created"}`, message: saved.name });
      onClose();
      await client.invalidateQueries({ queryKey: parametersKey(org) });
    },
  });
  const faults = faultsOf(save.error);
  const isComplete = form.name.trim() !== "" && (form.value !== "" || (parameter !== undefined && form.secret));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (isComplete) save.mutate();
  };
  const ValueInput = form.secret ? SecretInput : TextInput;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <TextInput
          label="Name"
          description="Read as $params.name: letters, digits and _."
          data-autofocus
          maxLength={100}
          value={form.name}
          error={faults.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        {!parameter && (
          <Checkbox
            label="Secret"
            description="Sealed when saved, masked in runs, never shown again."
            checked={form.secret}
            onChange={(event) => setForm({ ...form, secret: event.currentTarget.checked })}
          />
        )}
        <ValueInput
          label="Value"
          description={parameter && form.secret ? "Leave empty to keep what is sealed." : undefined}
          value={form.value}
          error={faults.value}
          onChange={(event) => setForm({ ...form, value: event.currentTarget.value })}
        />
        <TextInput
          label="Description"
          maxLength={1000}
          value={form.description}
          error={faults.description}
          onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
        />
        <FormProblem error={save.error} shown={["name", "value", "description"]} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isComplete}>
            {parameter ? "Save" : "Create global parameter"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
