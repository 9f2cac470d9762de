import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { type Receiver, startReceiver } from "../webhooks/receiver.ts";
import { post, startWorkflow, untilNewestRun } from "./workflow.ts";

const mails: { to: string[]; text: string }[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, session, done) {
    void text(stream).then((content) => {
      mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: content });
      done();
    });
  },
});
let credenza: TestCredenza;
let receiver: Receiver;

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as AddressInfo;
  receiver = await startReceiver();
  const env = { CREDENZA_SMTP_URL: `smtp://127.0.0.1:${port}`, CREDENZA_MAIL_FROM: "credenza@example.test" };
  credenza = await startCredenza({ env: { ...env, CREDENZA_EGRESS_ALLOW: new URL(receiver.url).host } });
});
afterAll(async () => {
  await credenza?.stop();
  await receiver?.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const byHand = { trigger: { type: "manual" } };

async function run(step: Record<string, unknown>) {
  const { id } = await startWorkflow(credenza, [{ id: "tell", ...step }], byHand);
  await post(credenza, `workflows/${id}/test`);
  return untilNewestRun(credenza, id);
}

test("an e-mail goes to each address; line breaks cannot add headers", async () => {
  const inputs = { to: { value: ["a@example.test", "b@example.test"] }, text: { value: "The bill is late." } };
  const made = await run({
    function: "mail.send",
    inputs: { ...inputs, subject: { value: "Late\r\nX-Evil: 1" } },
  });
  expect(made.status).toBe("COMPLETED");
  expect(mails[0]?.to).toEqual(["a@example.test", "b@example.test"]);
  expect(mails[0]?.text).toContain("The bill is late.");
  expect(mails[0]?.text).toMatch(/^Subject: Late X-Evil: 1\r?$/m);
  expect(mails[0]?.text).not.toMatch(/^X-Evil/m);
});

test("an address that is none fails the step with words that name the input", async () => {
  const inputs = { to: { value: ["not an address"] }, subject: { value: "S" }, text: { value: "T" } };
  const made = await run({ function: "mail.send", inputs });
  expect(made.status).toBe("FAILED");
  expect(made.error.message).toContain("To: Give 1 to 50 e-mail addresses.");
  expect(mails).toHaveLength(1);
});

test("data goes to an outgoing webhook, signed, with the step's idempotency key as the message's id", async () => {
  const credentials = { type: "M3TER_SIGNED_REQUEST", apiKey: "ledger", secret: "a-secret-of-thirty-two-characters" };
  const webhook = { name: "Ledger", url: receiver.url, credentials };
  const { id: webhookId } = await post(credenza, "integrationdestinations/webhooks", webhook);
  const inputs = { webhookId: { value: webhookId }, data: { value: { bill: 7 } } };
  const made = await run({ function: "webhook.send", inputs });
  expect(made.status).toBe("COMPLETED");
  const [first] = await receiver.waitFor(1);
  const body = JSON.parse(String(first?.body));
  expect(body).toMatchObject({ eventName: "workflow.message", data: { bill: 7 }, workflow: { runId: made.id } });
  expect(body.id).toBe(made.steps[0].idempotencyKey);
  expect(first?.headers["x-m3ter-signature"]).toMatch(/^v1=/);

  await credenza.api("PUT", `integrationdestinations/webhooks/${webhookId}/active?active=false`, { body: {} });
  const refused = await run({ function: "webhook.send", inputs });
  expect(refused.error.message).toContain("switched off or gone");
});
