import type { Browser, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { axeFaults, launchBrowser, openPage, settled, shot, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
  browser = await launchBrowser();
  ({ page } = await openPage(browser));
  await signInByHand(page, credenza);
});

afterEach(() => page.unrouteAll({ behavior: "ignoreErrors" }));

afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
});

const goTo = (path: string) => page.goto(`${credenza.url}${path}`);
const below = (path: string) => (url: URL) =>
  url.pathname === `/organizations/${credenza.organizationId}${path && `/${path}`}`;
const failure = {
  status: 500,
  contentType: "application/problem+json",
  body: JSON.stringify({ title: "Something failed on our side", status: 500, code: "internal", requestId: "req_42" }),
};

test.each([
  ["/systems", "systems"],
  ["/systems/chargebee", "systems"],
  ["/credentials", "integrationcredentials"],
  ["/incoming-webhooks", "incomingwebhooks"],
  ["/outgoing-webhooks", "integrationdestinations/webhooks"],
  ["/integration-events", "events"],
  ["/integration-runs", "integrationruns"],
  ["/external-mappings", "externalmappings"],
  ["/workflows", "workflows"],
  ["/workflows/new", "workflows/templates"],
  ["/workflow-runs", "workflowruns"],
  ["/workflow-parameters", "workflowparameters"],
  ["/notification-rules", "notifications/configurations"],
  ["/events", "events"],
  ["/event-types", "eventtypes"],
  ["/settings/users", "users"],
  ["/settings/user-groups", "usergroups"],
  ["/settings/service-users", "serviceusers"],
  ["/settings/permission-policies", "permissionpolicies"],
  ["/settings/organization", ""],
  ["/settings/keys", "datakeys"],
  ["/settings/audit", "audit"],
])("%s says what failed, gives the request's ID and tries again", async (path, call) => {
  await page.route(below(call), (route) => route.fulfill(failure));
  await goTo(path);
  await page.getByText("Something failed on our side").waitFor();
  await page.getByText("req_42").waitFor();
  await shot(page, `error${path.replaceAll("/", "-")}`);
  expect(await axeFaults(page)).toBe("");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Something failed on our side").waitFor({ state: "detached" });
});

test.each([1440, 390])(
  "a builder whose functions cannot be read says so and tries again, at %i pixels",
  async (width) => {
    await page.setViewportSize({ width, height: 900 });
    const definition = { formatVersion: 1, trigger: { type: "manual", next: [] }, steps: [] };
    const { body } = await credenza.api("POST", "workflows", { body: { name: "Broken", definition } });
    await page.route(below("workflows/functions"), (route) => route.fulfill(failure));
    await goTo(`/workflows/${body.id}`);
    await page.getByText("req_42").waitFor();
    await shot(page, `error-builder-${width}`);
    expect(await axeFaults(page)).toBe("");
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("A run starts").waitFor();
    await credenza.api("DELETE", `workflows/${body.id}`);
    await page.setViewportSize({ width: 1440, height: 900 });
  },
);

test("a list shows the shape of what is to come while it loads", async () => {
  const held: Route[] = [];
  await page.route(below("integrationcredentials"), (route) => void held.push(route));
  await goTo("/credentials");
  await page.getByRole("status", { name: "Credentials are loading" }).waitFor();
  expect(await axeFaults(page)).toBe("");
  for (const route of held) await route.continue();
  await page.getByText("No credentials yet").waitFor();
});

test.each([
  ["/credentials", "No credentials yet", "Create credential"],
  ["/incoming-webhooks", "No incoming webhooks yet", "Create incoming webhook"],
  ["/outgoing-webhooks", "No outgoing webhooks yet", "Create outgoing webhook"],
  ["/workflows", "No workflows yet", "Create workflow"],
  ["/notification-rules", "No notification rules yet", "Create notification rule"],
  ["/settings/user-groups", "No user groups yet", "Create user group"],
])("%s says what it is for when it is empty, and offers the first step", async (path, title, action) => {
  await goTo(path);
  await page.getByText(title).waitFor();
  expect(await page.getByRole("link", { name: action }).count()).toBeGreaterThan(0);
});

test.each([
  ["/integration-runs", "No integration runs yet"],
  ["/external-mappings", "No external mappings yet"],
])("%s says what it is for when it is empty", async (path, title) => {
  await goTo(path);
  await page.getByText(title).waitFor();
  await settled(page);
  await shot(page, `empty${path.replaceAll("/", "-")}`);
  expect(await axeFaults(page)).toBe("");
});

test("the theme is there before the first paint, and is remembered", async () => {
  await goTo("/systems");
  await page.getByRole("button", { name: /Analytical Engines/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.route("**/assets/*.js", (route) => route.abort());
  await goTo("/systems");
  expect(await page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await goTo("/systems");
  await settled(page);
  await page.getByRole("button", { name: /Analytical Engines/ }).click();
  await page.getByRole("menuitemradio", { name: "System" }).click();
});

test("filters live in the URL, and back undoes them one by one", async () => {
  await credenza.api("POST", "integrationcredentials", {
    body: { name: "Basic", destination: "M3SH_WORKFLOW", username: "sender", password: "a password" },
  });
  await goTo("/credentials");
  await page.getByRole("combobox", { name: "Destination" }).click();
  await page.getByRole("option", { name: "Chargebee", exact: true }).click();
  await page.getByText("Nothing matches").waitFor();
  expect(new URL(page.url()).search).toBe("?destination=CHARGEBEE");
  await page.reload();
  await page.getByText("Nothing matches").waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "Basic" }).waitFor();
  await page.getByRole("button", { name: "Name" }).click();
  await expect.poll(() => new URL(page.url()).search).toBe("?sort=name");
});

test("a long list goes page by page, and back returns", async () => {
  for (let n = 0; n < 51; n++) {
    await credenza.api("POST", "incomingwebhooks", { body: await webhookBody(n) });
  }
  await goTo("/incoming-webhooks");
  await page.getByRole("link", { name: "Next page" }).click();
  await page.getByText("1 on this page").waitFor();
  await page.reload();
  await page.getByText("1 on this page").waitFor();
  await page.goBack();
  await page.getByText("50 on this page").waitFor();
});

let credentialId: string | undefined;
async function webhookBody(n: number) {
  credentialId ??= (await credenza.api("GET", "integrationcredentials")).body.data[0].id;
  return { name: `Webhook ${n}`, credentialId };
}

test("a message that the server cannot be reached comes instead of an empty page", async () => {
  await goTo("/systems");
  await settled(page);
  await page.route("**/*", (route) => route.abort("connectionrefused"));
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByText("The server does not answer").waitFor();
});
