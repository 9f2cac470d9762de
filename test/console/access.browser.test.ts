import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createWebhook } from "../webhooks/webhook.ts";
import { axeFaults, launchBrowser, openPage, settled, shot, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let complaints: string[];
let credenza: TestCredenza;
const paths: Record<string, string> = {};

beforeAll(async () => {
  credenza = await startCredenza();
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser, { reducedMotion: "reduce" }));
  const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
  const refused = await credenza.api("POST", `incomingwebhooks/${webhook.id}/sample/send`, { body: { wrong: true } });
  const user = await credenza.api("POST", "serviceusers", { body: { name: "Sync" } });
  await credenza.api("POST", `serviceusers/${user.body.id}/credentials`, { body: {} });
  const all = await credenza.api("GET", "permissionpolicies");
  const people = await credenza.api("GET", "users");
  const group = await credenza.api("POST", "usergroups", { body: { name: "Finance" } });
  await credenza.api("PUT", `usergroups/${group.body.id}/users/${people.body.data[0].id}`);
  const person = { email: "grace@example.test", password: "a long enough password" };
  const grace = await credenza.api("POST", "users", { body: person });
  const readers = await credenza.api("POST", "usergroups", { body: { name: "Readers" } });
  const reading = all.body.data.find(({ name }: { name: string }) => name === "Read-only").id;
  const attachment = { principalId: readers.body.id };
  await credenza.api("POST", `permissionpolicies/${reading}/addtousergroup`, { body: attachment });
  Object.assign(paths, {
    credential: `/credentials/${webhook.credentialId}`,
    webhook: `/incoming-webhooks/${webhook.id}`,
    message: `/incoming-webhooks/${webhook.id}?message=${refused.body.id}`,
    "service user": `/settings/service-users/${user.body.id}`,
    policy: `/settings/permission-policies/${all.body.data[0].id}`,
    "user group": `/settings/user-groups/${group.body.id}`,
    grace: `/settings/users/${grace.body.id}`,
    user: `/settings/users/${people.body.data[0].id}`,
  });
  await signInByHand(page, credenza);
});

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
});

/** Headings whose words run out of their box, over what stands beside them. */
const crowdedHeadings = `[...document.querySelectorAll("h1, h2")]
  .filter((heading) => heading.clientWidth > 1 && heading.scrollWidth > heading.clientWidth + 1)
  .map((heading) => heading.textContent)`;

const places = [
  "/systems",
  "/systems?category=Workflows",
  "/systems/chargebee",
  "/systems/m3sh-workflow",
  "/credentials",
  "/credentials?q=nothing-has-this-name",
  "/credentials?show=deleted",
  "/credentials/new",
  "/credentials/new?destination=CHARGEBEE",
  "/credentials/new?destination=M3SH_WORKFLOW",
  "credential",
  "/incoming-webhooks",
  "/incoming-webhooks/new",
  "/outgoing-webhooks",
  "/outgoing-webhooks/new",
  "/integration-events",
  "/workflows",
  "/workflows/new",
  "/workflow-runs",
  "/workflow-templates",
  "/workflow-parameters",
  "/transformations",
  "/notification-rules",
  "/notification-rules/new",
  "/events",
  "/event-types",
  "webhook",
  "message",
  "/settings/users",
  "user",
  "/settings/user-groups",
  "/settings/user-groups/new",
  "user group",
  "/settings/service-users",
  "/settings/service-users/new",
  "service user",
  "/settings/permission-policies",
  "/settings/permission-policies/new",
  "policy",
  "/settings/organization",
  "/settings/keys",
  "/settings/audit",
  "/credentials/01a20b5e-0000-7000-8000-000000000000",
  "/nowhere",
];

const isWhole = async () => {
  expect(await axeFaults(page)).toBe("");
  expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  expect(await page.evaluate<string[]>(crowdedHeadings)).toEqual([]);
};

const goTo = async (place: string) => {
  await page.goto(`${credenza.url}${paths[place] ?? place}`);
  await settled(page);
};

test.each(places)(
  "axe finds nothing on %s in both themes and on a phone, and nothing is wider than the page",
  async (place) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await goTo(place);
    await isWhole();
    expect(await page.title()).toMatch(/\S · Credenza$/);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await isWhole();
    await page.setViewportSize({ width: 390, height: 844 });
    await settled(page);
    await isWhole();
  },
);

test("axe finds nothing in dialogs, menus and the palette", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await goTo("credential");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    expect(await axeFaults(page)).toBe("");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /Analytical Engines/ }).click();
    await page.getByRole("menu").waitFor();
    expect(await axeFaults(page)).toBe("");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("listbox", { name: "Results" }).waitFor();
    expect(await axeFaults(page)).toBe("");
    await goTo("/credentials/new");
    await page.getByRole("combobox", { name: "Destination" }).click();
    await page.getByRole("option").first().waitFor();
    expect(await axeFaults(page)).toBe("");
  }
});

const click = (name: string) => page.getByRole("button", { name, exact: true }).click();
const pick = async (label: string, option: string) => {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
};

const users = () => page.getByRole("list", { name: "Users in the group" });
const policies = () => page.getByRole("list", { name: "Attached policies" });

test("a user group is made from the palette, with its users and policies, and renamed", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await goTo("/settings/user-groups");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/./).last().fill("create user group");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name").fill("Operations");
  await pick("Users", "grace@example.test");
  await page.keyboard.press("Escape");
  await pick("Permission policies", "Use credentials");
  await page.keyboard.press("Escape");
  await click("Create user group");
  await page.getByRole("heading", { level: 1, name: "Operations" }).waitFor();
  await users().getByRole("link", { name: "grace@example.test" }).waitFor();
  await policies().getByRole("link", { name: "Use credentials" }).waitFor();
  await click("Rename");
  await page.getByRole("dialog").getByLabel("Name").fill("Operators");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await page.getByRole("heading", { level: 1, name: "Operators" }).waitFor();
});

test("the users and policies of a group change in place", async () => {
  await goTo("user group");
  await pick("User to add", "grace@example.test");
  await click("Add");
  await users().getByRole("link", { name: "grace@example.test" }).waitFor();
  await click(`Remove ${credenza.admin.email}`);
  await users().getByRole("link", { name: credenza.admin.email }).waitFor({ state: "detached" });
  await pick("Policy to attach", "Read-only");
  await click("Attach");
  await click("Detach Read-only");
  await policies().getByRole("link").waitFor({ state: "detached" });
  await page.getByText("No policy yet: Finance allows its users nothing.").waitFor();
  await shot(page, "user-group");
});

test("a user's page shows the groups and changes them; deleting a group says who loses what", async () => {
  await goTo("grace");
  const groups = page.getByRole("list", { name: "Groups of the user" });
  await pick("Group to add to", "Readers");
  await click("Add");
  await groups.getByRole("link", { name: "Readers" }).waitFor();
  await shot(page, "user-with-groups");
  await groups.getByRole("link", { name: "Readers" }).click();
  await click("Delete");
  const dialog = page.getByRole("dialog", { name: "Delete Readers?" });
  await dialog.getByText("Its 1 user loses at once what it allows through Read-only").waitFor();
  expect(await axeFaults(page)).toBe("");
  await dialog.getByRole("button", { name: "Yes, delete" }).click();
  await page.getByRole("link", { name: "Finance" }).waitFor();
  expect(await page.getByRole("link", { name: "Readers" }).count()).toBe(0);
});

test("axe finds nothing on sign-in, and the page complains of nothing", async () => {
  const other = await openPage(browser);
  await other.page.goto(`${credenza.url}/sign-in`);
  await settled(other.page);
  expect(await axeFaults(other.page)).toBe("");
  expect([...complaints, ...other.complaints]).toEqual([]);
});
