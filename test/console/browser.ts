import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { findBrowser } from "../../script/browser.ts";
import type { TestCredenza } from "../harness.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const quiet = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium or Chrome of this machine (CHROMIUM_PATH, else the first on PATH), without a window and without calls home. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser(process.env);
  if (!executablePath) throw new Error("No Chromium or Chrome is found. Name it in CHROMIUM_PATH.");
  return chromium.launch({ executablePath, args: quiet });
}

export interface OpenPage {
  page: Page;
  /** What the page wrote as an error, or threw. A test ends with it empty. */
  complaints: string[];
}

/** A page of its own, with its own cookies. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const usual = { viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" } as const;
  const context = await browser.newContext({ ...usual, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const refused = /Failed to load resource/.test(message.text());
    if (message.type() === "error" && !refused) complaints.push(message.text());
  });
  return { page, complaints };
}

/** Signs in as the administrator by hand, from wherever the page leads. */
export async function signInByHand(page: Page, { url, admin }: TestCredenza): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

/** A colour on its way between two is not one that anybody reads. */
const untilStill = `Promise.all(document.getAnimations()
  .filter((one) => one.effect?.getComputedTiming().iterations === 1)
  .map((one) => one.finished.catch(() => undefined))).then(() => undefined)`;

/** Everything that axe-core finds wrong with the page as it stands, one line per rule; empty when nothing is. */
export async function axeFaults(page: Page): Promise<string> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  await page.evaluate(untilStill);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } };
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    const lines = violations.map(
      ({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ""}`,
    );
    return lines.join("\n");
  });
}

/** The page has its title and nothing on it loads any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await expect.poll(() => page.locator("[aria-busy=true]").count(), { timeout: 10_000 }).toBe(0);
}

/** Keeps a picture of the whole page when CREDENZA_TEST_SHOTS names a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.CREDENZA_TEST_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
