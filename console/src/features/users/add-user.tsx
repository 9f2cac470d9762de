import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { SecretInput } from "../../components/secret-input.tsx";
import { addUser, usersKey } from "../../lib/api/users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { passwordMinLength } from "../../lib/session.ts";

const blank = { email: "", firstName: "", lastName: "", password: "" };
const fields = ["email", "firstName", "lastName", "password"];

export function AddUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add user" withCloseButton={false}>
      <AddUserForm onClose={onClose} />
    </Modal>
  );
}

function AddUserForm({ onClose }: { onClose: () => void }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(blank);
  const add = useMutation({
    mutationFn: () =>
      addUser(org, {
        email: form.email.trim(),
        firstName: form.firstName.trim() || undefined,
        lastName: form.lastName.trim() || undefined,
        password: form.password,
      }),
    onSuccess: async (user) => {
      notify({
        title: "User added",
        message: `Attach a policy or choose a group, so that ${user.email} may do something.`,
      });
      void client.invalidateQueries({ queryKey: usersKey(org) });
      onClose();
      await navigate({ to: "/settings/users/$userId", params: { userId: user.id } });
    },
  });
  const faults = faultsOf(add.error);
  const bind = (name: keyof typeof blank) => ({
    value: form[name],
    error: faults[name],
    maxLength: 200,
    autoComplete: "off",
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <TextInput {...bind("email")} label="Email" type="email" data-autofocus />
        <Group grow gap={12} align="flex-start" wrap="nowrap">
          <TextInput {...bind("firstName")} label="First name (optional)" />
          <TextInput {...bind("lastName")} label="Last name (optional)" />
        </Group>
        <SecretInput
          {...bind("password")}
          label="First password"
          description={`At least ${passwordMinLength} characters. They can change it after they sign in.`}
          autoComplete="new-password"
        />
        <FormProblem error={add.error} shown={fields} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={!form.email.trim() || form.password.length < passwordMinLength}
          >
            Add user
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
