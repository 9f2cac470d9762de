import { Button, Tabs, TextInput } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { CodeBlock } from "../../components/copy.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { Panel } from "../../components/panel.tsx";
import { credentialsKey, sendThroughBroker } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { tokenCommand } from "../../lib/token-command.ts";
import type { BrokerAnswer, Credential } from "../../lib/types.ts";
import classes from "./broker-panel.module.css";

const keyOfCaller = "The access key of a service user that may use this credential";

const inQuotes = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function proxyCommand(origin: string, org: string, id: string, path: string): string {
  const url = `${origin}/organizations/${org}/integrationcredentials/${id}/proxy/${path.replace(/^\/+/, "")}`;
  return `curl -H "Authorization: Bearer $TOKEN" \\\n  ${inQuotes(url)}`;
}

/** Path of the test call below the base address; a good first thing to ask for. */
const pathOf = (checked: string | null | undefined): string => {
  const match = /^GET https?:\/\/[^/]+(\/\S*)$/.exec(checked ?? "");
  return match?.[1]?.replace(/^\/api\/v\d+(?=\/)/, "") ?? "";
};

/** A call that the credential signs and nobody sees the secret of: try it here, or copy the command. */
export function BrokerPanel({ credential, checked }: { credential: Credential; checked: string | null | undefined }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string>();
  const path = typed ?? (pathOf(checked) || "/");
  const origin = window.location.origin;
  const send = useMutation({
    mutationFn: () => sendThroughBroker(org, credential.id, { method: "GET", path: path.trim() || "/" }),
    onSettled: () => client.invalidateQueries({ queryKey: [...credentialsKey(org), "usage", credential.id] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Panel
      title="Call it through the broker"
      hint="Credenza adds the secret on the way out. The caller sends a token and never sees it."
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          className={classes.path}
          label="Path, relative to the destination"
          leftSection={<code>GET</code>}
          leftSectionWidth={44}
          value={path}
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" leftSection={<IconSend size={16} />} loading={send.isPending}>
          Send
        </Button>
      </form>
      {send.error ? <FormProblem error={send.error} mt={12} /> : null}
      {send.data && <Answer answer={send.data} />}
      <Tabs defaultValue="call" mt={16} variant="default">
        <Tabs.List aria-label="Commands">
          <Tabs.Tab value="call">curl</Tabs.Tab>
          <Tabs.Tab value="token">Get a token</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="call" pt={8}>
          <CodeBlock code={proxyCommand(origin, org, credential.id, path)} what="Copy curl command" wrap />
        </Tabs.Panel>
        <Tabs.Panel value="token" pt={8}>
          <CodeBlock code={tokenCommand(origin, keyOfCaller)} what="Copy token command" wrap />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}

const shownCharacters = 20_000;

function Answer({ answer }: { answer: BrokerAnswer }) {
  const whole = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body, null, 2);
  const text = whole ?? "";
  const cut = answer.truncated || text.length > shownCharacters;
  return (
    <div className={classes.answer}>
      <p className={classes.summary} role="status">
        <strong>HTTP {answer.status}</strong> after {Math.round(answer.durationMs).toLocaleString()} ms
        {cut && ". The answer is longer than what is shown"}
      </p>
      {text && <CodeBlock code={text.slice(0, shownCharacters)} what="Copy answer" />}
    </div>
  );
}
