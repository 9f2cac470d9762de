import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { createWebhook, post, sendEvent } from "../workflows/workflow.ts";
import { axeFaults, shot } from "./browser.ts";
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
  seeBothThemes,
} from "./workflow-console.ts";

vi.setConfig({ testTimeout: 120_000 });

let system: FakeServer;
let webhook: { id: string; url: string };
const asked: string[] = [];

beforeAll(async () => {
  system = await startServer((request, response) => {
    asked.push(request.url ?? "");
    const isRight = request.url?.endsWith("/customers/cus_1") ?? false;
    response.writeHead(isRight ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(isRight ? { email: "ap@acme.test" } : { message: "no such customer" }));
    return Promise.resolve();
  });
  await openConsole({ CREDENZA_BASE_URL_CHARGEBEE: system.url });
  const chargebee = { name: "Chargebee", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
  await post(credenza, "integrationcredentials", chargebee);
  webhook = await createWebhook(credenza, "Stripe events");
});
afterAll(async () => {
  await closeConsole();
  await system?.close();
});

const choose = async (label: string, option: string): Promise<void> => {
  await page
    .getByRole("combobox", { name: label })
    .or(page.getByLabel(label, { exact: true }))
    .first()
    .click();
  await page.getByRole("option", { name: option }).click();
};

const writeExpression = async (label: string, expression: string): Promise<void> => {
  const kind = page.getByRole("radiogroup", { name: `${label} is` });
  await kind.getByText("Expression").click();
  await page.getByRole("textbox", { name: label }).click();
  await page.keyboard.insertText(expression);
};

test("a workflow is built from nothing, tried, published, run by a signed webhook, fails, is mended and retried", async () => {
  await page.goto(`${credenza.url}/workflows`);
  await page.getByText("No workflows yet").waitFor();
  await see("workflows-empty");
  await page.getByRole("link", { name: "Create workflow" }).first().click();
  await page.getByText("Stripe payment failed").first().waitFor();
  await see("workflows-templates");
  await button("Start from nothing").click();
  await page.getByLabel("Name").fill("Look up the customer");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Look up the customer" }).waitFor();
  await choose("A run starts", "When a webhook comes in");
  await choose("Incoming webhook", "Stripe events");
  await page.getByRole("button", { name: "Add step" }).click();
  await page.getByRole("menuitem", { name: "Call an external system" }).click();
  await page.getByRole("heading", { name: "Call an external system" }).waitFor();
  await choose("Credential", "Chargebee (Chargebee)");
  await writeExpression("Path", '"/customer/" & $trigger.body.data.object.customer');
  await page.getByRole("button", { name: "Add step after" }).click();
  await page.getByRole("menuitem", { name: "Transform" }).click();
  await writeExpression("Value", "$steps.request.body.email");
  await saved();
  await page.getByRole("group", { name: /^Call an external system/ }).waitFor();
  await see("workflow-builder");

  await button("Publish").click();
  await button("Publish version 1").click();
  await page.getByText("Version 1 runs.").waitFor();

  const event = { id: "evt_1", data: { object: { customer: "cus_1" } } };
  expect((await sendEvent(webhook.url, event)).status).toBe(202);
  await page.getByText("Runs", { exact: true }).last().click();
  await page.getByText("Failed").first().waitFor();
  await shot(page, "workflow-runs");
  await page.getByRole("link", { name: "When a webhook comes in" }).first().click();
  await page.getByText("The system answered 404").first().waitFor();
  await page.getByRole("link", { name: "Open the webhook that started it" }).waitFor();
  await see("run-failed");
  const failedRun = page.url();

  await page.getByRole("link", { name: "Look up the customer" }).click();
  await page.getByRole("group", { name: /^Call an external system/ }).click();
  const path = page.getByRole("textbox", { name: "Path" });
  await path.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('"/customers/" & $trigger.body.data.object.customer');
  await saved();
  await button("Publish").click();
  await button("Publish version 2").click();
  await page.getByText("Version 2 runs.").waitFor();
  await page.goto(failedRun);
  await button("Retry").click();
  await page.getByRole("menuitem", { name: "With the published version" }).click();
  await page.getByRole("link", { name: "the earlier run" }).waitFor();
  await page.getByText("Completed").first().waitFor();
  await page.getByRole("group", { name: /^Transform/ }).click();
  await page.getByRole("region", { name: "output" }).getByText('"ap@acme.test"').waitFor();
  await see("run-completed");
  expect(asked.at(-1)).toContain("/customers/cus_1");
  expect(complaints).toEqual([]);
});

test("a test run shows what each step did, versions what has changed, undo what was there before", async () => {
  await page.goto(`${credenza.url}/workflows`);
  await page.getByRole("link", { name: "Look up the customer" }).click();
  await button("Test run").click();
  const drawer = dialog("Test run");
  const input = { body: { data: { object: { customer: "cus_1" } } } };
  await drawer.getByLabel("Input", { exact: true }).fill(JSON.stringify(input));
  await drawer.getByRole("button", { name: "Run", exact: true }).click();
  await drawer.getByRole("status").getByText("Completed").waitFor();
  await drawer.getByRole("group", { name: /^Call an external system. Completed/ }).click();
  await drawer.getByText('"status": 200').waitFor();
  await see("workflow-test-run");
  await drawer.getByRole("button", { name: "Close test run" }).click();

  await page.getByRole("group", { name: /^Transform/ }).click();
  await button("Remove step").click();
  await page.getByRole("group", { name: /^Transform/ }).waitFor({ state: "detached" });
  await button("Undo").click();
  await page.getByRole("group", { name: /^Transform/ }).waitFor();
  await button("Redo").click();
  await page.getByRole("group", { name: /^Transform/ }).waitFor({ state: "detached" });
  await saved();
  await page.getByText("Versions", { exact: true }).click();
  await page.getByText("Step transform removed").waitFor();
  await see("workflow-versions");
  expect(complaints).toEqual([]);
});

test("a step is tried on what came before; copies, undo and settings keep what they should", async () => {
  await page.goto(`${credenza.url}/workflows`);
  await page.getByRole("link", { name: "Look up the customer" }).click();
  const call = page.getByRole("group", { name: /^Call an external system/ });
  await page.getByRole("group", { name: /^Trigger/ }).click();
  await button("Take it from the newest run").click();
  await expect.poll(() => page.getByRole("textbox", { name: "Sample" }).inputValue()).toContain("cus_1");
  await call.click();
  await page.getByText('Gives "/customers/cus_1"').waitFor();
  await button("Try this step now").click();
  await page.getByText(/^Worked in/).waitFor();
  await page.getByRole("region", { name: "what it gave" }).getByText('"ap@acme.test"').waitFor();

  await page.getByRole("button", { name: "Add step after" }).click();
  await page.getByRole("menuitem", { name: "Transform" }).click();
  await writeExpression("Value", "$steps.request.body.email");
  await page.getByText('Gives "ap@acme.test"').waitFor();
  await page.getByLabel("Name", { exact: true }).pressSequentially("Address");
  await page.getByRole("group", { name: /^Address/ }).waitFor();
  await button("Undo").click();
  await page.getByRole("group", { name: /^Address/ }).waitFor({ state: "detached" });
  await page.getByRole("group", { name: /^Transform/ }).waitFor();
  await page.getByText('Gives "ap@acme.test"').waitFor();

  await call.click();
  await page.getByRole("group", { name: /^Transform/ }).click({ modifiers: ["ControlOrMeta"] });
  await page.getByText("2 steps are chosen").waitFor();
  await page.keyboard.press("ControlOrMeta+c");
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(() => page.getByRole("group", { name: /^(Call an external system|Transform)/ }).count()).toBe(4);
  await see("workflow-copied");
  await page.keyboard.press("Delete");
  await expect.poll(() => page.getByRole("group", { name: /^(Call an external system|Transform)/ }).count()).toBe(2);

  await button("Workflow settings").click();
  await page.getByLabel("Runs at the same time").fill("3");
  await page.getByRole("textbox", { name: "Keep in order" }).click();
  await page.keyboard.insertText("$trigger.body.data.object.customer");
  await page.getByText('Gives "cus_1"').waitFor();
  await saved();
  await see("workflow-settings");
  await page.reload();
  await button("Workflow settings").click();
  expect(await page.getByLabel("Runs at the same time").inputValue()).toBe("3");

  await button("More actions").click();
  await page.getByRole("menuitem", { name: "Run the draft, to try it" }).click();
  await page.getByText("The draft runs in place of version 2.").waitFor();
  await button("More actions").click();
  await page.getByRole("menuitem", { name: "Discard the draft" }).click();
  await button("Discard the draft").click();
  await page.getByText("Version 2 runs.").waitFor();
  await button("Workflow settings").click();
  expect(await page.getByLabel("Runs at the same time").inputValue()).toBe("");
  expect(complaints).toEqual([]);
});

test.each([1440, 390])("lists, parameters and transformations in both themes at %i pixels", async (width) => {
  await page.setViewportSize({ width, height: 900 });
  for (const [path, waitFor] of [
    ["workflows", "Look up the customer"],
    ["workflow-parameters", "No global parameters yet"],
    ["transformations", "Gives 15"],
  ] as const) {
    await page.goto(`${credenza.url}/${path}`);
    await page.getByText(waitFor).first().waitFor();
    await seeBothThemes(`${path}-${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  expect(complaints).toEqual([]);
});

test("a global parameter is made, a secret one is never shown, both are deleted", async () => {
  await page.goto(`${credenza.url}/workflow-parameters`);
  await button("Create global parameter").first().click();
  await page.getByLabel("Name").fill("token");
  await page.getByLabel("Secret").check();
  await page.getByRole("textbox", { name: "Value" }).fill("sealed-value-of-a-parameter");
  await page.getByRole("dialog").getByRole("button", { name: "Create global parameter" }).click();
  await page.getByText("Sealed", { exact: true }).waitFor();
  expect(await page.content()).not.toContain("sealed-value-of-a-parameter");
  expect(await axeFaults(page)).toBe("");
  await button("Delete token").click();
  await button("Yes, delete").click();
  await page.getByText("No global parameters yet").waitFor();
  expect(complaints).toEqual([]);
});
