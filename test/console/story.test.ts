import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeChargebee, startFakeChargebee } from "../fakes/chargebee.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browsers = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const apiKey = "test_browser_key_0123456789";

let browser: Browser;
let page: Page;
let credenza: TestCredenza;
let chargebee: FakeChargebee;

beforeAll(async () => {
  chargebee = await startFakeChargebee({ keys: { [apiKey]: "full" } });
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: chargebee.url } });
  browser = await chromium.launch({
    executablePath: browsers.find((path) => path && existsSync(path)),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
  await chargebee?.close();
});

const goTo = (path: string) => page.goto(`${credenza.url}${path}`);
const button = (name: string | RegExp) => page.getByRole("button", { name });

async function seriousFaults(): Promise<string[]> {
  await page.addScriptTag({ content: axeSource }).catch(() => page.evaluate(axeSource));
  return page.evaluate(async () => {
    const axe = (
      globalThis as unknown as {
        axe: {
          run(): Promise<{
            violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
          }>;
        };
      }
    ).axe;
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`);
  });
}

describe("the main story in a browser", () => {
  it("signs in", async () => {
    await goTo("/");
    await page.getByLabel("Email").fill(credenza.admin.email);
    await page.getByLabel("Password", { exact: true }).fill(credenza.admin.password);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    expect(await page.context().cookies()).toMatchObject([{ name: "credenza_session", httpOnly: true }]);
  });

  it("creates a Chargebee credential, which is tested at once", async () => {
    await goTo("/credentials/new");
    await page.getByRole("combobox", { name: "Destination" }).or(page.getByLabel("Destination")).first().click();
    await page.getByRole("option", { name: "Chargebee" }).click();
    await page
      .getByLabel("Api key", { exact: true })
      .or(page.getByLabel("API key", { exact: true }))
      .first()
      .fill(apiKey);
    await page.getByLabel("Site", { exact: true }).fill("acme-test");
    await button("Create credential").click();
    await page.getByText("Credential created").waitFor();
    await page.waitForURL((url) => url.pathname === "/credentials");
    await page.getByLabel("Site", { exact: true }).waitFor({ state: "detached" });
    await page
      .getByRole("link", { name: /Chargebee/ })
      .first()
      .waitFor();
    expect(chargebee.requests.length).toBeGreaterThan(0);
    expect(await page.content()).not.toContain(apiKey);
  });

  it("offers the five types of an m3sh workflow credential with exactly their fields", async () => {
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
    for (const [type, fields] of types) {
      await page.getByRole("radio", { name: type }).check();
      for (const field of fields) {
        const label = new RegExp(`^${field}$`, "i");
        await page.getByLabel(label).first().waitFor();
      }
      expect(await page.locator("form input:not([type=radio]):not([type=hidden]), form textarea").count()).toBe(
        fields.length + 2,
      );
    }
  });

  it("deletes a credential after a question, and Yes deletes", async () => {
    const { body } = await credenza.api("POST", "integrationcredentials", {
      body: { name: "To delete", destination: "CHARGEBEE", apiKey, site: "acme-test" },
    });
    await goTo(`/credentials/${body.id}`);
    await button(/^Delete/).click();
    await page.getByRole("dialog").waitFor();
    await button(/^Yes/).click();
    await page.getByText(/Credential deleted/).waitFor();
    expect((await credenza.api("GET", `integrationcredentials/${body.id}`)).body.dtDeleted).not.toBeNull();
  });

  it("shows why a webhook request was refused", async () => {
    const { body: credential } = await credenza.api("POST", "integrationcredentials", {
      body: { name: "Basic", destination: "M3SH_WORKFLOW", username: "sender", password: "a password" },
    });
    const { body: webhook } = await credenza.api("POST", "incomingwebhooks", {
      body: { name: "Orders", credentialId: credential.id },
    });
    const send = (password: string) =>
      fetch(webhook.url, {
        method: "POST",
        body: '{"id":"ev_1"}',
        headers: { authorization: `Basic ${Buffer.from(`sender:${password}`).toString("base64")}` },
      });
    expect([(await send("a password")).status, (await send("wrong")).status]).toEqual([202, 401]);
    await goTo(`/incoming-webhooks/${webhook.id}`);
    await page
      .getByText(/^Accepted/)
      .first()
      .waitFor();
    await page
      .getByText(/^(Rejected|Refused)/)
      .first()
      .waitFor();
  });

  it.each([
    ["/systems"],
    ["/credentials"],
    ["/credentials/new?destination=CHARGEBEE"],
    ["/incoming-webhooks"],
    ["/settings/service-users"],
    ["/settings/permission-policies"],
    ["/settings/users"],
    ["/settings/audit"],
  ])("axe finds nothing serious on %s, light and dark", async (path) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await goTo(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      expect(await seriousFaults()).toEqual([]);
    }
  });
});
