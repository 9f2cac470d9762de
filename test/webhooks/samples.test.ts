import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadRegistry } from "../../src/define/registry.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createWebhook, messagesOf } from "./webhook.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

const types = [
  "HTTP_BASIC",
  "HUBSPOT_CLIENT_SECRET",
  "M3TER_APP_SIGNATURE",
  "SAGE_INTACCT_CLIENT_SECRET",
  "STRIPE_SIGNED_REQUEST",
];
const api: TestCredenza["api"] = (method, path, options) => credenza.api(method, path, options);

const registry = await loadRegistry([new URL("../../systems", import.meta.url).pathname]);
const incoming = registry.destinations
  .filter(({ id, direction }) => direction === "incoming" && id !== "M3SH_WORKFLOW")
  .flatMap(({ id }) => registry.typesOf(id).map((type) => ({ destination: id, type, name: `${id} ${type.id}` })));

/** Only somebody else holds what signs for these. */
const unsignable = ["certificate", "bearerJwt", "bodySignature", "proxyCertificate"];

it.each(incoming)(
  "a sample of $name is accepted, or it is said why none can be made",
  async ({ destination, type }) => {
    const { examples, id, incoming: rules } = type;
    const fields = { name: "Sample", destination, type: id, ...examples.fields };
    const { body: credential, text } = await api("POST", "integrationcredentials", { body: fields });
    expect(credential.id, text).toBeDefined();
    const webhook = await api("POST", "incomingwebhooks", { body: { name: "Sample", credentialId: credential.id } });
    const sent = await api("POST", `incomingwebhooks/${webhook.body.id}/sample/send`, { body: {} });
    const verification = rules?.verification;
    const isOthers =
      unsignable.includes(verification?.verify ?? "") ||
      (verification?.verify === "signature" && verification.mac.kind === "ed25519");
    if (isOthers) expect(sent).toMatchObject({ status: 400, text: expect.stringContaining("a sample cannot be made") });
    else expect(sent.body).toMatchObject({ status: "ACCEPTED", verdict: { accepted: true } });
  },
);

describe("a sample", () => {
  it.each(types.filter((type) => type !== "HTTP_BASIC"))("of %s runs as the shell command it is", async (type) => {
    const webhook = await createWebhook(credenza, type);
    const { body: sample } = await api("POST", `incomingwebhooks/${webhook.id}/sample`, {
      body: { body: `{"it's":"a \\"test\\" $HOME"}` },
    });
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", sample.curl]);
    expect(stdout).toMatch(/^HTTP\/1.1 202/);
    const [message] = await messagesOf(credenza, webhook);
    expect(message.status).toBe("ACCEPTED");
  });

  it("of HTTP basic leaves the password to the person", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const { body: sample, text } = await api("POST", `incomingwebhooks/${webhook.id}/sample`);
    expect(text).not.toContain("pass: with");
    expect(text).not.toContain(Buffer.from("user:pass: with: colons £").toString("base64"));
    expect(sample.curl).toContain('-u "$USER:$PASSWORD"');
    const env = { ...process.env, USER: "user", PASSWORD: "pass: with: colons £" };
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", sample.curl], { env });
    expect(stdout).toMatch(/^HTTP\/1.1 202/);
  });

  it.each(types)("of %s is accepted when the server sends it, and refused when it is signed wrongly", async (type) => {
    const webhook = await createWebhook(credenza, type);
    const right = await api("POST", `incomingwebhooks/${webhook.id}/sample/send`, { body: {} });
    expect(right.body).toMatchObject({ status: "ACCEPTED", verdict: { accepted: true } });
    const wrong = await api("POST", `incomingwebhooks/${webhook.id}/sample/send`, { body: { wrong: true } });
    expect(wrong.body).toMatchObject({ status: "REJECTED", verdict: { accepted: false } });
    const { body } = await api("GET", `incomingwebhooks/${webhook.id}`);
    expect(body.counts).toEqual({ accepted24h: 1, rejected24h: 1 });
    const { body: audit } = await api("GET", "audit");
    expect(audit.data[0]).toMatchObject({ action: "incomingwebhook.sampled", detail: { sent: true, wrong: true } });
  });

  it("410 to a webhook that is not active", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    await api("PUT", `incomingwebhooks/${webhook.id}`, { body: { version: 1, active: false } });
    expect((await api("POST", `incomingwebhooks/${webhook.id}/sample/send`)).status).toBe(410);
  });
});
