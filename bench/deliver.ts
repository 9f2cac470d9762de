import { Pool } from "undici";
import { median } from "./load.ts";
import { type BenchServer, startProcess, startServer } from "./server.ts";
import type { Bench } from "./table.ts";

const turns = 4;
const events = 1000;
const healthy = 5;
const loopConnections = 64;
const sickPaths = ["hang", "error", "gone", "slow-down", "reset"];
const eventName = "billing.bill.created";
const filler = "x".repeat(700);

/**
 * Events published over the API to signed deliveries, their attempts stored; and a bare loop of POSTs to the same sink. They take
 * turns, so that a slow minute of the machine hits both.
 */
export const deliver: Bench = async () => {
  const server = await startServer({ CREDENZA_EGRESS_ALLOW: "127.0.0.1", CREDENZA_REQUESTS_PER_SECOND: "0" });
  const sink = await startProcess("bare-server.ts");
  const sick = await startProcess("sick-server.ts");
  try {
    const receivers = [];
    for (let n = 0; n < healthy; n++) receivers.push(await addWebhook(server, `http://127.0.0.1:${sink.port}/r${n}`));
    const rule = await addRule(server, receivers);
    await publish(server, 200);
    await untilDelivered(server, receivers, 200);
    const loops: number[] = [];
    const alones: Timed[] = [];
    for (let turn = 1; turn <= turns; turn++) {
      loops.push(await bareLoop(sink.port, events * healthy));
      alones.push(await timed(server, receivers, 200 + turn * events));
    }
    const loopPerSecond = meanRate(loops);
    const alone = meanOf(alones);
    const ill = [];
    for (const path of sickPaths) ill.push(await addWebhook(server, `http://127.0.0.1:${sick.port}/${path}`));
    await server.api("PUT", `notifications/configurations/${rule.id}`, {
      version: rule.version,
      webhookIds: [...receivers, ...ill],
    });
    const amongSick = await timed(server, receivers, 200 + (turns + 1) * events);
    return {
      rows: [
        { what: "bare loop of undici", perSecond: loopPerSecond },
        { what: "delivered and recorded", ...alone },
        { what: "the same with five sick receivers", ...amongSick },
      ],
      figures: {
        perSecond: alone.perSecond,
        ratioToLoop: alone.perSecond / loopPerSecond,
        p99AmongSickToAlone: amongSick.p99Ms / alone.p99Ms,
        residentMiB: await server.residentMiB(),
      },
      targets: { perSecond: ">= 1500", ratioToLoop: ">= 0.25", p99AmongSickToAlone: "<= 2" },
    };
  } finally {
    await server.stop();
    await sink.stop();
    await sick.stop();
  }
};

async function addWebhook(server: BenchServer, url: string): Promise<string> {
  const webhook = await server.api("POST", "integrationdestinations/webhooks", {
    name: url,
    description: "Bench",
    url,
    credentials: { type: "M3TER_SIGNED_REQUEST", apiKey: "bench", secret: "a secret of thirty-two characters" },
  });
  return String(webhook.id);
}

async function addRule(server: BenchServer, webhookIds: string[]) {
  const values = { name: "All", code: "all", description: "All", eventName, active: true, alwaysFireEvent: true };
  const body = { ...values, calculation: "true", webhookIds };
  const { id, version } = await server.api("POST", "notifications/configurations", body);
  return { id: String(id), version };
}

async function publish(server: BenchServer, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 500) {
    const some = Array.from({ length: Math.min(left, 500) }, () => ({ eventName, eventData: { new: { filler } } }));
    await server.api("POST", "events", { events: some });
  }
}

interface Timed {
  perSecond: number;
  /** From the publication to the beginning of the attempt. */
  p50Ms: number;
  p99Ms: number;
}

/** As many of each turn as of the others. */
const meanRate = (rates: number[]): number => rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0);

const meanOf = (timed: Timed[]): Timed => ({
  perSecond: meanRate(timed.map(({ perSecond }) => perSecond)),
  p50Ms: median(timed.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(timed.map(({ p99Ms }) => p99Ms)),
});

async function timed(server: BenchServer, receivers: string[], total: number): Promise<Timed> {
  const startedAt = Date.now();
  await publish(server, events);
  await untilDelivered(server, receivers, total);
  const recorded = (await Promise.all(receivers.map((id) => recordedOf(server, id)))).flat();
  const finishedAt = recorded.reduce((last, { finishedAt }) => Math.max(last, finishedAt), 0);
  const perSecond = recorded.length / ((finishedAt - startedAt) / 1000);
  const waits = recorded.map((one) => one.finishedAt - one.createdAt).toSorted((a, b) => a - b);
  const at = (share: number): number => waits[Math.floor(waits.length * share)] ?? 0;
  return { perSecond, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Asks seldom, because an answer counts every delivery; when the last was finished, its row says. */
async function untilDelivered(server: BenchServer, receivers: string[], total: number): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const counts = await Promise.all(receivers.map((id) => deliveredBy(server, id)));
    if (counts.every((count) => count >= total)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("The deliveries did not end in time");
}

async function deliveredBy(server: BenchServer, id: string): Promise<number> {
  const counts = await server.api("GET", `integrationdestinations/webhooks/${id}/deliveries/counts`);
  return (counts.data as { delivered: number }[]).reduce((sum, { delivered }) => sum + delivered, 0);
}

async function recordedOf(server: BenchServer, id: string): Promise<{ createdAt: number; finishedAt: number }[]> {
  const recorded: { createdAt: number; finishedAt: number }[] = [];
  for (let nextToken = "", left = events; left > 0; left -= 200) {
    const rest = nextToken && `&nextToken=${nextToken}`;
    const page = await server.api("GET", `integrationdestinations/webhooks/${id}/deliveries?pageSize=200${rest}`);
    const rows = page.data as { dtCreated: string; dtFinished: string }[];
    const times = rows.map((row) => ({ createdAt: Date.parse(row.dtCreated), finishedAt: Date.parse(row.dtFinished) }));
    recorded.push(...times);
    if (page.nextToken === null) break;
    nextToken = String(page.nextToken);
  }
  return recorded;
}

async function bareLoop(port: number, count: number): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: loopConnections });
  const body = JSON.stringify({ eventName, data: { new: { filler } } });
  const headers = { "content-type": "application/json" };
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await pool.request({ path: "/", method: "POST", headers, body });
      await answer.body.dump();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: loopConnections }, worker));
  await pool.close();
  return count / ((performance.now() - started) / 1000);
}
