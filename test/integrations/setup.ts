import { expect } from "vitest";
import { sampleAccount, sampleBill } from "../../src/define/sample-entities.ts";
import { type FakeStripe, startFakeStripe } from "../fakes/stripe.ts";
import { type Answer, startCredenza, type TestCredenza } from "../harness.ts";

export const apiKey = "sk_test_integrations0000";

export interface Rig {
  credenza: TestCredenza;
  stripe: FakeStripe;
  /** Moves the server's clock, and wakes who sleeps. */
  pass(ms: number): void;
  stop(): Promise<void>;
}

export async function startRig(env: Record<string, string> = {}): Promise<Rig> {
  const stripe = await startFakeStripe(apiKey);
  let aheadMs = 0;
  const credenza = await startCredenza({
    env: { CREDENZA_BASE_URL_STRIPE_TEST: stripe.url, CREDENZA_EGRESS_ALLOW: `127.0.0.1:${stripe.port}`, ...env },
    now: () => Date.now() + aheadMs,
  });
  return {
    credenza,
    stripe,
    pass: (ms) => {
      aheadMs += ms;
      credenza.context.changes.tell("integration", "");
    },
    stop: async () => {
      await credenza.stop();
      await stripe.close();
    },
  };
}

export async function call(
  credenza: TestCredenza,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer["body"]> {
  const answer = await credenza.api(method, path, body === undefined ? {} : { body });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

export const inline = { type: "STRIPE_API_KEY", apiKey };

/** An account and a bill of it, with ids of their own. */
export function newThings() {
  const account = { ...sampleAccount, id: crypto.randomUUID() };
  return { account, bill: { ...sampleBill, id: crypto.randomUUID(), accountId: account.id } };
}

export async function publish(credenza: TestCredenza, eventName: string, entity: unknown): Promise<string> {
  return (await call(credenza, "POST", "events", { eventName, eventData: { new: entity } })).id;
}

export async function untilRun(credenza: TestCredenza, path: string, isDone = isOver): Promise<Answer["body"]> {
  for (let turn = 0; turn < 300; turn++) {
    const { body, status } = await credenza.api("GET", `integrationruns/${path}`);
    if (status === 200 && isDone(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`No run at ${path} came so far`);
}

interface Run {
  id: string;
  status: string;
  attempts: number;
  dtCompleted: string | null;
}
const isOver = ({ dtCompleted }: Run): boolean => dtCompleted !== null;

export async function readLog(credenza: TestCredenza, id: string) {
  const { Payload } = await call(credenza, "GET", `integrationruns/logs/${id}`);
  return JSON.parse(Buffer.from(Payload, "base64").toString("utf8"));
}

/** Until no run is under way, so that the next refusal meets the run that it is meant for. */
export async function untilQuiet(credenza: TestCredenza): Promise<void> {
  const busy = async () => {
    const pages = ["WAITING", "STARTED"].map((status) => call(credenza, "GET", `integrationruns?status=${status}`));
    return (await Promise.all(pages)).flatMap(({ data }) => data).length;
  };
  await expect.poll(busy, { timeout: 10_000 }).toBe(0);
}
