import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type FakeOauth, fakeApp, startFakeOauth } from "../fakes/oauth.ts";
import { type Receiver, startReceiver } from "../webhooks/receiver.ts";
import { definition, post, sendEvent, signingKey, untilNewestRun } from "../workflows/workflow.ts";
import { settled, shot } from "./browser.ts";
import {
  button,
  closeConsole,
  complaints,
  credenza,
  dialog,
  openConsole,
  page,
  saved,
  see,
} from "./workflow-console.ts";

vi.setConfig({ testTimeout: 120_000 });

let vendor: FakeOauth;
let receiver: Receiver;

beforeAll(async () => {
  vendor = await startFakeOauth();
  receiver = await startReceiver();
  const egress = new URL(receiver.url).host;
  await openConsole({ CREDENZA_BASE_URL_XERO: vendor.url, CREDENZA_EGRESS_ALLOW: egress });
});

afterAll(async () => {
  await closeConsole();
  await vendor?.close();
  await receiver?.close();
});

const hasValue = (label: string, value: string) =>
  expect.poll(() => page.getByRole("combobox", { name: label }).inputValue(), { timeout: 10_000 }).toBe(value);

async function build(name: string, trigger: Record<string, unknown>, steps: unknown[]): Promise<string> {
  const { id } = await post(credenza, "workflows", { name, definition: definition(trigger, steps) });
  await page.goto(`${credenza.url}/workflows/${id}`);
  await page.getByRole("heading", { name }).waitFor();
  return id;
}

const draftOf = async (id: string) => (await credenza.api("GET", `workflows/${id}`)).body.draft;

const echo = { id: "echo", function: "data.transform", inputs: { value: { expression: "$trigger" } }, next: {} };

test("an incoming webhook and its credential are made in the trigger panel, and a signed message starts a run", async () => {
  const id = await build("Invoices", { type: "webhook", webhookId: null, next: ["echo"] }, [echo]);
  await button("Create incoming webhook").click();
  const webhook = dialog("Create incoming webhook");
  await webhook.locator("input:focus").waitFor();
  await webhook.getByLabel("Name", { exact: true }).fill("Stripe invoices");
  await see("builder-new-webhook");
  await webhook.getByRole("button", { name: "Create credential" }).click();
  const credential = dialog("Create credential");
  await credential.getByRole("radio", { name: "Stripe signed request" }).check();
  await credential.getByLabel("Signing key", { exact: true }).fill("not kept");
  await page.keyboard.press("Escape");
  await credential.waitFor({ state: "detached" });
  expect(await webhook.getByLabel("Name", { exact: true }).inputValue()).toBe("Stripe invoices");

  await webhook.getByRole("button", { name: "Create credential" }).click();
  await credential.getByRole("radio", { name: "Stripe signed request" }).check();
  await credential.getByLabel("Signing key", { exact: true }).fill(signingKey);
  await credential.getByLabel("Name", { exact: true }).fill("Stripe key");
  await see("builder-new-webhook-credential");
  await page.keyboard.press("Enter");
  await credential.waitFor({ state: "detached" });
  expect(await webhook.getByLabel("Name", { exact: true }).inputValue()).toBe("Stripe invoices");
  expect(await webhook.getByRole("combobox", { name: "Credential" }).inputValue()).toBe("Stripe key");
  await webhook.getByRole("button", { name: "Create incoming webhook" }).click();
  await webhook.waitFor({ state: "detached" });
  await hasValue("Incoming webhook", "Stripe invoices");
  const url = await page
    .getByText(/\/hooks\/\S{20,}$/)
    .first()
    .innerText();
  await saved();
  await see("builder-webhook-chosen");
  expect(page.context().pages()).toHaveLength(1);

  const { trigger } = await draftOf(id);
  const { body } = await credenza.api("GET", `incomingwebhooks/${trigger.webhookId}`);
  expect(body).toMatchObject({ name: "Stripe invoices", credentialName: "Stripe key", url });
  await button("Publish").click();
  await button("Publish version 1").click();
  await page.getByText("Version 1 runs.").waitFor();
  expect((await sendEvent(url, { id: "evt_1" })).status).toBe(202);
  expect((await untilNewestRun(credenza, id)).status).toBe("COMPLETED");
});

test("a notification rule is made in the trigger panel, and its event starts a run", async () => {
  const id = await build("Orders", { type: "notification", ruleId: null, next: ["echo"] }, [echo]);
  await button("Create notification rule").click();
  const rule = dialog("Create notification rule");
  await rule.getByLabel("Name", { exact: true }).fill("Big orders");
  await rule.getByLabel("Description").fill("Orders above 100.");
  await rule.getByLabel("Event", { exact: true }).fill("shop.order.created");
  await rule.getByRole("textbox", { name: "Calculation" }).click();
  await page.keyboard.insertText("new.amount > 100");
  await see("builder-new-rule");
  await rule.getByRole("button", { name: "Create notification rule" }).click();
  await rule.waitFor({ state: "detached" });
  await hasValue("Notification rule", "Big orders");
  await page.getByText("It fires on shop.order.created.").waitFor();
  await saved();
  expect((await draftOf(id)).trigger.ruleId).toMatch(/^[0-9a-f-]{36}$/);
  await button("Publish").click();
  await button("Publish version 1").click();
  await page.getByText("Version 1 runs.").waitFor();
  for (const amount of [50, 500]) {
    await post(credenza, "events", { eventName: "shop.order.created", eventData: { new: { amount } } });
  }
  const run = await untilNewestRun(credenza, id);
  expect(run.status).toBe("COMPLETED");
  expect(JSON.stringify(run.input)).toContain("500");
});

test("an outgoing webhook is made from a step, and the step's message reaches it signed", async () => {
  const send = { id: "send", function: "webhook.send", inputs: { data: { value: { total: 5 } } }, next: {} };
  const id = await build("Tell the ledger", { type: "manual", next: ["send"] }, [send]);
  await page.getByRole("group", { name: /^Send to an outgoing webhook/ }).click();
  await button("Create outgoing webhook").click();
  const webhook = dialog("Create outgoing webhook");
  await webhook.getByLabel("Name", { exact: true }).fill("Ledger");
  await webhook.getByRole("textbox", { name: "URL" }).fill("http://169.254.169.254/notify");
  await webhook.getByLabel("API key").fill("ledger");
  await webhook.getByRole("button", { name: "Make one" }).click();
  await webhook.getByRole("button", { name: "Create outgoing webhook" }).click();
  const url = webhook.getByRole("textbox", { name: "URL" });
  await expect.poll(() => url.getAttribute("aria-invalid"), { timeout: 20_000 }).toBe("true");
  await see("builder-new-outgoing-webhook");
  await url.fill(receiver.url);
  await webhook.getByRole("button", { name: "Create outgoing webhook" }).click();
  await webhook.waitFor({ state: "detached" });
  await hasValue("Outgoing webhook", "Ledger");
  await saved();
  await see("builder-outgoing-webhook-chosen");
  await post(credenza, `workflows/${id}/test`);
  const [message] = await receiver.waitFor(1);
  expect(message?.headers["webhook-signature"]).toMatch(/^v1,/);
  expect(message?.body.toString()).toContain('"total":5');
});

test("a sign-in is made from the builder in a window that closes itself, and the step's credential then works", async () => {
  const call = { id: "call", function: "http.request", credentialId: null, inputs: {}, next: {} };
  const { data } = (await credenza.api("GET", "workflows/functions")).body;
  const { id: fn } = data.find(({ name }: { name: string }) => name === "Call an external system");
  const id = await build("Contacts", { type: "manual", next: ["call"] }, [{ ...call, function: fn }]);
  await page.getByRole("group", { name: /^Call an external system/ }).click();
  await button("Create credential").click();
  const credential = dialog("Create credential");
  await credential.getByRole("combobox", { name: "Destination" }).fill("Xero");
  await page.keyboard.press("Enter");
  await credential.getByRole("button", { name: "New OAuth app" }).click();
  const app = dialog("Xero OAuth app");
  await app.getByRole("textbox", { name: "Client id" }).fill(fakeApp.clientId);
  await app.getByLabel("Client secret", { exact: true }).fill(fakeApp.clientSecret);
  await app.getByRole("button", { name: "Save OAuth app" }).click();
  await app.waitFor({ state: "hidden" });
  await credential.getByLabel("Name", { exact: true }).fill("Our Xero");

  vendor.refusal = "access_denied";
  const opening = page.context().waitForEvent("page");
  await credential.getByRole("button", { name: "Go to Xero" }).click();
  const refused = await opening;
  await credential.getByText("The access was not allowed there.").waitFor({ timeout: 20_000 });
  await see("builder-sign-in-refused");
  await refused.close();
  await credential.getByRole("button", { name: "Finish later" }).click();
  await credential.waitFor({ state: "detached" });
  await page.getByText("Not signed in yet").last().waitFor();
  await see("builder-credential-pending");

  vendor.refusal = undefined;
  await button("Sign in at Xero").click();
  const connect = dialog("Connect Our Xero");
  const again = page.context().waitForEvent("page");
  await connect.getByRole("button", { name: "Go to Xero" }).click();
  const window = await again;
  await connect.waitFor({ state: "detached" });
  await expect.poll(() => window.isClosed(), { timeout: 25_000 }).toBe(true);
  await page.getByRole("complementary", { name: "Settings of the step" }).getByText("Working").last().waitFor();
  await saved();
  await settled(page);
  await shot(page, "builder-credential-working");
  expect(await page.getByRole("combobox", { name: "Credential" }).inputValue()).toBe("Our Xero (Xero)");
  const { credentialId } = (await draftOf(id)).steps[0];
  expect((await credenza.api("GET", `integrationcredentials/${credentialId}`)).body.status).toBe("OK");
  expect(complaints).toEqual([]);
});
