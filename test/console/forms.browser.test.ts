import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type CredentialTypeEntry, type DestinationEntry, loadRegistry } from "../../src/define/registry.ts";
import { type FakeSystems, startFakeSystems } from "../fakes/system.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { launchBrowser, openPage, signInByHand } from "./browser.ts";

const registry = await loadRegistry([fileURLToPath(new URL("../../systems", import.meta.url))]);

let browser: Browser;
let page: Page;
let complaints: string[];
let vendors: FakeSystems;
let credenza: TestCredenza;

beforeAll(async () => {
  vendors = await startFakeSystems();
  const overrides = registry.destinations.map(({ id }) => [`CREDENZA_BASE_URL_${id}`, `${vendors.url}/${id}`]);
  credenza = await startCredenza({ env: Object.fromEntries(overrides) });
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser));
  await signInByHand(page, credenza);
  await page.goto(`${credenza.url}/credentials`);
});

/** The list stays short, so the last form is as quick as the first. */
afterEach(async () => {
  const { body } = await credenza.api("GET", "integrationcredentials");
  for (const { id } of body.data) await credenza.api("DELETE", `integrationcredentials/${id}`);
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
  await vendors?.close();
});

async function choose({ id, name }: DestinationEntry): Promise<void> {
  const input = page.getByRole("combobox", { name: "Destination" });
  await input.fill(id);
  await page
    .getByRole("option", { name })
    .and(page.locator(`[value="${id}"]`))
    .click();
  expect(await input.inputValue()).toBe(name);
}

async function fill({ fields, examples }: CredentialTypeEntry): Promise<void> {
  for (const [field, value] of Object.entries(examples.fields)) {
    const input = page.locator(`[name="credential-${field}"]`);
    if (fields[field]?.kind === "select") await input.selectOption(value);
    else await input.fill(value);
  }
}

/** A sign-in by redirect leaves the form for the vendor's page; its own test goes there. */
const savesAtOnce = ({ authorize }: CredentialTypeEntry): boolean => authorize?.scheme !== "oauthCode";

/** By hand, as a person does: from the list, by the name of the system, with the example's values. */
async function create(destination: DestinationEntry, type: CredentialTypeEntry): Promise<void> {
  if (new URL(page.url()).pathname !== "/credentials") await page.goto(`${credenza.url}/credentials`);
  const name = `${destination.id} ${type.id}`;
  await page.getByRole("link", { name: "Create credential" }).first().click();
  await choose(destination);
  const choice = page.getByRole("radio", { name: type.name, exact: true });
  if (registry.typesOf(destination.id).length > 1) await choice.check();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await fill(type);
  await page.getByRole("button", { name: "Create credential", exact: true }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  await row.waitFor();
  expect(await row.getAttribute("data-marked")).toBe("true");
  const shown = await page.content();
  for (const [field, value] of Object.entries(type.examples.fields)) {
    if (type.fields[field]?.secret) expect(shown).not.toContain(value);
  }
}

test.each(registry.systems)(
  "every form of $name saves, and its row is in the list",
  { timeout: 60_000 },
  async (system) => {
    for (const id of Object.keys(system.destinations)) {
      const destination = registry.destination(id) as DestinationEntry;
      for (const type of registry.typesOf(id)) if (savesAtOnce(type)) await create(destination, type);
    }
    expect(complaints).toEqual([]);
  },
);
