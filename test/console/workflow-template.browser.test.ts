import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { definition, post, runsOf, sendEvent, signingKey, untilRun } from "../workflows/workflow.ts";
import {
  button,
  closeConsole,
  complaints,
  credenza,
  dialog,
  openConsole,
  page,
  see,
  seeBothThemes,
} from "./workflow-console.ts";

vi.setConfig({ testTimeout: 180_000 });

let system: FakeServer;
const asked: { path: string; body: string }[] = [];

beforeAll(async () => {
  system = await startServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "";
    asked.push({ path, body: Buffer.concat(chunks).toString() });
    const isToken = path.endsWith("/oauth2/token");
    const answer = isToken ? { access_token: "token", token_type: "Bearer" } : { id: "00T1", success: true };
    response.writeHead(path.includes("/sobjects/") ? 201 : 200, { "content-type": "application/json" });
    response.end(path.startsWith("/slack") ? "ok" : JSON.stringify(answer));
  });
  await openConsole({ CREDENZA_BASE_URL_SLACK: `${system.url}/slack`, CREDENZA_BASE_URL_SALESFORCE: system.url });
});

afterAll(async () => {
  await closeConsole();
  await system?.close();
});

test("a newcomer makes a running workflow of the Stripe template on one page, and a signed message runs it", async () => {
  const beganAt = Date.now();
  await page.goto(`${credenza.url}/workflows`);
  await page.getByRole("link", { name: "Create workflow" }).first().click();
  await page.getByLabel("Find a template").fill("stripe slack");
  await page.getByRole("link", { name: /^Use this template: Stripe payment failed/ }).click();
  await page.getByRole("heading", { name: "Set it up" }).waitFor();
  await see("template-set-up");

  await button("Create incoming webhook").click();
  const webhook = dialog("Create incoming webhook");
  await expect.poll(() => webhook.getByLabel("Name", { exact: true }).inputValue()).toBe("Stripe");
  await webhook.getByRole("button", { name: "Create incoming webhook" }).click();
  await webhook.waitFor({ state: "detached" });
  const url = await page
    .getByText(/\/hooks\/\S{20,}$/)
    .first()
    .innerText();
  await page.getByText("Everything is refused until it has a credential.").waitFor();
  await page.getByText("choose the event invoice.payment_failed there").waitFor();
  await see("template-url-first");
  expect((await sendEvent(url, { id: "evt_early" })).status).toBe(401);
  await button("Add its credential").click();
  const credential = dialog("Create credential");
  expect(await credential.getByRole("radio", { name: "Stripe signed request" }).isChecked()).toBe(true);
  await credential.getByLabel("Signing key", { exact: true }).fill(signingKey);
  await page.keyboard.press("Enter");
  await credential.waitFor({ state: "detached" });
  await page.getByText("Everything is refused until it has a credential.").waitFor({ state: "detached" });

  await button("Create credential").first().click();
  await credential.getByLabel("Webhook URL", { exact: true }).fill("https://hooks.slack.com/services/T0/B0/example");
  await page.keyboard.press("Enter");
  await credential.waitFor({ state: "detached" });
  await page.getByText("Working", { exact: true }).last().waitFor();
  await button("Create credential").last().click();
  await credential.getByLabel("My Domain URL", { exact: true }).fill("https://acme.my.salesforce.com");
  await credential.getByLabel("Consumer key", { exact: true }).fill("3MVG9example");
  await credential.getByLabel("Consumer secret", { exact: true }).fill("0123456789");
  await page.keyboard.press("Enter");
  await credential.waitFor({ state: "detached" });
  await expect.poll(() => page.getByText("Working", { exact: true }).count(), { timeout: 20_000 }).toBeGreaterThan(1);
  await see("template-ready");
  await button("Create workflow").click();
  await page.getByRole("heading", { level: 1, name: /^Stripe payment failed/ }).waitFor();
  await page.getByRole("group", { name: /^Tell the team/ }).waitFor();

  await button("Test run").click();
  const test = dialog("Test run");
  await test.getByRole("button", { name: "Run", exact: true }).click();
  await test.getByRole("status").getByText("Completed").waitFor();
  await see("template-tested");
  await test.getByRole("button", { name: "Close test run" }).click();
  await button("Publish").click();
  await see("template-publish");
  await button("Publish version 1").click();
  await page.getByText("Version 1 runs.").waitFor();
  expect(Date.now() - beganAt).toBeLessThan(300_000);

  const invoice = { id: "in_7", customer_name: "Globex", amount_due: 1250, currency: "usd", attempt_count: 2 };
  const event = { id: "evt_7", type: "invoice.payment_failed", data: { object: invoice } };
  expect((await sendEvent(url, event)).status).toBe(202);
  const id = page.url().split("/").at(-1) ?? "";
  const real = async () => (await runsOf(credenza, id)).find(({ isTest }) => !isTest);
  await expect.poll(real, { timeout: 20_000 }).toBeDefined();
  expect((await untilRun(credenza, (await real()).id)).status).toBe("COMPLETED");
  expect(asked.filter(({ body }) => body.includes("Globex"))).toHaveLength(2);
  expect(asked.some(({ path, body }) => path.startsWith("/slack") && body.includes("Globex, 12.5 USD"))).toBe(true);
  expect(complaints).toEqual([]);
});

test("a file asks for its credential, webhook and parameters; what is left open is open in the builder", async () => {
  const credential = { name: "Slack old", destination: "SLACK", type: "SLACK_WEBHOOK" };
  const webhookUrl = "https://hooks.slack.com/services/T0/B0/old";
  const { id: credentialId } = await post(credenza, "integrationcredentials", { ...credential, webhookUrl });
  await post(credenza, "workflowparameters", { name: "channel", value: "#billing", secret: false });
  const { id: tokenId } = await post(credenza, "workflowparameters", {
    name: "token",
    value: "s3cret-value",
    secret: true,
  });
  const text = { expression: '$params.channel & " " & $params.token' };
  const step = { id: "tell", name: "Tell", function: "slack.message", credentialId, inputs: { text }, next: {} };
  const whole = definition({ type: "webhook", webhookId: null, next: ["tell"] }, [step]);
  const made = await post(credenza, "workflows", { name: "Exported", definition: whole });
  await post(credenza, `workflows/${made.id}/publish`, { version: 1 });
  const { body: exported } = await credenza.api("GET", `workflows/${made.id}/versions/1/export`);
  expect(JSON.stringify(exported)).not.toMatch(/s3cret-value|T0\/B0/);
  await credenza.api("DELETE", `workflowparameters/${tokenId}`);
  const file = join(tmpdir(), `exported-${process.pid}.json`);
  await writeFile(file, JSON.stringify(exported));

  await page.goto(`${credenza.url}/workflows/new`);
  const choosing = page.waitForEvent("filechooser");
  await button("Import a file").click();
  await (await choosing).setFiles(file);
  await page.getByRole("heading", { name: "Set it up" }).waitFor();
  await page.getByText("There already").waitFor();
  await page.getByText("Missing, a secret one").waitFor();
  await see("import-file");
  await button("Create token").click();
  const parameter = dialog("Create global parameter");
  expect(await parameter.getByLabel("Name", { exact: true }).inputValue()).toBe("token");
  await parameter.getByLabel("Value", { exact: true }).fill("another-secret");
  await parameter.getByRole("button", { name: "Create global parameter" }).click();
  await parameter.waitFor({ state: "detached" });
  await page.getByText("Missing, a secret one").waitFor({ state: "detached" });
  const slack = page.getByRole("combobox", { name: /^Credential for Slack/ });
  expect(await slack.inputValue()).toContain("Slack old");
  await page.getByLabel("Name", { exact: true }).fill("Imported");
  await button("Create workflow").click();
  await page.getByRole("heading", { level: 1, name: "Imported" }).waitFor();
  await page.getByRole("group", { name: /^Tell/ }).click();
  await expect.poll(() => page.getByRole("combobox", { name: "Credential" }).inputValue()).toContain("Slack old");

  await page.goto(`${credenza.url}/workflows/new`);
  const broken = page.waitForEvent("filechooser");
  await button("Import a file").click();
  await writeFile(file, JSON.stringify({ ...exported, formatVersion: 99 }));
  await (await broken).setFiles(file);
  await page.getByText("This file cannot be imported").waitFor();
  await page.getByText("It was made by a newer version.").waitFor();
  await see("import-newer");
  expect(complaints).toEqual([]);
});

test.each([820, 390])("setting up is readable and whole at %i pixels, light and dark", async (width) => {
  await page.setViewportSize({ width, height: width === 820 ? 1180 : 844 });
  for (const [path, name] of [
    ["/workflows/new", "templates"],
    ["/workflows/new?template=stripe-payment-failed", "template"],
    ["/workflows/new?template=bill-approved-netsuite", "template-netsuite"],
  ] as const) {
    await page.goto(`${credenza.url}${path}`);
    await page.getByRole("heading", { name: /Templates|Set it up/ }).waitFor();
    await seeBothThemes(`${name}-${width}`);
  }
  expect(complaints).toEqual([]);
});
