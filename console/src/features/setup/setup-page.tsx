import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Entry } from "../../components/entry.tsx";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { SecretInput } from "../../components/secret-input.tsx";
import { ApiProblem } from "../../lib/http.ts";
import { tidied } from "../../lib/paste.ts";
import { passwordMinLength, sessionQuery, setUp } from "../../lib/session.ts";
import { PasswordRule } from "./password-rule.tsx";

const tokenInFragment = (): string | undefined =>
  new URLSearchParams(window.location.hash.slice(1)).get("token") ?? undefined;

const fields = ["token", "organizationName", "firstName", "lastName", "email", "password"] as const;
type Form = Record<(typeof fields)[number], string>;

function useSetup() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (form: Form) =>
      setUp({
        ...form,
        token: tidied(form.token),
        email: form.email.trim(),
        organizationName: form.organizationName.trim(),
        firstName: form.firstName.trim() || undefined,
        lastName: form.lastName.trim() || undefined,
      }),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      void router.navigate({ to: "/systems", replace: true });
    },
  });
}

/** The server's own words beside the field that they are about. */
function faultsIn(error: unknown): Partial<Form> {
  if (error instanceof ApiProblem && error.code === "setup_token_invalid") return { token: error.message };
  return faultsOf(error);
}

export function SetupPage() {
  const search = useSearch({ from: "/setup" });
  const given = search.token ?? tokenInFragment() ?? "";
  const [form, setForm] = useState<Form>({
    token: given,
    organizationName: "",
    firstName: "",
    lastName: "",
    email: "",
    password: "",
  });
  const create = useSetup();
  const faults = faultsIn(create.error);
  const bind = (name: keyof Form) => ({
    name,
    value: form[name],
    error: faults[name],
    maxLength: 200,
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  const complete =
    form.token && form.organizationName.trim() && form.email.trim() && form.password.length >= passwordMinLength;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) create.mutate(form);
  };
  return (
    <Entry title="Set up Credenza" lead="Create your organization and its first administrator.">
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
          <TextInput
            {...bind("token")}
            label="Setup token"
            description="The terminal prints it when Credenza starts."
            autoComplete="off"
            spellCheck={false}
            autoFocus={!given}
          />
          <TextInput
            {...bind("organizationName")}
            label="Organization name"
            autoComplete="organization"
            autoFocus={!!given}
          />
          <Group grow gap={12} align="flex-start" wrap="nowrap">
            <TextInput {...bind("firstName")} label="First name (optional)" autoComplete="given-name" />
            <TextInput {...bind("lastName")} label="Last name (optional)" autoComplete="family-name" />
          </Group>
          <TextInput {...bind("email")} label="Email" type="email" autoComplete="username" />
          <div>
            <SecretInput {...bind("password")} label="Password" autoComplete="new-password" />
            <PasswordRule password={form.password} />
          </div>
          <FormProblem error={faults.token ? null : create.error} shown={[...fields]} />
          <Button type="submit" fullWidth loading={create.isPending} disabled={!complete}>
            Create administrator
          </Button>
        </Stack>
      </form>
    </Entry>
  );
}
