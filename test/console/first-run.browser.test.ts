import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { axeFaults, launchBrowser, openPage } from "./browser.ts";

const bootstrapNames = ["ORG_ID", "ORG_NAME", "ADMIN_EMAIL", "ADMIN_PASSWORD", "ACCESS_KEY_ID", "API_SECRET"];
let browser: Browser;
let page: Page;
let complaints: string[];
let template: TestCredenza;
let credenza: TestCredenza;

beforeAll(async () => {
  template = await startCredenza();
  await template.context.store.system.deleteFrom("organizations").execute();
  await template.context.store.system.deleteFrom("users").execute();
  const env = Object.fromEntries(bootstrapNames.map((name) => [`CREDENZA_BOOTSTRAP_${name}`, ""]));
  credenza = await startCredenza({ env, databaseUrl: template.databaseUrl });
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser));
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
  await template?.stop();
});

const fill = async () => {
  await page.getByLabel("Organization name").fill("Analytical Engines");
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
};

test("any address leads to the first run while there is no administrator", async () => {
  await page.goto(`${credenza.url}/credentials?q=x`);
  await page.getByRole("heading", { name: "Set up Credenza" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/setup");
  expect(await axeFaults(page)).toBe("");
});

test("a wrong token is refused beside its field, and a short password cannot be sent", async () => {
  await page.getByLabel("Setup token").fill("wrong");
  await fill();
  await page.getByLabel("Password", { exact: true }).fill("short");
  expect(await page.getByRole("button", { name: "Create administrator" }).isDisabled()).toBe(true);
  await page.getByText("7 to go").waitFor();
  await fill();
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.locator("[aria-invalid=true][name=token]").waitFor();
});

test("the link of the terminal fills the token in and leads into the Console", async () => {
  const token = (await credenza.context.access.setup.token()) ?? "";
  await page.goto(`${credenza.url}/setup#token=${token}`);
  await page.reload();
  await page.getByLabel("Setup token").waitFor();
  expect(await page.getByLabel("Setup token").inputValue()).toBe(token);
  await fill();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "All systems" }).waitFor();
  expect(page.url()).not.toContain(token);
  expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: "Lax" }]);
  expect(complaints).toEqual([]);
});

test("the first run cannot be opened again", async () => {
  await page.goto(`${credenza.url}/setup`);
  await page.getByRole("heading", { name: "All systems" }).waitFor();
});
