import { createHmac, randomBytes } from "node:crypto";
import type { TestCredenza } from "../harness.ts";

export const signingKey = `whsec_${randomBytes(24).toString("base64url")}`;

// biome-ignore lint/suspicious/noExplicitAny: tests read members of any answer
type Any = any;

/** A definition with the members that tests seldom care for. */
export const definition = (trigger: Record<string, unknown>, steps: unknown[], settings: object = {}): Any => ({
  formatVersion: 1,
  trigger,
  steps,
  settings,
});

export interface StartedWorkflow {
  id: string;
  webhook: { id: string; url: string };
}

export async function post(credenza: TestCredenza, path: string, body: unknown = {}): Promise<Any> {
  const answer = await credenza.api("POST", path, { body });
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

export async function createWebhook(credenza: TestCredenza, name = "Stripe"): Promise<{ id: string; url: string }> {
  const { id: credentialId } = await post(credenza, "integrationcredentials", {
    name,
    destination: "M3SH_WORKFLOW",
    type: "STRIPE_SIGNED_REQUEST",
    signingKey,
  });
  return post(credenza, "incomingwebhooks", { name, credentialId });
}

/** A published and enabled workflow; one with a webhook trigger that names no webhook gets one of its own. */
export async function startWorkflow(
  credenza: TestCredenza,
  steps: unknown[],
  { trigger = { type: "webhook" }, settings = {} }: { trigger?: Record<string, unknown>; settings?: object } = {},
): Promise<StartedWorkflow> {
  const isBare = trigger.type === "webhook" && trigger.webhookId === undefined;
  const webhook = isBare ? await createWebhook(credenza) : { id: "", url: "" };
  const first = (steps[0] as { id: string }).id;
  const whole = { next: [first], ...trigger, ...(webhook.id ? { webhookId: webhook.id } : {}) };
  const workflow = await post(credenza, "workflows", { name: "Test", definition: definition(whole, steps, settings) });
  await post(credenza, `workflows/${workflow.id}/publish`, { version: 1 });
  await post(credenza, `workflows/${workflow.id}/enable`);
  return { id: workflow.id, webhook };
}

/** Sends an event as Stripe does. */
export async function sendEvent(url: string, event: Record<string, unknown>): Promise<Response> {
  const body = JSON.stringify({ object: "event", type: "invoice.paid", ...event });
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
  return fetch(url, {
    method: "POST",
    body,
    headers: { "stripe-signature": `t=${timestamp},v1=${signature}`, "content-type": "application/json" },
  });
}

export async function runsOf(credenza: TestCredenza, workflowId: string): Promise<Any[]> {
  const { body } = await credenza.api("GET", `workflows/${workflowId}/runs?pageSize=200`);
  return body.data;
}

const over = ["COMPLETED", "FAILED", "CANCELLED"];

/** The whole run, once it is over or in one of these states. */
export async function untilRun(credenza: TestCredenza, runId: string, states: string[] = over): Promise<Any> {
  for (let tries = 0; tries < 1_000; tries++) {
    const { body } = await credenza.api("GET", `workflowruns/${runId}`);
    if (states.includes(body.status)) return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("The run did not come that far");
}

/** The newest run of the workflow, once it is over or in one of these states. */
export async function untilNewestRun(
  credenza: TestCredenza,
  workflowId: string,
  states: string[] = over,
): Promise<Any> {
  for (let tries = 0; tries < 1_000; tries++) {
    const [newest] = await runsOf(credenza, workflowId);
    if (newest) return untilRun(credenza, newest.id, states);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("No run was started");
}
