import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeOauth, fakeApp, startFakeOauth } from "../fakes/oauth.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { axeFaults, launchBrowser, openPage, settled, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let complaints: string[];
let credenza: TestCredenza;
let vendor: FakeOauth;

const shots = process.env.CREDENZA_TEST_SHOTS;
const shoot = async (name: string, of = page): Promise<void> => {
  if (shots) await of.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

/** The same page wide, and dark. */
const shootAround = async (of: Page): Promise<void> => {
  await of.emulateMedia({ colorScheme: "dark" });
  await shoot("connect-choice-390-dark", of);
  await of.setViewportSize({ width: 1440, height: 900 });
  await shoot("connect-choice-1440-dark", of);
  await of.emulateMedia({ colorScheme: "light" });
  await shoot("connect-choice-1440-light", of);
  await of.setViewportSize({ width: 390, height: 844 });
};

beforeAll(async () => {
  vendor = await startFakeOauth();
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_XERO: vendor.url } });
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser));
  await signInByHand(page, credenza);
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
  await vendor?.close();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const status = () => page.getByRole("status").filter({ hasText: "Last checked" });

test("Go to Xero: the OAuth app is made on the spot, the sign-in leads back, and the credential works", async () => {
  await page.goto(`${credenza.url}/credentials/new?destination=XERO`);
  await button("New OAuth app").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`${credenza.url}/oauth/callback`).waitFor();
  await dialog.getByRole("textbox", { name: "Client id" }).fill(fakeApp.clientId);
  await dialog.getByLabel("Client secret", { exact: true }).fill(fakeApp.clientSecret);
  await shoot("new-app");
  expect(await axeFaults(page)).toBe("");
  await dialog.getByRole("button", { name: "Save OAuth app" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByLabel("Name").fill("Our Xero");
  expect(await page.getByLabel("OAuth app", { exact: true }).inputValue()).toMatch(/^[0-9a-f-]{36}$/);
  await shoot("go-to-xero");
  expect(await axeFaults(page)).toBe("");
  await button("Go to Xero").click();
  await page.getByRole("alert").filter({ hasText: "Our Xero is connected" }).waitFor();
  await settled(page);
  await status().getByText("Working", { exact: true }).waitFor();
  await page.getByText("7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001").waitFor();
  await shoot("connected");
  expect(new URL(page.url()).search).not.toContain("connected");
  expect(vendor.tokenRequests[0]?.form.code_verifier).toMatch(/^[\w-]{64}$/);
});

test("a withdrawn grant is shown, and connecting again brings the same credential back", async () => {
  vendor.withdraw();
  vendor.endTokens();
  await button("Test").click();
  await page.getByText("Revoked", { exact: true }).first().waitFor();
  await page.getByText("The connection has ended.").waitFor();
  await shoot("revoked");
  const before = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "Credentials", exact: true }).first().click();
  await page.getByRole("row", { name: "Our Xero" }).getByText("Connect it again.").waitFor();
  expect(await axeFaults(page)).toBe("");
  await shoot("list");
  await page.setViewportSize({ width: 390, height: 844 });
  const row = page.getByRole("listitem").filter({ hasText: "Our Xero" });
  await row.getByText(/^Failed .*Connect it again\.$/).waitFor();
  await row.getByText("Worked").waitFor();
  expect(await axeFaults(page)).toBe("");
  await shoot("list-390-light");
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await axeFaults(page)).toBe("");
  await shoot("list-390-dark");
  await page.setViewportSize({ width: 1440, height: 900 });
  await shoot("list-1440-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.goBack();
  await button("Connect again at Xero").click();
  await page.getByRole("alert").filter({ hasText: "is connected" }).waitFor();
  await settled(page);
  expect(new URL(page.url()).pathname).toBe(before);
  await status().getByText("Working", { exact: true }).waitFor();
});

const account = (last: number, tenantName: string) => ({
  tenantId: `7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c000${last}`,
  tenantName,
});

test("a connect link lets someone without an account sign in, and choose among several accounts", async () => {
  const own = vendor.tenants.splice(0, 1, account(4, "Babbage & Sons"), account(5, "Difference Engines Ltd"));

  await button("Make a connect link").click();
  const link = await page.locator("code").filter({ hasText: "/connect/" }).innerText();
  await shoot("link");
  const guest = await openPage(browser, { viewport: { width: 390, height: 844 } });
  await guest.page.goto(link);
  await guest.page.getByText("Analytical Engines asks you to sign in at Xero").waitFor();
  expect(await axeFaults(guest.page)).toBe("");
  await shoot("connect-page", guest.page);
  await guest.page.getByRole("button", { name: "Go to Xero" }).click();
  await guest.page.getByRole("heading", { name: "Choose the account" }).waitFor();
  expect(await axeFaults(guest.page)).toBe("");
  await shoot("connect-choice-390-light", guest.page);
  if (shots) await shootAround(guest.page);
  await guest.page.getByLabel("Difference Engines Ltd").check();
  await guest.page.getByRole("button", { name: "Use this account" }).click();
  await guest.page.getByRole("heading", { name: "Connected" }).waitFor();
  await shoot("connect-done", guest.page);
  expect(await axeFaults(guest.page)).toBe("");
  await guest.page.goto(link);
  await guest.page.getByRole("heading", { name: "This link does not work" }).waitFor();
  await guest.page.context().close();
  await page.reload();
  await page.getByText("7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0005").waitFor();
  await status().getByText("Working", { exact: true }).waitFor();
  vendor.tenants.splice(0, 2, ...own);
});

test("a sign-in that was not allowed says so, and several organisations are asked about", async () => {
  vendor.refusal = "access_denied";
  await page.reload();
  await button("Connect again at Xero").click();
  await page.getByRole("alert").filter({ hasText: "The access was not allowed there." }).waitFor();
  vendor.refusal = undefined;
  vendor.tenants.splice(0, 1, account(2, "Second Ltd"), account(3, "Third Ltd"));
  await button("Connect again at Xero").click();
  await page.getByRole("alert").filter({ hasText: "Choose the account that it is for." }).waitFor();
  await page.getByRole("heading", { name: "Choose the account" }).waitFor();
  await shoot("choice");
  await page.getByLabel("Second Ltd").check();
  await button("Use this account").click();
  await page.getByText("7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0002").waitFor();
  const told = page.getByRole("alert").filter({ hasText: "Our Xero is connected" });
  await told.getByText("Checked with GET").waitFor();
  await status().getByText("Working", { exact: true }).waitFor();
  await shoot("chosen");
});

test("deleting offers to end the access there, and the activity says that the system could not be asked", async () => {
  vendor.revocationStatus = 503;
  const credentialPage = page.url();

  await button("Delete").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("End its access at Xero now").check();
  await shoot("delete");
  expect(await axeFaults(page)).toBe("");
  await dialog.getByRole("button", { name: "Yes, delete" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.goto(credentialPage);
  await page.getByText("left the access of the credential at its system as it is").waitFor({ timeout: 15_000 });
  await page.getByText("The system could not be asked. It is asked again").waitFor();
  await shoot("access-kept");
  await page.goto(`${credenza.url}/settings/audit`);
  await page.getByText("The system could not be asked. It is asked again").waitFor();
  await shoot("access-kept-audit");
  expect(await axeFaults(page)).toBe("");
});

test("an AWS role shows the trust policy to paste, with its own external id", async () => {
  const role = { destination: "AWS", type: "AWS_INTEGRATION", accountId: "123456789012", roleName: "metering" };
  const { body } = await credenza.api("POST", "integrationcredentials", { body: { name: "Metering", ...role } });
  await page.goto(`${credenza.url}/credentials/${body.id}`);
  await page.getByLabel("text to paste").getByText(`"sts:ExternalId": "${body.externalId}"`).waitFor();
  await shoot("aws-role");
  expect(await axeFaults(page)).toBe("");
});

test("an empty form is answered at its first field, a secret one too", async () => {
  await page.goto(`${credenza.url}/credentials/new?destination=CHARGEBEE`);
  await button("Create credential").click();
  const apiKey = page.locator('[name="credential-apiKey"]');
  await expect.poll(() => apiKey.getAttribute("aria-invalid")).toBe("true");
  await expect.poll(() => apiKey.evaluate((input) => input.matches(":focus"))).toBe(true);
  expect(await axeFaults(page)).toBe("");
});

test("a secret is rotated in a dialog, and the credential is tested with the new one", async () => {
  await page.goto(`${credenza.url}/credentials?type=XERO_OAUTH_APP`);
  await page.getByRole("link", { name: "Xero OAuth app", exact: true }).click();
  await settled(page);
  await button("Rotate").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New client secret", { exact: true }).fill("another-secret");
  await shoot("rotate");
  expect(await axeFaults(page)).toBe("");
  await dialog.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("alert").filter({ hasText: "Credential rotated" }).waitFor();
  expect(complaints).toEqual([]);
});
