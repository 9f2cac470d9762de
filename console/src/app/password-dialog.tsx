import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../components/faults.ts";
import { FormProblem } from "../components/form-problem.tsx";
import { notify } from "../components/notice.ts";
import { SecretInput } from "../components/secret-input.tsx";
import { changePassword, passwordMinLength } from "../lib/session.ts";

export function PasswordDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [form, setForm] = useState({ currentPassword: "", newPassword: "" });
  const close = () => {
    setForm({ currentPassword: "", newPassword: "" });
    save.reset();
    onClose();
  };
  const save = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      notify({ title: "Password changed", message: "Your other sessions have ended." });
      close();
    },
  });
  const faults = faultsOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(form);
  };
  return (
    <Modal opened={opened} onClose={close} title="Change password" withCloseButton={false}>
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
          <SecretInput
            label="Current password"
            autoComplete="current-password"
            data-autofocus
            value={form.currentPassword}
            error={faults.currentPassword}
            onChange={(event) => setForm({ ...form, currentPassword: event.currentTarget.value })}
          />
          <SecretInput
            label="New password"
            autoComplete="new-password"
            description={`At least ${passwordMinLength} characters. Your other sessions end.`}
            value={form.newPassword}
            error={faults.newPassword}
            onChange={(event) => setForm({ ...form, newPassword: event.currentTarget.value })}
          />
          <FormProblem error={save.error} shown={["currentPassword", "newPassword"]} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!form.currentPassword || form.newPassword.length < passwordMinLength}
            >
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
