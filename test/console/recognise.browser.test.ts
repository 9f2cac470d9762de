import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { axeFaults, launchBrowser, openPage, settled, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
  browser = await launchBrowser();
  ({ page } = await openPage(browser));
  await signInByHand(page, credenza);
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
});

const destination = () => page.getByRole("combobox", { name: "Destination" });

async function paste(text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.keyboard.press("ControlOrMeta+v");
}

test("a key that is pasted into Destination picks its system and mode, and lands in its field", async () => {
  await page.goto(`${credenza.url}/credentials/new`);
  await destination().focus();
  await paste(' "sandbox_0aBcD1eFgH2iJkL3"\n');
  await page.getByRole("alert").getByText("Recognised: GoCardless sandbox").waitFor();
  expect(await destination().inputValue()).toBe("GoCardless sandbox");
  expect(await page.locator('[name="credential-accessToken"]').inputValue()).toBe("sandbox_0aBcD1eFgH2iJkL3");
});

test("a key of another system is told, and goes there by one press", async () => {
  await page.goto(`${credenza.url}/credentials/new?destination=CHARGEBEE`);
  await page.locator('[name="credential-apiKey"]').fill("lin_api_example");
  await page.getByRole("button", { name: "Use Linear" }).click();
  expect(await destination().inputValue()).toBe("Linear");
  expect(await page.locator('[name="credential-apiKey"]').inputValue()).toBe("lin_api_example");
  expect(await axeFaults(page)).toBe("");
});

test("a sandbox key at a live destination is told", async () => {
  await page.goto(`${credenza.url}/credentials/new?destination=GOCARDLESS`);
  await page.locator('[name="credential-accessToken"]').fill("sandbox_0aBcD1eFgH2iJkL3");
  await page.getByText("This is a sandbox token.").waitFor();
});

test("a destination is found by a former name, its group and its id", async () => {
  await page.goto(`${credenza.url}/credentials/new`);
  for (const [typed, found] of [
    ["chargify", "Maxio Advanced Billing"],
    ["tax sandbox", "Avalara AvaTax sandbox"],
    ["GOCARDLESS_SANDBOX", "GoCardless sandbox"],
  ] as const) {
    await destination().fill(typed);
    await page.getByRole("option", { name: found }).waitFor();
  }
  await destination().fill("no such system");
  await page.getByText("Any API takes every key").waitFor();
});

test("the cards are found by words and by category, and the address keeps both", async () => {
  await page.goto(`${credenza.url}/systems`);
  await page.getByRole("searchbox", { name: "Search systems" }).fill("mail");
  await expect.poll(() => page.getByRole("link", { name: "Recurly" }).count()).toBe(0);
  await page.getByRole("link", { name: "Postmark" }).waitFor();
  await page
    .getByRole("navigation", { name: "Categories" })
    .getByRole("link", { name: /Billing/ })
    .click();
  await page.getByText("No system has these words").waitFor();
  expect(new URL(page.url()).search).toBe("?category=Billing&q=mail");
  await page.getByRole("button", { name: "Clear search" }).click();
  await page.getByRole("link", { name: "Recurly" }).waitFor();
});

test.each([
  [1440, "light"],
  [390, "dark"],
] as const)("All systems has no faults at %i pixels, %s", async (width, colorScheme) => {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${credenza.url}/systems`);
  await settled(page);
  expect(await axeFaults(page)).toBe("");
  expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
});
