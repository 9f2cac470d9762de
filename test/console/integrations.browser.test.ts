import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, inline, publish, type Rig, startRig, untilQuiet } from "../integrations/setup.ts";
import { axeFaults, launchBrowser, openPage, settled, shot, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let complaints: string[];
let rig: Rig;
let url: string;

beforeAll(async () => {
  rig = await startRig({});
  ({ url } = rig.credenza);
  await call(rig.credenza, "POST", "integrationcredentials", {
    ...inline,
    name: "Stripe key",
    destination: "STRIPE_TEST",
  });
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser, { reducedMotion: "reduce" }));
  await signInByHand(page, rig.credenza);
});
afterAll(async () => {
  await browser?.close();
  await rig?.stop();
});

test("a configuration is made from a preset, its mapping changed and previewed, and an event becomes a run", async () => {
  await page.goto(`${url}/systems/stripe`);
  await page.getByText("Nothing is sent by itself yet").waitFor();
  await settled(page);
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("link", { name: "Create configuration" }).click();
  await page.getByText("This would be sent").waitFor();
  expect(await axeFaults(page)).toBe("");
  await shot(page, "integration-new");
  await page.getByRole("button", { name: "Create configuration" }).click();
  await page.getByText("Choose a credential.").waitFor();

  await page.getByRole("combobox", { name: "Mapping" }).click();
  await page.getByRole("option", { name: "Account to customer" }).click();
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Account to Stripe");
  await page.getByRole("combobox", { name: "Mapping" }).click();
  await page.getByRole("option", { name: "My own" }).click();
  await page.getByRole("combobox", { name: "Destination" }).click();
  await page.getByRole("option", { name: "Stripe test" }).click();
  await page.getByRole("combobox", { name: "Credential" }).click();
  await page.getByRole("option", { name: "Stripe key" }).click();
  while ((await page.getByRole("button", { name: "Remove call 2" }).count()) > 0)
    await page.getByRole("button", { name: "Remove call 2" }).click();
  await page.getByRole("combobox", { name: "What is sent" }).fill("Account");
  await page.getByLabel("Path").fill("/v1/customers");
  const editor = page.getByRole("textbox", { name: "Mapping of call 1" });
  await editor.fill('{ "name": entity.');
  await page.keyboard.press("Escape");
  await page.getByText("Call 1:").waitFor();
  await shot(page, "integration-broken");
  expect(await axeFaults(page)).toBe("");
  await editor.fill('{ "name": $uppercase(entity.name) }');
  await page.getByLabel("Table of accounts").fill("");
  await page.getByLabel("External ID").fill("steps[0].id");
  await page.getByLabel("External table").fill("customer");
  await page.getByRole("textbox", { name: "Sample entity" }).fill('{ "id": "a1", "name": "Lovelace" }');
  await page.getByText("LOVELACE").waitFor();
  await shot(page, "integration-own");
  await page.getByRole("button", { name: "Create configuration" }).click();
  await page.getByText("Enabled. Each event becomes a run.").waitFor();
  await publish(rig.credenza, "shop.account.created", { id: "a1", name: "Lovelace" });
  await page.getByRole("link", { name: "Account a1" }).click();
  await page.getByText("Complete. The external system has it.").waitFor();
  await page.getByText(/^Attempt 1, POST \/v1\/customers. Answered 200/).waitFor();
  await settled(page);
  await shot(page, "integration-run");
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("button", { name: "Replay" }).click();
  await page.getByText("An earlier run").waitFor();
  await untilQuiet(rig.credenza);
  expect(complaints).toEqual([]);
});

test("it is switched off and on, edited, and what it made is found among the mappings", async () => {
  await page.goto(`${url}/systems/stripe`);
  await page.getByRole("link", { name: "Account to Stripe" }).click();
  await page.getByRole("switch", { name: "Enabled" }).click();
  await page.getByText("Disabled. Events start no runs.").waitFor();
  await page.getByRole("switch", { name: "Enabled" }).click();
  await page.getByText("Enabled. Each event becomes a run.").waitFor();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Accounts to Stripe");
  await page.getByText("Which accounts and events").click();
  await page.getByLabel("Only accounts where").fill("currency ==");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => page.getByLabel("Only accounts where").getAttribute("aria-invalid")).toBe("true");
  await page.getByLabel("Only accounts where").fill("currency == 'EUR'");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Accounts to Stripe" }).waitFor();
  await page.getByText("where currency == 'EUR'").waitFor();

  await page.goto(`${url}/integration-runs`);
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Timed out" }).click();
  await page.getByText("Nothing matches").waitFor();
  await page.getByRole("button", { name: "When runs fail" }).click();
  await page.getByLabel("Disable a configuration after").fill("7");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Settings saved").waitFor();

  await page.goto(`${url}/external-mappings`);
  await page.getByText("Account a1").waitFor();
  await page.getByRole("button", { name: "Create external mapping" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Entity ID").fill("a2");
  await dialog.getByRole("combobox", { name: "External system" }).click();
  await dialog.getByRole("option", { name: "Stripe test" }).click();
  await dialog.getByRole("combobox", { name: "Table" }).fill("customer");
  await dialog.getByRole("combobox", { name: "External ID" }).fill("cus_2");
  expect(await axeFaults(page)).toBe("");
  await dialog.getByRole("button", { name: "Create external mapping" }).click();
  await page.getByText("Account a2").first().waitFor();
  await page.getByRole("button", { name: "Actions of Account a2" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Yes, delete" }).click();
  await page.getByText("External mapping deleted").waitFor();
  expect(complaints).toEqual([]);
});

test.each([1440, 390])("its pages stand in both themes at %i pixels", async (width) => {
  await page.setViewportSize({ width, height: 900 });
  const { data } = await call(rig.credenza, "GET", "integrationconfigs");
  const runs = await call(rig.credenza, "GET", "integrationruns");
  const paths = {
    system: "/systems/stripe",
    page: `/integrations/${data[0].id}`,
    edit: `/integrations/${data[0].id}/edit`,
    runs: "/integration-runs",
    run: `/integration-runs/${runs.data[0].id}`,
    mappings: "/external-mappings",
  };
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(`${url}${path}`);
      await settled(page);
      await shot(page, `integration-${name}-${width}-${colorScheme}`);
      expect(await axeFaults(page)).toBe("");
    }
  }
});

test("it is deleted after a question", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${url}/systems/stripe`);
  await page.getByRole("link", { name: "Accounts to Stripe" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Yes, delete" }).click();
  await page.getByText("Configuration deleted").waitFor();
  const { data } = await call(rig.credenza, "GET", "integrationconfigs");
  expect(data).toEqual([]);
});
