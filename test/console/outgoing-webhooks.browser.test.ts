import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { type Receiver, startReceiver } from "../webhooks/receiver.ts";
import { axeFaults, launchBrowser, openPage, settled, shot, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let complaints: string[];
let credenza: TestCredenza;
let receiver: Receiver;
let status = 500;

beforeAll(async () => {
  receiver = await startReceiver((response) => response.writeHead(status, { "x-seen": "yes" }).end("Not today"));
  credenza = await startCredenza({ env: { CREDENZA_EGRESS_ALLOW: new URL(receiver.url).host } });
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser, { reducedMotion: "reduce" }));
  await signInByHand(page, credenza);
});
afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
  await receiver?.close();
});

test("a webhook is made, its receiver refuses a test event, a rule's event is delivered and replayed", async () => {
  await page.goto(`${credenza.url}/outgoing-webhooks`);
  await page.getByText("No outgoing webhooks yet").waitFor();
  await shot(page, "outgoing-empty");
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("link", { name: "Create outgoing webhook" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Ledger");
  await page.getByRole("textbox", { name: "URL" }).fill("http://169.254.169.254/notify");
  await page.getByLabel("API key").fill("ledger");
  await page.getByRole("button", { name: "Make one" }).click();
  await page.getByRole("button", { name: "Create outgoing webhook" }).click();
  await expect.poll(() => page.getByRole("textbox", { name: "URL" }).getAttribute("aria-invalid")).toBe("true");
  expect(await axeFaults(page)).toBe("");
  await shot(page, "outgoing-new");
  await page.getByRole("textbox", { name: "URL" }).fill(receiver.url);
  await page.getByRole("button", { name: "Create outgoing webhook" }).click();
  await page.getByRole("heading", { name: "Ledger" }).waitFor();

  await page.getByRole("button", { name: "Send a test event" }).click();
  const drawer = page.getByRole("dialog", { name: "Delivery" });
  await drawer.getByText("1. ").waitFor();
  await drawer.getByText("Not today").waitFor();
  await settled(page);
  await shot(page, "outgoing-delivery");
  expect(await axeFaults(page)).toBe("");
  expect(await drawer.textContent()).not.toContain("v1=");
  await drawer.getByRole("button", { name: "Close delivery" }).click();

  status = 204;
  const { body } = await credenza.api("GET", "integrationdestinations/webhooks");
  const rule = { name: "Orders", code: "orders", description: "Every order", eventName: "shop.order.created" };
  const settings = { calculation: "", active: true, alwaysFireEvent: true, webhookIds: [body.data[0].id] };
  const made = await credenza.api("POST", "notifications/configurations", { body: { ...rule, ...settings } });
  expect(made.status).toBe(200);
  await credenza.api("POST", "events", { body: { eventName: "shop.order.created", eventData: { new: { id: "1" } } } });
  await page.getByRole("link", { name: "shop.order.created" }).click();
  await drawer.getByText("Delivered.").waitFor();
  await drawer.getByRole("button", { name: "Replay" }).click();
  await drawer.getByText("Replay of").waitFor();
  await drawer.getByText("Delivered.").waitFor();
  // The refused test event may be tried again in between.
  const bodies = receiver.received.map(({ body }) => body.toString());
  expect(bodies.filter((body) => body.includes("shop.order.created"))).toHaveLength(2);
  await drawer.getByRole("button", { name: "Close delivery" }).click();
  expect(complaints).toEqual([]);
});

test.each([1440, 390])("its page says what it is, in both themes, at %i pixels", async (width) => {
  await page.setViewportSize({ width, height: 900 });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${credenza.url}/outgoing-webhooks`);
    await page.getByRole("link", { name: "Ledger" }).waitFor();
    await settled(page);
    await shot(page, `outgoing-list-${width}-${colorScheme}`);
    expect(await axeFaults(page)).toBe("");
    await page.getByRole("link", { name: "Ledger" }).click();
    await page.getByRole("heading", { name: "Ledger" }).waitFor();
    await page.getByText("attempts accepted").waitFor();
    await page.getByText("The headers of the last delivery:").waitFor();
    await page.getByText("Python", { exact: true }).click();
    await page.getByText("hmac.compare_digest").waitFor();
    await settled(page);
    await shot(page, `outgoing-page-${width}-${colorScheme}`);
    expect(await axeFaults(page)).toBe("");
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("switched off by a 410, it says why and what to do, in the list and on its page", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  status = 410;
  const [webhook] = (await credenza.api("GET", "integrationdestinations/webhooks")).body.data;
  await credenza.api("POST", `integrationdestinations/webhooks/${webhook.id}/test`, { body: {} });
  await page.goto(`${credenza.url}/outgoing-webhooks`);
  await page.getByText("Receiver wants no more").waitFor();
  await shot(page, "outgoing-gone-list");
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("link", { name: "Ledger", exact: true }).click();
  await page.getByText("Switched off: its receiver wants no more", { exact: true }).waitFor();
  await settled(page);
  await shot(page, "outgoing-gone");
  expect(await axeFaults(page)).toBe("");
  status = 200;
  await page.getByRole("switch", { name: "Active" }).click({ force: true });
  await page.getByText("Active. Notifications are signed and sent.").waitFor();
});

test("it is edited, and its secret rotated", async () => {
  await page.goto(`${credenza.url}/outgoing-webhooks`);
  await page.getByRole("link", { name: "Ledger" }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Description").fill("Books bills");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Books bills").waitFor();
  await page.getByRole("button", { name: "Rotate the secret" }).click();
  await page.getByRole("button", { name: "Make one" }).click();
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("button", { name: "Rotate", exact: true }).click();
  await page.getByText("Secret rotated").waitFor();
  const before = receiver.received.length;
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByRole("dialog", { name: "Delivery" }).getByText("Delivered.").waitFor();
  expect(String(receiver.received[before]?.headers["x-m3ter-signature"]).split(",")).toHaveLength(2);
  await page.getByRole("button", { name: "Close delivery" }).click();
});

test("paused, or without its credential, it says what to do; it is switched off and deleted", async () => {
  await credenza.context.store.inOrganization(credenza.organizationId, (tx) =>
    tx.updateTable("outgoing_webhooks").set({ dt_paused: new Date() }).execute(),
  );
  await page.reload();
  await page.getByText("Paused: nothing was accepted for three days", { exact: true }).waitFor();
  await settled(page);
  await shot(page, "outgoing-paused");
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("switch", { name: "Active" }).click({ force: true });
  await page.getByText("Active. Notifications are signed and sent.").waitFor();
  await credenza.context.store.inOrganization(credenza.organizationId, (tx) =>
    tx.updateTable("outgoing_webhooks").set({ credential_id: null }).execute(),
  );
  await page.reload();
  await page.getByRole("button", { name: "Sign with a new credential" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign with a new credential" });
  await dialog.getByLabel("API key").fill("ledger-2");
  await dialog.getByRole("button", { name: "Make one" }).click();
  await shot(page, "outgoing-new-credential");
  expect(await axeFaults(page)).toBe("");
  await dialog.getByRole("button", { name: "Create credential" }).click();
  await page.getByText("ledger-2", { exact: true }).waitFor();
  await page.getByRole("switch", { name: "Active" }).click({ force: true });
  await page.getByText("Inactive. Nothing is sent").waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Yes, delete" }).click();
  await page.getByText("No outgoing webhooks yet").waitFor();
  expect(complaints).toEqual([]);
});
