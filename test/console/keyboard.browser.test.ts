import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { launchBrowser, openPage, settled, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
  browser = await launchBrowser();
  ({ page } = await openPage(browser));
  await signInByHand(page, credenza);
});

beforeEach(async () => {
  await page.goto(`${credenza.url}/credentials`);
  await settled(page);
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
});

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const focused = () =>
  page.evaluate<string>(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? ''",
  );

test("a credential is created with the keyboard alone", async () => {
  await press("Control+k");
  await page.getByRole("combobox", { name: /Search pages/ }).waitFor();
  await page.keyboard.type("create cred");
  await press("Enter");
  await page.getByRole("heading", { name: "Create credential" }).waitFor();
  await expect.poll(focused).toBe("Destination");
  await page.keyboard.type("m3sh");
  await page.getByRole("option", { name: "m3sh workflow" }).waitFor();
  await press("Enter");
  await page.getByRole("radio", { name: "HTTP basic" }).waitFor();
  await press("Tab", "ArrowDown");
  expect(await page.getByRole("radio", { name: "HubSpot client secret" }).isChecked()).toBe(true);
  await press("Tab");
  for (let tabs = 0; tabs < 3 && (await focused()) !== "Client secret"; tabs++) await press("Tab");
  expect(await focused()).toBe("Client secret");
  await page.keyboard.type("hubspot-client-secret-0123456789");
  await press("Enter");
  await page.getByRole("alert").filter({ hasText: "Credential created" }).waitFor();
  const { body } = await credenza.api("GET", "integrationcredentials");
  expect(body.data[0]).toMatchObject({ name: "m3sh workflow", type: "HUBSPOT_CLIENT_SECRET" });
});

test("row actions are seen when the focus reaches them", async () => {
  const remove = page.getByRole("button", { name: /^Delete / }).first();
  const opacity = () =>
    page.evaluate<string>(
      "getComputedStyle(document.querySelector('td button[aria-label^=Delete]').parentElement).opacity",
    );
  expect(await opacity()).toBe("0");
  await remove.focus();
  await expect.poll(opacity).toBe("1");
});

test("Escape leaves the form at once when nothing was typed, and asks when something would be lost", async () => {
  await page.goto(`${credenza.url}/credentials/new?destination=CHARGEBEE`);
  await expect.poll(focused).toBe("Api key");
  await press("Escape");
  await page.getByRole("heading", { name: "Credentials" }).waitFor();
  await page.goto(`${credenza.url}/credentials/new?destination=CHARGEBEE`);
  await expect.poll(focused).toBe("Api key");
  await page.keyboard.type("test_half_a_key");
  await press("Escape");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Leave without saving?").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await page.getByRole("textbox", { name: "Api key" }).inputValue()).toBe("test_half_a_key");
  await page.getByRole("textbox", { name: "Api key" }).press("Escape");
  await dialog.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("heading", { name: "Credentials" }).waitFor();
});

test("a paste is tidied, and the format is complained about only when the field is left", async () => {
  await page.goto(`${credenza.url}/credentials/new?destination=CHARGEBEE`);
  await page.evaluate(`navigator.clipboard.writeText(' "test_0aBcD1eFgH2iJkL3"\\n')`);
  await page.getByRole("textbox", { name: "Api key" }).focus();
  await press("Control+v");
  expect(await page.getByRole("textbox", { name: "Api key" }).inputValue()).toBe("test_0aBcD1eFgH2iJkL3");
  const site = page.getByRole("textbox", { name: "Site" });
  await site.pressSequentially("acme.chargebee.com");
  expect(await site.getAttribute("aria-invalid")).toBeNull();
  await press("Tab");
  await expect.poll(() => site.getAttribute("aria-invalid")).toBe("true");
  await site.fill("acme-test");
  expect(await site.getAttribute("aria-invalid")).toBeNull();
});

test("secrets are typed hidden and never offered to be remembered", async () => {
  await page.goto(`${credenza.url}/credentials/new?destination=CHARGEBEE`);
  const key = page.getByRole("textbox", { name: "Api key" });
  expect([await key.getAttribute("type"), await key.getAttribute("autocomplete")]).toEqual(["password", "off"]);
});
