import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { axeFaults, launchBrowser, openPage, settled, shot, signInByHand } from "./browser.ts";

/** The server, and the page on which this file's tests of workflows are done. */
export let credenza: TestCredenza;
export let page: Page;
/** A test ends with it empty. */
export let complaints: string[];
let browser: Browser | undefined;

export async function openConsole(
  env: Record<string, string> = {},
  options: BrowserContextOptions = {},
): Promise<TestCredenza> {
  [credenza, browser] = await Promise.all([startCredenza({ env }), launchBrowser()]);
  ({ page, complaints } = await openPage(browser, { reducedMotion: "reduce", ...options }));
  page.setDefaultTimeout(25_000);
  await signInByHand(page, credenza);
  return credenza;
}

export async function closeConsole(): Promise<void> {
  await browser?.close();
  await credenza?.stop();
}

export const button = (name: string): Locator => page.getByRole("button", { name, exact: true });
export const dialog = (name: string): Locator => page.getByRole("dialog", { name });
export const saved = (): Promise<void> => page.getByText("Draft saved").waitFor();

/** The page as it stands loads nothing more, is kept as a picture, and axe-core finds nothing wrong with it. */
export async function see(name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await axeFaults(page)).toBe("");
}

/** The same, light and dark, without anything that stands out of the page. */
export async function seeBothThemes(name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await see(`${name}-${colorScheme}`);
  }
  const { width = 0 } = page.viewportSize() ?? {};
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
}
