import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { faultsOf } from "./faults.ts";
import { FormProblem } from "./form-problem.tsx";

interface NameDialogProps {
  opened: boolean;
  title: string;
  hint?: string;
  submitLabel: string;
  initial?: string;
  pending: boolean;
  error: unknown;
  onSubmit: (name: string) => void;
  onClose: () => void;
}

/** Asks for a name and nothing else. */
export function NameDialog(props: NameDialogProps) {
  const { opened, title, hint, submitLabel, initial = "", pending, error, onSubmit, onClose } = props;
  const [name, setName] = useState(initial);
  useEffect(() => {
    if (opened) setName(initial);
  }, [opened, initial]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onSubmit(name.trim());
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false}>
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
          <TextInput
            label="Name"
            description={hint}
            data-autofocus
            maxLength={200}
            value={name}
            error={faultsOf(error).name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FormProblem error={error} shown={["name"]} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pending} disabled={!name.trim()}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
