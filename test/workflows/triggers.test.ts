import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { addOrganization } from "../second-organization.ts";
import {
  createWebhook,
  definition,
  post,
  runsOf,
  sendEvent,
  startWorkflow,
  untilNewestRun,
  untilRun,
} from "./workflow.ts";

let credenza: TestCredenza;
let aheadMs = 0;
/** The way from this installation round to itself: base URLs are known before it listens. */
let round: FakeServer;

beforeAll(async () => {
  round = await startServer(async (request, response) => {
    const body = await new Response(request as never).text();
    const headers = Object.entries(request.headers).filter(([name]) => !["host", "connection"].includes(name));
    const { method = "POST", url = "" } = request;
    const answer = await fetch(`${credenza.url}${url}`, { method, body, headers: headers as [string, string][] });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  const ways = { CREDENZA_BASE_URL_ANY_API: round.url, CREDENZA_BASE_URL_M3TER: round.url };
  const env = { ...ways, CREDENZA_EGRESS_ALLOW: "127.0.0.1" };
  credenza = await startCredenza({ env, now: () => Date.now() + aheadMs });
});
afterAll(async () => {
  await credenza?.stop();
  await round?.close();
});

const echo = { id: "echo", function: "data.transform", inputs: { value: { expression: "$trigger" } } };
const until = async (check: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 800; tries++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("It did not come about");
};

describe("a webhook", () => {
  it("is waited for only by its id, and only in its organization", async () => {
    const wait = (webhookId: string) => ({
      ...{ id: "wait", function: "flow.waitForWebhook", inputs: { webhookId: { expression: `"${webhookId}"` } } },
    });
    const other = await addOrganization(credenza, "Other");
    const theirs = await fetch(`${credenza.url}/organizations/${other.id}/incomingwebhooks`, {
      method: "POST",
      headers: { authorization: `Bearer ${other.token}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "Theirs", credentialId: null }),
    });
    expect(theirs.status).toBe(200);
    const { id: theirId } = (await theirs.json()) as { id: string };
    const expected = { none: "input_invalid", [theirId]: "webhook_unknown" };
    for (const [id, code] of Object.entries(expected)) {
      const { id: workflowId } = await startWorkflow(credenza, [wait(id)], { trigger: { type: "manual" } });
      const { id: runId } = await post(credenza, `workflows/${workflowId}/test`);
      expect(await untilRun(credenza, runId)).toMatchObject({ status: "FAILED", error: { code, stepId: "wait" } });
    }
  });
});

describe("a schedule", () => {
  it("starts one run when the clock jumps over many of its times, and none when it jumps back", async () => {
    const { id } = await startWorkflow(credenza, [echo], { trigger: { type: "schedule", cron: "* * * * *" } });
    await until(async () => {
      const { rows } = await credenza.context.store.systemPool.query("select next_at from workflows where id = $1", [
        id,
      ]);
      return rows[0].next_at !== null;
    });
    expect(await runsOf(credenza, id)).toHaveLength(0);
    aheadMs = 3_600_000;
    const run = await untilNewestRun(credenza, id);
    expect(run).toMatchObject({ status: "COMPLETED", triggerType: "schedule", input: { type: "schedule" } });
    aheadMs = 0;
    await post(credenza, `workflows/${id}/disable`);
    expect(await runsOf(credenza, id)).toHaveLength(1);
  });

  it("is refused with a cron line or a time zone that is none", async () => {
    for (const [cron, timeZone, place] of [
      ["every day", "UTC", "trigger.cron"],
      ["0 9 * * *", "Mars/Olympus", "trigger.timeZone"],
      ["* * * * * *", "UTC", "trigger.cron"],
    ]) {
      const definition = {
        formatVersion: 1,
        trigger: { type: "schedule", cron, timeZone, next: ["echo"] },
        steps: [echo],
      };
      const { faults } = await post(credenza, "workflows/validate", { definition });
      expect(faults).toMatchObject([{ code: "trigger_invalid", place }]);
    }
  });
});

describe("an event notification", () => {
  it("needs the rule that it names", async () => {
    const ruleId = "01890000-0000-7000-8000-000000000000";
    const definition = { formatVersion: 1, trigger: { type: "notification", ruleId, next: ["echo"] }, steps: [echo] };
    const workflow = await post(credenza, "workflows", { name: "Gone", definition });
    await post(credenza, `workflows/${workflow.id}/publish`, { version: 1 });
    const answer = await credenza.api("POST", `workflows/${workflow.id}/enable`, { body: {} });
    expect(answer.body).toMatchObject({ code: "trigger_not_verified" });
  });

  it("starts the workflow that is linked with its rule, once for an event", async () => {
    const { id } = await startWorkflow(credenza, [echo], {
      trigger: { type: "notification", filter: "$trigger.data.new.amount > 10" },
    });
    const rule = { name: "Large", code: "large", description: "Large ones", eventName: "test.thing.created" };
    const more = { alwaysFireEvent: true, active: true, calculation: "true", workflowIds: [id] };
    await post(credenza, "notifications/configurations", { ...rule, ...more });
    const eventName = "test.thing.created";
    await post(credenza, "events", { eventName, eventData: { new: { id: "a", amount: 5 } } });
    await post(credenza, "events", { eventName, eventData: { new: { id: "b", amount: 50 } }, idempotencyKey: "once" });
    await post(credenza, "events", { eventName, eventData: { new: { id: "b", amount: 50 } }, idempotencyKey: "once" });
    const run = await untilNewestRun(credenza, id);
    expect(run.output).toMatchObject({ eventName, rule: { code: "large" }, data: { new: { id: "b" } } });
    expect(await runsOf(credenza, id)).toHaveLength(1);
  });

  /** A workflow that an event starts and whose step makes the event again: it ends, and the last run says why. */
  async function goRound(eventName: string, code: string, step: object): Promise<void> {
    const { id } = await startWorkflow(credenza, [step], { trigger: { type: "notification" } });
    const rule = { name: "Circle", code, description: "Round it goes", eventName };
    const more = { alwaysFireEvent: true, active: true, calculation: "true", workflowIds: [id] };
    await post(credenza, "notifications/configurations", { ...rule, ...more });
    await post(credenza, "events", { eventName, eventData: { new: { id: "a" } } });
    await until(async () => (await runsOf(credenza, id)).some(({ status }) => status === "FAILED"));
    const runs = await runsOf(credenza, id);
    expect(runs).toHaveLength(12);
    expect(runs[0]).toMatchObject({ status: "FAILED", error: { code: "too_deep" } });
    expect(runs.slice(1).every(({ status }) => status === "COMPLETED")).toBe(true);
  }

  it("does not go round for ever with a workflow that publishes the event that starts it", async () => {
    const eventName = "test.circle.gone";
    const inputs = { eventName: { value: eventName }, data: { expression: '{"new": $trigger.data.new}' } };
    await goRound(eventName, "circle", { id: "again", function: "event.publish", inputs });
  });

  it("does not go round for ever with a workflow that publishes it by a call of this API", async () => {
    const eventName = "test.round.gone";
    const { accessKeyId, apiSecret } = credenza.admin;
    const self = { name: "Self", destination: "M3TER", baseUrl: "https://api.m3ter.com", accessKeyId, apiSecret };
    const { id: credentialId } = await post(credenza, "integrationcredentials", self);
    const inputs = {
      organizationId: { value: credenza.organizationId },
      method: { value: "POST" },
      path: { value: "events" },
      body: { value: { eventName, eventData: { new: { id: "a" } } } },
    };
    await goRound(eventName, "round", { id: "again", function: "m3ter.request", credentialId, inputs });
  });
});

describe("an incoming webhook", () => {
  it("starts nothing that its filter keeps out", async () => {
    const { id, webhook } = await startWorkflow(credenza, [echo], {
      trigger: { type: "webhook", filter: '$trigger.eventType = "invoice.paid" and $trigger.body.amount > 3' },
    });
    await sendEvent(webhook.url, { id: "evt_small", amount: 1 });
    await sendEvent(webhook.url, { id: "evt_large", amount: 9 });
    const run = await untilNewestRun(credenza, id);
    expect(run.input.eventId).toBe("evt_large");
    expect(await runsOf(credenza, id)).toHaveLength(1);
  });

  it("starts a run with any body that the sender signs, a large or a deeply nested one too", async () => {
    const size = {
      id: "size",
      function: "data.transform",
      inputs: { value: { expression: "$length($trigger.body.x)" } },
    };
    const large = await startWorkflow(credenza, [size]);
    await sendEvent(large.webhook.url, { id: "evt_large", x: "y".repeat(900_000) });
    expect(await untilNewestRun(credenza, large.id)).toMatchObject({ status: "COMPLETED", output: 900_000 });
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const kind = { id: "kind", function: "data.transform", inputs: { value: { expression: "$type($trigger.body)" } } };
    const nested = await startWorkflow(credenza, [kind]);
    await sendEvent(nested.webhook.url, { id: "evt_deep", x: deep });
    expect(await untilNewestRun(credenza, nested.id)).toMatchObject({ status: "COMPLETED", output: "string" });
  });

  it("does not go round for ever with a workflow that calls it", async () => {
    const basic = { username: "self", password: "a password" };
    const sender = { name: "Self", destination: "M3SH_WORKFLOW", ...basic };
    const { id: verifierId } = await post(credenza, "integrationcredentials", sender);
    const webhook = await post(credenza, "incomingwebhooks", { name: "Self", credentialId: verifierId });
    const any = { name: "Self", destination: "ANY_API", type: "HTTP_BASIC", baseUrl: "https://api.acme.example" };
    const { id: credentialId } = await post(credenza, "integrationcredentials", { ...any, ...basic });
    const body = { expression: '{"n": $trigger.body.n + 1}' };
    const inputs = { method: { value: "POST" }, path: { value: new URL(webhook.url).pathname }, body };
    const again = { id: "again", function: "system.request", credentialId, inputs };
    const { id } = await startWorkflow(credenza, [again], { trigger: { type: "manual" } });
    const { version } = (await credenza.api("GET", `workflows/${id}`)).body;
    const trigger = { type: "webhook", webhookId: webhook.id, next: ["again"] };
    const own = definition(trigger, [again]);
    await credenza.api("PUT", `workflows/${id}/draft`, { body: { version, definition: own } });
    await post(credenza, `workflows/${id}/publish`, { version: version + 1 });
    const authorization = `Basic ${Buffer.from("self:a password").toString("base64")}`;
    await fetch(webhook.url, { method: "POST", body: '{"n": 0}', headers: { authorization } });
    await until(async () => (await runsOf(credenza, id)).some(({ status }) => status === "FAILED"));
    const runs = await runsOf(credenza, id);
    expect(runs[0]).toMatchObject({ status: "FAILED", error: { code: "too_deep" } });
    expect(runs).toHaveLength(12);
  });

  it("does not go round for ever with an outgoing webhook that leads to it", async () => {
    const eventName = "test.letter.sent";
    const again = {
      id: "again",
      function: "event.publish",
      inputs: { eventName: { value: eventName }, data: { value: { new: { id: "a" } } } },
    };
    const keys = { accessKeyId: "own", apiSecret: "a secret of thirty-two character" };
    const verifier = { name: "Own", destination: "M3SH_WORKFLOW", type: "M3TER_APP_SIGNATURE", ...keys };
    const { id: credentialId } = await post(credenza, "integrationcredentials", verifier);
    const webhook = await post(credenza, "incomingwebhooks", { name: "Own", credentialId });
    const { id } = await startWorkflow(credenza, [again], { trigger: { type: "webhook", webhookId: webhook.id } });
    const out = await post(credenza, "integrationdestinations/webhooks", {
      name: "Round",
      url: round.url + new URL(webhook.url).pathname,
      credentials: { type: "M3TER_SIGNED_REQUEST", apiKey: keys.accessKeyId, secret: keys.apiSecret },
    });
    const rule = { name: "Letters", code: "letters", description: "Round it goes", eventName };
    const more = { alwaysFireEvent: true, active: true, calculation: "true", webhookIds: [out.id] };
    await post(credenza, "notifications/configurations", { ...rule, ...more });
    await post(credenza, "events", { eventName, eventData: { new: { id: "a" } } });
    await until(async () => (await runsOf(credenza, id)).some(({ status }) => status === "FAILED"));
    const runs = await runsOf(credenza, id);
    expect(runs[0]).toMatchObject({ status: "FAILED", error: { code: "too_deep" } });
    expect(runs).toHaveLength(12);
  });

  it("that is deactivated while its workflow is enabled starts nothing, and the workflow says so", async () => {
    const { id, webhook } = await startWorkflow(credenza, [echo]);
    await credenza.api("PUT", `incomingwebhooks/${webhook.id}`, { body: { version: 1, active: false } });
    expect((await sendEvent(webhook.url, { id: "evt_late" })).status).toBe(410);
    const { body } = await credenza.api("GET", `workflows/${id}`);
    const { faults } = await post(credenza, "workflows/validate", { definition: body.published, workflowId: id });
    expect(faults).toMatchObject([{ code: "trigger_unverified", place: "trigger.webhookId", severity: "warning" }]);
    expect(await runsOf(credenza, id)).toHaveLength(0);
  });

  it("that is deactivated keeps a workflow from being enabled", async () => {
    const { id, webhook } = await startWorkflow(credenza, [echo]);
    await post(credenza, `workflows/${id}/disable`);
    await credenza.api("PUT", `incomingwebhooks/${webhook.id}`, { body: { version: 1, active: false } });
    const answer = await credenza.api("POST", `workflows/${id}/enable`);
    expect(answer).toMatchObject({ status: 409, body: { code: "trigger_not_verified" } });
  });

  it("lets the step that waits for its message go on, and no other", async () => {
    const { id: webhookId, url } = await createWebhook(credenza, "Answer");
    const wait = {
      id: "answer",
      function: "flow.waitForWebhook",
      inputs: {
        webhookId: { value: webhookId },
        path: { value: "order.id" },
        equals: { expression: "$trigger.order" },
      },
      next: { next: ["after"] },
    };
    const after = {
      id: "after",
      function: "data.transform",
      inputs: { value: { expression: "$steps.answer.body.word" } },
    };
    const { id } = await startWorkflow(credenza, [wait, after], { trigger: { type: "manual" } });
    await post(credenza, `workflows/${id}/test`, { input: { order: "7" } });
    const waiting = await untilNewestRun(credenza, id, ["WAITING"]);
    await sendEvent(url, { id: "evt_other", order: { id: "8" }, word: "no" });
    await sendEvent(url, { id: "evt_mine", order: { id: "7" }, word: "yes" });
    expect(await untilRun(credenza, waiting.id)).toMatchObject({ status: "COMPLETED", output: "yes" });
  });
});

describe("another workflow", () => {
  it("is started by a step, with the body it gives", async () => {
    const { id: inner } = await startWorkflow(credenza, [echo], { trigger: { type: "workflow" } });
    const start = {
      id: "start",
      function: "workflow.start",
      inputs: { workflowId: { value: inner }, body: { value: { a: 1 } } },
    };
    const { id } = await startWorkflow(credenza, [start], { trigger: { type: "manual" } });
    await post(credenza, `workflows/${id}/test`);
    const outer = await untilNewestRun(credenza, id);
    const run = await untilNewestRun(credenza, inner);
    expect(outer.output).toEqual({ runId: run.id });
    expect(run).toMatchObject({ parentRunId: outer.id, output: { type: "workflow", body: { a: 1 } } });
  });
});
