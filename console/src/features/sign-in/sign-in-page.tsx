import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { Entry } from "../../components/entry.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { SecretInput } from "../../components/secret-input.tsx";
import { safeNext } from "../../lib/search.ts";
import { sessionQuery, signIn } from "../../lib/session.ts";

export function SignInPage() {
  const { next } = useSearch({ from: "/sign-in" });
  const [form, setForm] = useState({ email: "", password: "" });
  const password = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const router = useRouter();
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.push(safeNext(next));
    },
    onError: () => {
      setForm((old) => ({ ...old, password: "" }));
      password.current?.focus();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.email && form.password) enter.mutate({ ...form, email: form.email.trim() });
  };
  return (
    <Entry title="Sign in" lead="Use the email address that your administrator added.">
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
          <TextInput
            label="Email"
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={form.email}
            onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
          />
          <SecretInput
            ref={password}
            label="Password"
            name="password"
            autoComplete="current-password"
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
          />
          <FormProblem error={enter.error} />
          <Button type="submit" fullWidth loading={enter.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </Entry>
  );
}
