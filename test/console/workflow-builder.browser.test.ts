import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { definition, post, untilNewestRun } from "../workflows/workflow.ts";
import { settled } from "./browser.ts";
import {
  button,
  closeConsole,
  complaints,
  credenza,
  openConsole,
  page,
  saved,
  see,
  seeBothThemes,
} from "./workflow-console.ts";

vi.setConfig({ testTimeout: 180_000 });

beforeAll(() => openConsole({}, { hasTouch: true }));
afterAll(closeConsole);

/** Steps alone: connections are named after them, too. */
const node = (name: string | RegExp) => page.locator(".react-flow__node").and(page.getByRole("group", { name }));
const draftOf = async (id: string) => (await credenza.api("GET", `workflows/${id}`)).body.draft;
const stepOf = async (id: string, step: string) =>
  (await draftOf(id)).steps.find((one: { id: string }) => one.id === step);

async function make(name: string, steps: unknown[], trigger: object = {}): Promise<string> {
  const whole = definition({ type: "manual", next: [], sample: {}, ...trigger }, steps);
  return (await post(credenza, "workflows", { name, definition: whole })).id;
}

async function open(id: string): Promise<void> {
  await page.goto(`${credenza.url}/workflows/${id}`);
  await page.getByText("A run starts").waitFor();
}

const transform = (id: string, next: object = {}, expression = "1") => ({
  id,
  function: "data.transform",
  inputs: { value: { expression } },
  next,
});

async function addStep(name: string): Promise<void> {
  await page.getByRole("button", { name: /^Add step/ }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

async function middleOf(place: Locator): Promise<{ x: number; y: number }> {
  const box = await place.boundingBox();
  if (!box) throw new Error("It is not on the page");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Pointer events as a hand makes them. */
async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

test("a loop is built with its body, tried on its first item, run, and shown item by item", async () => {
  const id = await make("Lines", [], { sample: { lines: [{ amount: 10 }, { amount: 20 }, { amount: 30 }] } });
  await open(id);
  await addStep("For each");
  await page.getByRole("radiogroup", { name: "Items is", exact: true }).getByText("Expression").click();
  await page.getByRole("textbox", { name: "Items", exact: true }).click();
  await page.keyboard.insertText("$trigger.lines");
  await page.getByText('Gives [{"amount":10}').waitFor();
  await button("Try this step now").click();
  await page.getByRole("status").getByText('"count": 3').waitFor();
  await button("Edit the steps of the loop").click();
  await page.getByText("The loop does nothing yet.").waitFor();
  await see("loop-empty");
  await addStep("Transform");
  await page.getByRole("radiogroup", { name: "Value is" }).getByText("Expression").click();
  await page.getByRole("textbox", { name: "Value" }).click();
  await page.keyboard.insertText("$item.amount * 2");
  await page.getByText("Gives 20", { exact: true }).waitFor();
  await button("Try this step now").click();
  await page.getByRole("status").getByText("20", { exact: true }).waitFor();
  await saved();
  await see("loop-body");
  await page.getByRole("navigation", { name: "Loops" }).getByRole("button", { name: "Workflow" }).click();
  await node(/^For each/).waitFor();
  expect((await stepOf(id, "forEach")).body).toMatchObject({
    next: ["transform"],
    steps: [{ inputs: { value: { expression: "$item.amount * 2" } } }],
  });

  await button("Test run").click();
  const drawer = page.getByRole("dialog", { name: "Test run" });
  await drawer.getByRole("button", { name: "Run", exact: true }).click();
  await drawer.getByRole("status").getByText("Completed").waitFor();
  await drawer.getByRole("group", { name: /^For each. Completed, 3 items/ }).waitFor();
  await see("loop-run");
  await drawer.getByRole("button", { name: "Item 2 Completed" }).click();
  await drawer.getByRole("heading", { name: "Transform, item 2" }).waitFor();
  await drawer.getByRole("region", { name: "output" }).getByText("40", { exact: true }).waitFor();
  await see("loop-item");
  await drawer.getByRole("navigation", { name: "Loops" }).getByRole("button", { name: "Workflow" }).click();
  await drawer.getByRole("link", { name: "Open the run" }).click();
  await page.getByText("Transform, item 3: Completed").waitFor();
  await page.getByRole("button", { name: "Item 3 Completed" }).click();
  await page.getByRole("region", { name: "output" }).getByText("60", { exact: true }).waitFor();
  await see("loop-run-page");
  expect(complaints).toEqual([]);
});

test("steps are dragged to a place and connected by drag; a connection is taken away; undo brings it back", async () => {
  const id = await make("By hand", [transform("one"), transform("two")], { next: ["one"] });
  await open(id);
  const [first, second] = [node("Transform").nth(0), node("Transform").nth(1)];
  await second.waitFor();
  await settled(page);
  const before = await middleOf(second);
  const canvas = await page.locator(".react-flow").boundingBox();
  if (!canvas) throw new Error("There is no canvas");
  await drag(before, { x: canvas.x + canvas.width * 0.7, y: canvas.y + canvas.height * 0.6 });
  await expect.poll(async () => (await stepOf(id, "two")).position, { timeout: 20_000 }).toBeDefined();
  const after = await middleOf(second);
  expect(Math.abs(after.x - before.x) + Math.abs(after.y - before.y)).toBeGreaterThan(60);
  await page.reload();
  await second.waitFor();
  await settled(page);

  const from = await middleOf(first.locator("[data-handleid=next]"));
  const to = await middleOf(second.locator(".react-flow__handle.target"));
  await drag(from, to);
  await expect.poll(async () => (await stepOf(id, "one")).next.next, { timeout: 20_000 }).toEqual(["two"]);
  const failing = await middleOf(first.locator("[data-handleid=error]"));
  await drag(failing, to);
  await expect.poll(async () => (await stepOf(id, "one")).next.error, { timeout: 20_000 }).toEqual(["two"]);
  await see("dragged");

  const edge = page.locator('.react-flow__edge[data-id*="error"]');
  await edge.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");
  await expect.poll(async () => (await stepOf(id, "one")).next.error, { timeout: 20_000 }).toEqual([]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await stepOf(id, "one")).next.error, { timeout: 20_000 }).toEqual(["two"]);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect.poll(async () => (await stepOf(id, "one")).next.error, { timeout: 20_000 }).toEqual([]);

  await second.click();
  await page.keyboard.press("ControlOrMeta+c");
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(() => node("Transform").count(), { timeout: 20_000 }).toBe(3);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => node("Transform").count(), { timeout: 20_000 }).toBe(2);
  await button("Arrange").click();
  await expect.poll(async () => (await stepOf(id, "two")).position, { timeout: 20_000 }).toBeUndefined();
  expect(complaints).toEqual([]);
});

/** CodeMirror takes no choice that was on the page for less than a blink. */
const blinkMs = 200;

/** Goes on with Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(place: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const isThere = (await place.count()) > 0;
    if (isThere && (await place.evaluate((element) => element.matches(":focus, :has(:focus-visible)")))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not come there");
}

test("a workflow is built, connected, published and switched on with the keyboard alone", {
  timeout: 400_000,
}, async () => {
  await page.goto(`${credenza.url}/workflows/new`);
  await page.getByText("Stripe payment failed").first().waitFor();
  await tabTo(button("Start from nothing"));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").locator("input:focus").waitFor();
  await page.keyboard.type("Keys only");
  await page.keyboard.press("Enter");
  await page.getByText("A run starts").waitFor();
  for (const turn of ["first", "second"]) {
    await tabTo(page.getByRole("button", { name: /^Add step/ }));
    await page.keyboard.press("Enter");
    await page.getByLabel("Find a function").waitFor();
    await page.locator("input:focus").and(page.getByLabel("Find a function")).waitFor();
    await page.keyboard.type("transform");
    if (turn === "first") await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await tabTo(page.getByRole("radiogroup", { name: "Value is" }));
    await page.keyboard.press("ArrowRight");
    await tabTo(page.getByRole("textbox", { name: "Value" }));
    await page.keyboard.type("1 + 1");
    await page.getByText("Gives 2", { exact: true }).waitFor();
  }
  await saved();
  const id = page.url().split("/").at(-1) ?? "";
  expect((await stepOf(id, "transform")).next.next).toEqual(["transform2"]);

  await page.keyboard.press("ControlOrMeta+Home");
  await tabTo(page.getByRole("group", { name: "Transform", exact: true }).first());
  await page.keyboard.press("Enter");
  await tabTo(page.locator("summary").filter({ hasText: "Ways out" }));
  await page.keyboard.press("Enter");
  const then = page.getByRole("group", { name: "Then" }).getByRole("button", { name: "Transform" });
  await tabTo(then);
  expect(await then.getAttribute("aria-pressed")).toBe("true");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await stepOf(id, "transform")).next.next, { timeout: 20_000 }).toEqual([]);
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await stepOf(id, "transform")).next.next, { timeout: 20_000 }).toEqual(["transform2"]);
  await page.reload();
  await page.getByText("A run starts").waitFor();
  await tabTo(button("Publish"));
  await page.keyboard.press("Enter");
  await page.getByLabel("What has changed").waitFor();
  await page.keyboard.type("First");
  await page.keyboard.press("Enter");
  await page.getByText("Version 1 runs.").waitFor();
  expect(complaints).toEqual([]);
});

test("an expression is completed while it is typed, and its value stands below it", async () => {
  const sample = { body: { customer: { email: "ap@acme.test" }, amount: 1250 } };
  const id = await make("Expressions", [transform("value")], { next: ["value"], sample });
  await open(id);
  await node("Transform").click();
  await page.getByRole("textbox", { name: "Value" }).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("$trigger.body.cus");
  const options = page.getByRole("listbox").getByRole("option");
  await options.filter({ hasText: "$trigger.body.customer.email" }).waitFor();
  await see("completion");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText('Gives "ap@acme.test"').waitFor();
  await page.keyboard.type(" & ");
  await page.getByText("Gives", { exact: false }).waitFor({ state: "detached" });
  await page.getByRole("status").filter({ hasText: /\S/ }).last().waitFor();
  await page.keyboard.type("$stri");
  await options.filter({ hasText: "$string(" }).waitFor();
  await page.waitForTimeout(blinkMs);
  await page.keyboard.press("Enter");
  await page.keyboard.type("$trigger.body.amount)");
  await page.getByText('Gives "ap@acme.test1250"').waitFor();
  await saved();
  expect((await stepOf(id, "value")).inputs.value.expression).toBe(
    "$trigger.body.customer.email & $string($trigger.body.amount)",
  );
  expect(complaints).toEqual([]);
});

async function makeTwoVersions(): Promise<string> {
  const id = await make("Two versions", [transform("get", { next: ["tell"] }), transform("tell")], { next: ["get"] });
  await post(credenza, `workflows/${id}/publish`, { version: 1, note: "The first" });
  const { body } = await credenza.api("GET", `workflows/${id}`);
  const changed = definition({ type: "manual", next: ["get"], sample: {} }, [
    transform("get", {}, "$trigger.total * 100"),
  ]);
  await credenza.api("PUT", `workflows/${id}/draft`, { body: { version: body.version, definition: changed } });
  const { body: again } = await credenza.api("GET", `workflows/${id}`);
  await post(credenza, `workflows/${id}/publish`, { version: again.version, note: "In cents" });
  return id;
}

test("two versions are compared: what was taken away, what has changed, from which to which", async () => {
  const id = await makeTwoVersions();
  await page.goto(`${credenza.url}/workflows/${id}?view=versions`);
  await page.getByText("In cents").waitFor();
  await page.getByText("Step tell removed").waitFor();
  const changed = page.getByRole("listitem").filter({ hasText: "input value" });
  await changed.locator("del", { hasText: "1" }).waitFor();
  await changed.locator("ins", { hasText: "$trigger.total * 100" }).waitFor();
  for (const width of [1440, 820, 390]) {
    await page.setViewportSize({ width, height: 1000 });
    await seeBothThemes(`diff-${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByLabel("From", { exact: true }).first().click();
  await page.getByRole("option", { name: "Version 2" }).click();
  await page.getByText("Nothing that a run would notice.").waitFor();
  const saving = page.waitForEvent("download");
  await button("Export version 1").click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/ 1\.json$/);
  const exported = JSON.parse(await readFile(await file.path(), "utf8"));
  expect(exported.definition.steps).toHaveLength(2);
  await button("Take as draft: version 1").click();
  await page.getByText("Version 1 is the draft").waitFor();
  await expect.poll(() => node("Transform").count(), { timeout: 20_000 }).toBe(2);
  await expect.poll(async () => (await draftOf(id))?.steps.length, { timeout: 20_000 }).toBe(2);
  await button("Undo").click();
  await expect.poll(() => node("Transform").count(), { timeout: 20_000 }).toBe(1);
  expect(complaints).toEqual([]);
});

test("on a tablet a workflow is built by touch: steps, connections, a test run and publishing", async () => {
  await page.setViewportSize({ width: 820, height: 1180 });
  const id = await make("Tablet", []);
  await open(id);
  await see("tablet-empty-820");
  for (const name of ["Transform", "Stop"]) {
    await page.getByRole("button", { name: /^Add step/ }).tap();
    await page.getByRole("menuitem", { name, exact: true }).tap();
  }
  await node(/^Transform/).tap();
  await page.getByRole("radiogroup", { name: "Value is" }).getByText("Expression").tap();
  await page.getByRole("textbox", { name: "Value" }).tap();
  await page.keyboard.insertText("6 * 7");
  await page.getByText("Gives 42").waitFor();
  await saved();
  await page.evaluate("scrollTo(0, 0)");
  const stop = node(/^Stop/);
  const from = await middleOf(node(/^Transform/).locator("[data-handleid=error]"));
  await drag(from, await middleOf(stop.locator(".react-flow__handle.target")));
  await expect.poll(async () => (await stepOf(id, "transform")).next.error, { timeout: 20_000 }).toEqual(["stop"]);
  await drag(await middleOf(stop), { x: 300, y: 560 });
  await expect.poll(async () => (await stepOf(id, "stop")).position, { timeout: 20_000 }).toBeDefined();
  await see("tablet-built-820");
  await button("Test run").tap();
  const drawer = page.getByRole("dialog", { name: "Test run" });
  await drawer.getByRole("button", { name: "Run", exact: true }).tap();
  await drawer.getByRole("status").getByText("Completed").waitFor();
  await drawer.getByRole("group", { name: /^Transform/ }).tap();
  await drawer.getByRole("region", { name: "output" }).getByText("42", { exact: true }).waitFor();
  await see("tablet-run-820");
  await drawer.getByRole("button", { name: "Close test run" }).tap();
  await button("Publish").tap();
  await button("Publish version 1").tap();
  await page.getByText("Version 1 runs.").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(820);
  expect(complaints).toEqual([]);
});

test.each([
  [1440, 900],
  [820, 1180],
  [390, 844],
])("builder, loop, runs and run page are whole and clean at %i pixels, light and dark", async (width, height) => {
  const body = { next: ["double"], steps: [transform("double", {}, "$item * 2")] };
  const loop = {
    id: "each",
    function: "flow.forEach",
    inputs: { items: { value: [1, 2] } },
    next: { next: ["end"] },
    body,
  };
  const fail = {
    id: "end",
    name: "Give up",
    function: "flow.fail",
    inputs: { message: { value: "Not today" } },
    next: {},
  };
  const id = await make(`At ${width}`, [loop, fail], { next: ["each"] });
  await post(credenza, `workflows/${id}/test`, {});
  const run = await untilNewestRun(credenza, id);
  expect(run.status).toBe("FAILED");
  await page.setViewportSize({ width, height });
  await open(id);
  await seeBothThemes(`whole-builder-${width}`);
  if (width === 390) await page.getByRole("button", { name: /^For each/ }).click();
  else await node(/^For each/).click();
  await button("Edit the steps of the loop").waitFor();
  await seeBothThemes(`whole-step-${width}`);
  await page.goto(`${credenza.url}/workflow-runs/${run.id}`);
  await page.getByText("Failed. Give up: Not today").waitFor();
  await seeBothThemes(`whole-run-${width}`);
  await page.goto(`${credenza.url}/workflow-runs?status=FAILED`);
  await page.getByText(`At ${width}`).first().waitFor();
  await seeBothThemes(`whole-runs-${width}`);
  expect(complaints).toEqual([]);
});
