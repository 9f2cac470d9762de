import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { axeFaults, launchBrowser, openPage, settled, shot, signInByHand } from "./browser.ts";

let browser: Browser;
let page: Page;
let complaints: string[];
let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser, { reducedMotion: "reduce" }));
  await signInByHand(page, credenza);
});
afterAll(async () => {
  await browser?.close();
  await credenza?.stop();
});

test("a rule is made, tried on the last event, fires, and is switched off and deleted", async () => {
  const order = { eventName: "shop.order.created", eventData: { new: { id: "o-1", amount: 250 } } };
  await credenza.api("POST", "events", { body: order });
  await page.goto(`${credenza.url}/notification-rules`);
  await page.getByText("No notification rules yet").waitFor();
  await page.getByRole("link", { name: "Create notification rule" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Large order");
  expect(await page.getByLabel("Code").inputValue()).toBe("large_order");
  await page.getByLabel("Description").fill("An order of more than 100.");
  await page.getByRole("combobox", { name: "Event" }).fill("shop.order.created");
  await page.getByRole("textbox", { name: "Calculation" }).fill("new.amount >");
  await page.getByText("Fields: new.id, new.amount").waitFor();
  await page.getByRole("button", { name: "Try it on the last event" }).click();
  await page.getByText("A value is missing here (at character 13)").waitFor();
  await page.getByRole("textbox", { name: "Calculation" }).fill("new.amount > 100");
  await page.getByRole("button", { name: "Try it on the last event" }).click();
  await page.getByText("It holds: the rule would fire.").waitFor();
  await settled(page);
  await shot(page, "new-rule");
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("button", { name: "Create notification rule" }).click();
  await page.getByRole("heading", { name: "Large order" }).waitFor();
  await settled(page);
  await shot(page, "rule");
  expect(await axeFaults(page)).toBe("");
  await credenza.api("POST", "events", { body: order });
  const { body } = await credenza.api("GET", "events?notificationCode=large_order");
  expect(body.data).toHaveLength(1);
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Active").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Inactive").waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Yes, delete" }).click();
  await page.getByText("No notification rules yet").waitFor();
  expect(complaints).toEqual([]);
});

test("a calculation is tried on the past event that is chosen", async () => {
  const eventName = "shop.refund.made";
  for (const amount of [500, 5]) {
    await credenza.api("POST", "events", { body: { eventName, eventData: { new: { id: `r-${amount}`, amount } } } });
  }
  await page.goto(`${credenza.url}/notification-rules/new`);
  await page.getByRole("combobox", { name: "Event", exact: true }).fill(eventName);
  await page.getByRole("textbox", { name: "Calculation" }).fill("new.amount > 100");
  await page.getByRole("button", { name: "Try it on the last event" }).click();
  await page.getByText("It does not hold: the rule would stay quiet.").waitFor();
  await page.getByLabel("Past event").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Try it on this event" }).click();
  await page.getByText("It holds: the rule would fire.").waitFor();
  await settled(page);
  await shot(page, "rule-past-event");
  expect(await axeFaults(page)).toBe("");
  expect(complaints).toEqual([]);
});

test.each([1440, 390])("events lead to what they ask for at %i pixels", async (width) => {
  await page.setViewportSize({ width, height: 900 });
  const missingMapping = { m3terEntity: "Account", m3terId: `acc-${width}`, externalTable: "customer" };
  const eventName = "integration.missingaccountmapping.error";
  const thing = {
    id: `x-${width}`,
    destination: "STRIPE_TEST",
    message: "The account has no customer there.",
    missingMapping,
  };
  await credenza.api("POST", "events", { body: { eventName, eventData: { new: thing } } });
  await page.goto(`${credenza.url}/integration-events`);
  await page.getByRole("link", { name: "Create mapping" }).first().waitFor();
  await settled(page);
  await shot(page, `integration-events-follow-${width}`);
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("link", { name: "Create mapping" }).first().click();
  await page.getByRole("dialog").waitFor();
  expect(await page.getByLabel("Entity ID").inputValue()).toBe(`acc-${width}`);
  expect(await page.getByRole("combobox", { name: "Table" }).inputValue()).toBe("customer");
  await page.getByRole("combobox", { name: "External ID" }).fill("cus_77");
  await settled(page);
  await shot(page, `create-mapping-${width}`);
  await page.getByRole("dialog").getByRole("button", { name: "Create external mapping" }).click();
  await page.getByText("cus_77").first().waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { body } = await credenza.api("POST", "serviceusers", { body: { name: `Robot ${width}` } });
  await page.goto(`${credenza.url}/events?name=configuration.serviceuser.created`);
  await page.getByRole("link", { name: "Go to service user" }).first().click();
  await page.waitForURL(`**/settings/service-users/${body.id}`);
  expect(complaints).toEqual([]);
});

test.each([1440, 390])("events are listed, filtered, read and marked at %i pixels", async (width) => {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${credenza.url}/events?name=shop.order.created`);
  await page.getByRole("link", { name: "shop.order.created" }).first().waitFor();
  await settled(page);
  await shot(page, `events-${width}`);
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("link", { name: "shop.order.created" }).first().click();
  await page.getByRole("heading", { name: "shop.order.created" }).waitFor();
  await page.getByText('"amount": 250').waitFor();
  await settled(page);
  await shot(page, `event-${width}`);
  expect(await axeFaults(page)).toBe("");
  await page.getByRole("button", { name: "Mark as actioned" }).click();
  await page.getByRole("button", { name: "Mark as waiting" }).waitFor();
  await page.getByRole("button", { name: "Mark as waiting" }).click();
  await page.getByRole("button", { name: "Mark as actioned" }).waitFor();
  expect(complaints).toEqual([]);
});

test("an integration event waits until somebody has seen to it", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const eventName = "integration.validation.error";
  const eventData = { new: { id: "x-1", message: "A rule cannot be worked out." } };
  await credenza.api("POST", "events", { body: { eventName, eventData } });
  await page.goto(`${credenza.url}/integration-events`);
  await page.getByText("A rule cannot be worked out.").waitFor();
  await settled(page);
  await shot(page, "integration-events");
  expect(await axeFaults(page)).toBe("");
  const waiting = page.getByRole("button", { name: "Mark as actioned" });
  for (let left = await waiting.count(); left > 0; left -= 1) {
    await waiting.first().click();
    await expect.poll(() => waiting.count()).toBe(left - 1);
  }
  await page.getByText("Nothing waits").waitFor();
  expect(complaints).toEqual([]);
});

test.each([1440, 390])(
  "an event type is drawn from an event, refuses another, is changed and deleted at %i pixels",
  async (width) => {
    await page.setViewportSize({ width, height: 900 });
    const eventName = `shop.parcel.sent${width}`;
    await credenza.api("POST", "events", { body: { eventName, eventData: { new: { id: "p-1", weight: 2 } } } });
    await page.goto(`${credenza.url}/event-types`);
    await page.getByText("No event types yet").waitFor();
    await page.getByRole("link", { name: "Create event type" }).first().click();
    await page.getByRole("combobox", { name: "Event" }).fill(eventName);
    await page.keyboard.press("Escape");
    await page.getByLabel("Description").fill("A parcel is on its way.");
    await page.getByRole("textbox", { name: "Schema" }).fill("{");
    await page.getByRole("button", { name: "Create event type" }).click();
    await page.getByText("Write a JSON object. A comma or a quote may be missing.").waitFor();
    await page.getByRole("textbox", { name: "Schema" }).fill('{"type": "text"}');
    await page.getByRole("button", { name: "Create event type" }).click();
    await page.getByText("schema.type: must be equal to one of the allowed values").waitFor();
    await page.getByRole("button", { name: "Draw it from the last event" }).click();
    await page.getByText('"weight"').waitFor();
    await settled(page);
    await shot(page, `new-event-type-${width}`);
    expect(await axeFaults(page)).toBe("");
    await page.getByRole("button", { name: "Create event type" }).click();
    await page.getByRole("heading", { name: eventName }).waitFor();
    await page.getByText("new.weight").waitFor();
    await settled(page);
    await shot(page, `event-type-${width}`);
    expect(await axeFaults(page)).toBe("");
    const refused = await credenza.api("POST", "events", { body: { eventName, eventData: { new: { weight: "2" } } } });
    expect(refused.body.errors[0].field).toBe("eventData.new.weight");
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Description").fill("A parcel left the house.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("A parcel left the house.").waitFor();
    await page.getByRole("link", { name: "Event types" }).first().click();
    await page.getByRole("link", { name: eventName }).waitFor();
    await settled(page);
    await shot(page, `event-types-${width}`);
    expect(await axeFaults(page)).toBe("");
    await page.getByRole("link", { name: eventName }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Yes, delete" }).click();
    await page.getByText("No event types yet").waitFor();
    expect(complaints).toEqual([]);
  },
);
