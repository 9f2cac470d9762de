import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type CredentialTypeEntry, type DestinationEntry, loadRegistry } from "../../src/define/registry.ts";
import { fakeApp } from "../fakes/oauth.ts";
import { type OauthVendors, startOauthVendors } from "../fakes/oauth-vendor.ts";
import { type FakeSystems, startFakeSystems } from "../fakes/system.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { type OauthRules, oauthRules } from "../systems/oauth/rules.ts";
import { launchBrowser, openPage, signInByHand } from "./browser.ts";

const folderAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const privateSystems = folderAt("../systems/private");
const registry = await loadRegistry([folderAt("../../systems"), privateSystems]);

let browser: Browser;
let page: Page;
let complaints: string[];
let vendors: FakeSystems;
let signIns: OauthVendors;
let credenza: TestCredenza;

beforeAll(async () => {
  vendors = await startFakeSystems();
  signIns = await startOauthVendors();
  const placeOf = (id: string): string => (oauthRules[`${id} OAUTH_CODE`] ? signIns : vendors).url;
  const overrides = registry.destinations.map(({ id }) => [`CREDENZA_BASE_URL_${id}`, `${placeOf(id)}/${id}`]);
  const env = { ...Object.fromEntries(overrides), CREDENZA_SYSTEMS_DIR: privateSystems };
  credenza = await startCredenza({ env });
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser));
  await signInByHand(page, credenza);
  await page.goto(`${credenza.url}/credentials`);
});

/** The list stays short, so the last form is as quick as the first. */
afterEach(async () => {
  for (const noun of ["incomingwebhooks", "integrationcredentials"]) {
    const { body } = await credenza.api("GET", noun);
    for (const { id } of body.data) await credenza.api("DELETE", `${noun}/${id}?force=true`);
  }
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
  await vendors?.close();
  await signIns?.close();
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

const rowOf = (name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

/** By hand, as a person does: from the list, by the name of the system. */
async function openForm(destination: DestinationEntry, type: CredentialTypeEntry): Promise<string> {
  if (new URL(page.url()).pathname !== "/credentials") await page.goto(`${credenza.url}/credentials`);
  const name = `${destination.id} ${type.id}`;
  await page.getByRole("link", { name: "Create credential" }).first().click();
  await choose(destination);
  const choice = page.getByRole("radio", { name: type.name, exact: true });
  if (registry.typesOf(destination.id).length > 1) await choice.check();
  await page.getByLabel("Name", { exact: true }).fill(name);
  return name;
}

async function create(destination: DestinationEntry, type: CredentialTypeEntry): Promise<void> {
  const name = await openForm(destination, type);
  await fill(type);
  await page.getByRole("button", { name: "Create credential", exact: true }).click();
  const row = rowOf(name);
  await row.waitFor();
  expect(await row.getAttribute("data-marked")).toBe("true");
  const shown = await page.content();
  for (const [field, value] of Object.entries(type.examples.fields)) {
    if (type.fields[field]?.secret) expect(shown).not.toContain(value);
  }
}

/** To the vendor's page and back: the OAuth app of the form before is taken, and the list says that it works. */
async function signInBy(destination: DestinationEntry, type: CredentialTypeEntry, rules: OauthRules): Promise<void> {
  const client = { id: fakeApp.clientId, secret: fakeApp.clientSecret };
  const redirectUrl = `${credenza.url}/oauth/callback`;
  signIns.play({ destination: destination.id, rules, client, redirectUrl, good: {} });
  const name = await openForm(destination, type);
  await expect
    .poll(() => page.getByLabel("OAuth app", { exact: true }).inputValue(), { timeout: 10_000 })
    .toMatch(/^[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: `Go to ${destination.system.name}`, exact: true }).click();
  await page
    .getByRole("alert")
    .filter({ hasText: `${name} is connected` })
    .waitFor();
  expect(signIns.faults).toEqual([]);
  await page.goto(`${credenza.url}/credentials`);
  await rowOf(name).getByText("Working", { exact: true }).waitFor();
}

/** Verifications whose private half only the sender has, or the proxy before us. */
const ofSenderAlone = new Set(["bodySignature", "bearerJwt", "certificate", "proxyCertificate"]);

function isSampled({ incoming, examples }: CredentialTypeEntry): boolean {
  const verification = incoming?.verification;
  if (!verification || ofSenderAlone.has(verification.verify)) return false;
  const isEd25519 = verification.verify === "signature" && verification.mac.kind === "ed25519";
  return !isEd25519 && examples.fields.algorithm !== "ed25519";
}

const kindsReceived = new Set<string>();

/** The page of a webhook is the same for every type; that a sample of each is accepted stands in test/webhooks/samples. */
function firstOfItsKind({ incoming }: CredentialTypeEntry): boolean {
  const kind = incoming?.verification.verify ?? "";
  if (kindsReceived.has(kind)) return false;
  kindsReceived.add(kind);
  return true;
}

/** The credential verifies what a webhook of its own receives: a sample that is signed as the vendor signs. */
async function receive(destination: DestinationEntry, type: CredentialTypeEntry): Promise<void> {
  const name = `${destination.id} ${type.id}`;
  const { body } = await credenza.api("GET", `integrationcredentials?q=${encodeURIComponent(name)}`);
  const { id } = body.data.find((one: { name: string }) => one.name === name);
  await page.goto(`${credenza.url}/incoming-webhooks/new?credential=${id}`);
  await page.getByRole("button", { name: "Create incoming webhook", exact: true }).click();
  await page.getByRole("button", { name: "Send a test request", exact: true }).click();
  if (isSampled(type)) await page.getByRole("dialog").getByText("Accepted", { exact: true }).first().waitFor();
  else await page.getByRole("alert").filter({ hasText: "a sample cannot be made" }).waitFor();
}

/** The OAuth app before the sign-in that is made with it. */
const appsFirst = (types: CredentialTypeEntry[]): CredentialTypeEntry[] =>
  types.toSorted((a, b) => Number(b.app ?? false) - Number(a.app ?? false));

async function walk(destination: DestinationEntry, type: CredentialTypeEntry): Promise<void> {
  const rules = oauthRules[`${destination.id} ${type.id}`];
  if (rules?.code) return signInBy(destination, type, rules);
  await create(destination, type);
  if (type.incoming && firstOfItsKind(type)) await receive(destination, type);
}

test.each(registry.systems)(
  "every form of $name saves, and what it makes is in the list; who signs in comes back; each kind that verifies takes a sample",
  { timeout: 120_000 },
  async (system) => {
    for (const id of Object.keys(system.destinations)) {
      const destination = registry.destination(id) as DestinationEntry;
      for (const type of appsFirst(registry.typesOf(id))) await walk(destination, type);
    }
    expect(complaints).toEqual([]);
  },
);
