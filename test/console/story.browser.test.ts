import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeChargebee, startFakeChargebee } from "../fakes/chargebee.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { hurryResealing } from "../vault/sealed-samples.ts";
import { launchBrowser, openPage, shot, signInByHand } from "./browser.ts";

const apiKey = "test_browser_key_0123456789";
let browser: Browser;
let page: Page;
let complaints: string[];
let credenza: TestCredenza;
let chargebee: FakeChargebee;

beforeAll(async () => {
  chargebee = await startFakeChargebee({ keys: { [apiKey]: "full" } });
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: chargebee.url } });
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser));
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
  await chargebee?.close();
});

const goTo = (path: string) => page.goto(`${credenza.url}${path}`);
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const field = (name: string) => page.getByRole("textbox", { name, exact: true });
const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const notice = (text: string) => page.getByRole("alert").filter({ hasText: text });
const clipboard = () => page.evaluate<string>("navigator.clipboard.readText()");

test("a deep link survives the sign-in", async () => {
  await goTo("/credentials?status=FAILING");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByLabel("Email").fill(credenza.admin.email);
  await page.getByLabel("Password", { exact: true }).fill("wrong password");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(credenza.admin.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Credentials" }).waitFor();
  expect(new URL(page.url()).search).toBe("?status=FAILING");
});

test("a Chargebee credential is asked for Api key and Site, tested when it is saved, and marked in the list", async () => {
  await page.getByRole("link", { name: "All systems" }).click();
  await page.getByRole("link", { name: "Credentials", exact: true }).click();
  await page.getByRole("link", { name: "Create credential" }).first().click();
  await page.getByRole("combobox", { name: "Destination" }).click();
  await page.getByRole("option", { name: "Chargebee", exact: true }).click();
  expect(await page.getByLabel("Name").inputValue()).toBe("Chargebee");
  await field("Api key").fill(apiKey);
  await field("Site").fill("acme-test");
  await button("Create credential").click();
  await notice("Credential created").getByText("Working").waitFor();
  expect(new URL(page.url()).pathname).toBe("/credentials");
  expect(await row("Chargebee").getAttribute("data-marked")).toBe("true");
  await row("Chargebee").getByText("Working").waitFor();
  expect(chargebee.requests.length).toBe(1);
  expect(await page.content()).not.toContain(apiKey);
});

test("the list copies the ID and tests with a verdict in plain words", async () => {
  const { body } = await credenza.api("GET", "integrationcredentials");
  await row("Chargebee").getByRole("button", { name: "Copy ID", exact: true }).click();
  expect(await clipboard()).toBe(body.data[0].id);
  await button("Test Chargebee").click();
  await notice("Chargebee tested").getByText("Working").waitFor();
});

test("a wrong key is told in plain words, on the list and on its page", async () => {
  await goTo("/credentials/new?destination=CHARGEBEE");
  await page.getByLabel("Name").fill("Chargebee EU");
  await field("Api key").fill("test_another_key_of_nobody");
  await field("Site").fill("acme-test");
  await button("Create credential").click();
  await notice("Credential created").getByText("refuses this key").waitFor();
  await row("Chargebee EU").getByText("Failing").waitFor();
  await page.getByRole("link", { name: "Chargebee EU" }).click();
  await page.getByRole("heading", { name: "Chargebee EU" }).waitFor();
  await page.getByText("Chargebee refuses this key").first().waitFor();
  await page.getByText("Sealed").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Credentials" }).waitFor();
  await page.getByRole("link", { name: "All systems" }).click();
  await page.getByText("1 does not work").waitFor();
});

test("the credential calls Chargebee through the broker, and its key is nowhere on the page", async () => {
  await goTo("/credentials?q=Chargebee");
  await page.getByRole("link", { name: "Chargebee", exact: true }).click();
  await page.getByLabel("Path, relative to the destination").fill("/customers?limit=1");
  await button("Send").click();
  await page.getByText("HTTP 200").waitFor();
  await page.getByText("cus_1").waitFor();
  await button("Copy curl command").click();
  expect(await clipboard()).toContain("/proxy/customers?limit=1");
  expect(await page.content()).not.toContain(apiKey);
});

test("an m3sh workflow credential offers five types with exactly their fields, and keeps what was typed", async () => {
  await goTo("/credentials/new?destination=M3SH_WORKFLOW");
  const types: [string, string[]][] = [
    ["HTTP basic", ["Username", "Password"]],
    ["HubSpot client secret", ["Client secret"]],
    ["m3ter app signature", ["Access key id", "API secret"]],
    ["Sage Intacct client secret", ["Client secret"]],
    ["Stripe signed request", ["Signing key"]],
  ];
  await page.getByRole("radio", { name: "HTTP basic" }).waitFor();
  expect(await page.getByRole("radio").count()).toBe(types.length);
  expect(await page.getByRole("radio", { name: "HTTP basic" }).isChecked()).toBe(true);
  await field("Username").fill("sender");
  for (const [type, fields] of types) {
    await page.getByRole("radio", { name: type }).check();
    for (const name of fields)
      await page
        .getByLabel(new RegExp(`^${name}$`, "i"))
        .first()
        .waitFor();
    const inputs = page.locator("form input:not([type=radio]):not([type=hidden]), form textarea");
    expect(await inputs.count()).toBe(fields.length + 2);
  }
  await page.getByRole("radio", { name: "HTTP basic" }).check();
  expect(await field("Username").inputValue()).toBe("sender");
});

test("a webhook is made with a credential that is created on the way", async () => {
  await goTo("/incoming-webhooks/new");
  await page.getByLabel("Name").fill("Invoices paid");
  await button("Create credential").click();
  const dialog = page.getByRole("dialog", { name: "Create credential" });
  await dialog.getByRole("radio", { name: "Stripe signed request" }).check();
  await dialog.getByLabel("Name").fill("Stripe events");
  await dialog.getByLabel("Signing key", { exact: true }).fill("whsec_0123456789abcdefABCDEF01");
  await dialog.getByRole("button", { name: "Create credential" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Create incoming webhook" }).waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Invoices paid");
  await expect.poll(() => page.getByLabel("Credential").inputValue()).toBe("Stripe events");
  await button("Create incoming webhook").click();
  await page.getByRole("heading", { name: "Invoices paid" }).waitFor();
});

test("a right request is accepted and a wrong one refused with the reason, step by step", async () => {
  await button("Copy URL").click();
  expect(await clipboard()).toMatch(/\/hooks\/\S{20,}$/);
  await button("Send a test request").click();
  const message = page.getByRole("dialog");
  await message.getByText("Accepted", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await message.waitFor({ state: "detached" });
  await button("Send a wrong one").click();
  await message.getByText("Rejected", { exact: true }).waitFor();
  await message.getByText("Failed", { exact: true }).first().waitFor();
  await message.getByText("Expected", { exact: true }).first().waitFor();
  const link = page.url();
  expect(link).toContain("message=");
  await page.reload();
  await message.getByText("Rejected", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await message.waitFor({ state: "detached" });
  await page
    .locator("label")
    .filter({ hasText: /^Rejected$/ })
    .click();
  await expect.poll(() => new URL(page.url()).searchParams.get("show")).toBe("rejected");
});

test("what arrives from outside shows up by itself", async () => {
  const { body } = await credenza.api("GET", "incomingwebhooks");
  await goTo(`/incoming-webhooks/${body.data[0].id}?show=rejected`);
  await page.getByRole("table", { name: "Messages" }).getByRole("row").nth(1).waitFor();
  const before = await page.getByRole("table", { name: "Messages" }).getByRole("row").count();
  const answer = await fetch(body.data[0].url, { method: "POST", body: "{}" });
  expect(answer.status).toBe(401);
  await expect
    .poll(() => page.getByRole("table", { name: "Messages" }).getByRole("row").count(), { timeout: 9000 })
    .toBe(before + 1);
  await page.getByText(new RegExp(`accepted, ${before} rejected`)).waitFor();
});

test("the signed curl command is accepted as it is copied", async () => {
  await button("Show as curl").click();
  await button("Copy signed curl command").click();
  const command = await clipboard();
  const headers = [...command.matchAll(/-H '([^:']+): ([^']*)'/g)].map(([, name, value]) => [name, value] as const);
  const sent = await fetch(/'(http[^']+)'/.exec(command)?.[1] ?? "", {
    method: "POST",
    headers: Object.fromEntries(headers),
    body: /--data-binary\s+'([^']*)'/.exec(command)?.[1],
  });
  expect(sent.status).toBe(202);
});

test("deleting asks, names what stops working, and can be undone", async () => {
  await goTo("/credentials");
  await page.getByRole("link", { name: "Stripe events" }).click();
  await button("Delete").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Invoices paid").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await goTo("/credentials");
  await button("Delete Chargebee EU").click();
  await dialog.getByText("Delete Chargebee EU?").waitFor();
  await dialog.getByRole("button", { name: /^Yes/ }).click();
  await notice("Credential deleted").waitFor();
  await row("Chargebee EU").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Deleted" }).click();
  await row("Chargebee EU").waitFor();
  await button("Restore Chargebee EU").click();
  await notice("Credential restored").waitFor();
  await row("Chargebee EU").waitFor({ state: "detached" });
});

test("many are tested and deleted at once", async () => {
  await goTo("/credentials?destination=CHARGEBEE");
  await page.getByLabel("Select all on this page").check();
  await button("Test 2").click();
  await notice("2 credentials tested").getByText("1 working, 1 not").waitFor();
  await page.getByLabel("Select Chargebee", { exact: true }).uncheck();
  await button("Delete 1").click();
  await page.getByRole("dialog").getByRole("button", { name: "Yes, delete" }).click();
  await notice("1 credential deleted").waitFor();
  await row("Chargebee EU").waitFor({ state: "detached" });
});

test("a service user's secret is shown once, and its token calls the API", async () => {
  await goTo("/settings/service-users/new");
  await page.getByLabel("Name").fill("Billing sync");
  await page.getByRole("combobox", { name: "Permission policies" }).click();
  await page.getByRole("option", { name: "Use credentials" }).click();
  await page.getByLabel("Name").click();
  await button("Create service user").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Copy access key ID" }).click();
  const accessKeyId = await clipboard();
  await dialog.getByRole("button", { name: "Copy API secret" }).click();
  const apiSecret = await clipboard();
  await page.keyboard.press("Escape");
  await dialog.getByLabel("I have stored it").check();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("heading", { name: "Billing sync" }).waitFor();
  expect(await page.content()).not.toContain(apiSecret);
  const token = await credenza.token(accessKeyId, apiSecret);
  expect((await credenza.api("GET", "integrationcredentials", { token })).status).toBe(200);
  await button("Deactivate").click();
  await notice("Access key deactivated").waitFor();
  await button("Delete").first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Yes, delete" }).click();
  await page.getByText("No access key yet").waitFor();
});

test("a permission policy is written in rows or as JSON, and a fault stands beside its row", async () => {
  await goTo("/settings/permission-policies/new");
  await page.getByLabel("Name").fill("Only reading");
  await page.getByRole("combobox", { name: "Actions" }).fill("config:fly");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Resources" }).fill("config:credential/*");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await button("Create permission policy").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await page.getByText("JSON", { exact: true }).click();
  const json = page.getByLabel("Statements as JSON");
  await json.fill('[{"effect":"allow","action":["config:retrieve"],"resource":["config:credential/*"]}]');
  await button("Create permission policy").click();
  await notice("Permission policy created").waitFor();
  await row("Only reading").waitFor();
});

test("the organization is renamed, another tab follows by itself, and the base URL is the API's", async () => {
  const other = await page.context().newPage();
  await other.goto(`${credenza.url}/credentials`);
  await other.getByRole("button", { name: /Analytical Engines/ }).waitFor();
  await goTo("/settings/organization");
  await page.getByRole("heading", { name: "Analytical Engines" }).waitFor();
  await shot(page, "organization");
  await button("Copy base URL").click();
  const headers = { authorization: `Bearer ${credenza.adminToken}` };
  expect(await (await fetch(await clipboard(), { headers })).json()).toMatchObject({ name: "Analytical Engines" });
  await button("Rename").click();
  await page.getByRole("dialog").getByLabel("Name").fill("Difference Engines");
  await page.keyboard.press("Enter");
  await notice("Organization renamed").waitFor();
  await page.getByRole("button", { name: /Difference Engines/ }).waitFor();
  await other.getByRole("button", { name: /Difference Engines/ }).waitFor();
  await other.close();
  await credenza.api("PUT", "", { body: { name: "Analytical Engines", version: 2 } });
  await page.getByRole("heading", { name: "Analytical Engines" }).waitFor();
});

test("a new data key is made, the older values move to it, and the old one is retired with none", async () => {
  await goTo("/settings/keys");
  await page.getByText("The variable CREDENZA_ROOT_KEY").waitFor();
  const key = (generation: number) => page.getByRole("row").nth(3 - generation);
  const keys = page.getByRole("table", { name: "Data keys" });
  await keys.getByText("In use").waitFor();
  await button("Make a new data key").click();
  await shot(page, "keys-question");
  await page.getByRole("dialog").getByRole("button", { name: "Make data key" }).click();
  await notice("Data key made").getByText("Generation 2 is in use.").waitFor();
  await key(1).getByText("Being replaced").waitFor();
  await shot(page, "keys-moving");
  const isRetired = async () => {
    await hurryResealing(credenza.context);
    return key(1).getByText("Retired").isVisible();
  };
  await expect.poll(isRetired, { timeout: 20_000, interval: 200 }).toBe(true);
  expect(await key(1).getByRole("cell").nth(2).textContent()).toBe("0");
  await key(2).getByText("In use").waitFor();
  await shot(page, "keys-retired");
});

test("who may only look sees the organization and its keys without what changes them", async () => {
  const person = { email: "grace@example.test", password: "a long enough password" };
  const { body: grace } = await credenza.api("POST", "users", { body: person });
  const { body: policies } = await credenza.api("GET", "permissionpolicies");
  const { id } = policies.data.find(({ name }: { name: string }) => name === "Read-only");
  await credenza.api("POST", `permissionpolicies/${id}/addtouser`, { body: { principalId: grace.id } });
  const reader = await openPage(browser);
  await signInByHand(reader.page, { ...credenza, admin: { ...credenza.admin, ...person } });
  await reader.page.goto(`${credenza.url}/settings/keys`);
  await reader.page.getByText("In use").waitFor();
  expect(await reader.page.getByRole("button", { name: "Make a new data key" }).count()).toBe(0);
  await reader.page.goto(`${credenza.url}/settings/organization`);
  await reader.page.getByRole("heading", { name: "Analytical Engines" }).waitFor();
  expect(await reader.page.getByRole("button", { name: "Rename" }).count()).toBe(0);
  await reader.page.context().close();
});

test("a session that has ended leads to sign-in and back to the same page", async () => {
  await goTo("/settings/audit");
  await page.getByRole("table", { name: "Audit" }).waitFor();
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Access", exact: true }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signInByHand(page, credenza);
  expect(complaints).toEqual([]);
});

test("signing out ends the session", async () => {
  await page.getByRole("button", { name: /Analytical Engines/ }).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await goTo("/credentials");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});
