import { createHmac, randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import type pg from "pg";
import { load, median, percentile } from "./load.ts";
import { measureN8n } from "./n8n.ts";
import { startProcess } from "./server.ts";
import type { Bench } from "./table.ts";
import { fill, type Installation, install, type Workflow } from "./workflow-installation.ts";

const rounds = 4;
const messages = 5_000;
const connections = 64;
const signingKey = `whsec_${randomBytes(24).toString("base64url")}`;
const manyStored = Number(process.env.BENCH_STORED_RUNS ?? 1_000_000);

/**
 * Signed webhook to finished one-step run: a step that makes a value, and one that calls a system over loopback. What is compared
 * takes turns, so that a slow minute of the machine hits all of it: the bare loop, an installation with few runs, one with many.
 */
export const workflows: Bench = async () => {
  const system = await startProcess("bare-server.ts");
  const small = await install(system.port, signingKey);
  const large = await install(system.port, signingKey);
  try {
    await fill(large, manyStored);
    for (const one of [small, large]) await measure(one, one.plain, "warm", 4_000);
    const turns: Record<"bare" | "few" | "many" | "calls", Measured[]> = { bare: [], few: [], many: [], calls: [] };
    for (let turn = 0; turn < rounds; turn++) {
      turns.bare.push(await bareLoop(system.port));
      turns.few.push(await measure(small, small.plain, `few${turn}`, messages));
      turns.many.push(await measure(large, large.plain, `many${turn}`, messages));
      turns.calls.push(await measure(small, small.calling, `calls${turn}`, messages));
    }
    const [bare, few, many, calls] = [turns.bare, turns.few, turns.many, turns.calls].map(together) as Four<Measured>;
    const half = await measure(small, small.plain, "half", 6_000, few.perSecond / 2);
    const n8n = await measureN8n();
    return {
      rows: [
        { what: "bare loop: the call alone, 64 at a time", ...bare },
        { what: "one step that makes a value", ...few },
        { what: "one step that calls a system", ...calls },
        { what: "the first at half its load", ...half },
        { what: `the first with ${manyStored} stored runs`, ...many },
        n8n.row,
      ],
      figures: {
        runsPerSecond: few.perSecond,
        callingRunsPerSecond: calls.perSecond,
        ratioToBareLoop: calls.perSecond / bare.perSecond,
        p50MsAtHalfLoad: half.p50Ms,
        p99MsAtHalfLoad: half.p99Ms,
        costWithManyStored: few.perSecond / many.perSecond,
        ...(n8n.perSecond === undefined ? {} : { ratioToN8n: few.perSecond / n8n.perSecond }),
        residentMiB: await small.server.residentMiB(),
      },
      targets: { runsPerSecond: ">= 1500", p50MsAtHalfLoad: "< 50", costWithManyStored: "<= 1.3" },
    };
  } finally {
    await small.stop();
    await large.stop();
    await system.stop();
  }
};

type Four<T> = [T, T, T, T];

function together(turns: Measured[]): Measured {
  const runs = turns.reduce((sum, turn) => sum + turn.runs, 0);
  return {
    runs,
    perSecond: runs / turns.reduce((sum, turn) => sum + turn.runs / turn.perSecond, 0),
    p50Ms: median(turns.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(turns.map(({ p99Ms }) => p99Ms)),
  };
}

interface Measured {
  runs: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** From the first request until the last run is over; each run's time is from its message's arrival to its end. */
async function measure(
  { server, client }: Installation,
  workflow: Workflow,
  label: string,
  count: number,
  perSecond?: number,
): Promise<Measured> {
  const requests = signed(workflow.path, count, label);
  const since = new Date();
  if (perSecond === undefined) await load({ port: server.port, connections, requests, maxSeconds: 120 });
  else await paced(server.port, requests, perSecond);
  await untilOver(client, workflow.id, since, count);
  const { rows } = await client.query<{ ms: string; finished_at: Date }>(
    `select extract(epoch from (r.dt_finished - m.received_at)) * 1000 as ms, r.dt_finished as finished_at from workflow_runs r
     join incoming_messages m on m.id = r.trigger_ref::uuid
     where r.workflow_id = $1 and r.dt_created >= $2`,
    [workflow.id, since],
  );
  const finishedAtMs = rows.reduce((last, row) => Math.max(last, row.finished_at.getTime()), 0);
  const seconds = (finishedAtMs - since.getTime()) / 1000;
  const sorted = rows.map(({ ms }) => Number(ms)).sort((a, b) => a - b);
  return {
    runs: sorted.length,
    perSecond: sorted.length / seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  };
}

/** Asks seldom, because an answer counts the runs; when the last was finished, its row says. */
async function untilOver(client: pg.Client, workflowId: string, since: Date, count: number): Promise<void> {
  for (let tries = 0; tries < 480; tries++) {
    const { rows } = await client.query(
      "select count(*)::int as over from workflow_runs where workflow_id = $1 and dt_created >= $2",
      [workflowId, since],
    );
    if (rows[0].over >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("The runs were not over in two minutes");
}

/** So many a second, in slices of 10 ms. */
async function paced(port: number, requests: Buffer[], perSecond: number): Promise<void> {
  const slice = Math.max(1, Math.round(perSecond / 100));
  const startedAt = performance.now();
  const underWay: Promise<unknown>[] = [];
  for (let sent = 0; sent < requests.length; sent += slice) {
    const some = requests.slice(sent, sent + slice);
    underWay.push(load({ port, connections: Math.min(8, some.length), requests: some, maxSeconds: 60 }));
    const dueMs = startedAt + ((sent + slice) / perSecond) * 1000 - performance.now();
    if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs));
  }
  await Promise.all(underWay);
}

function signed(path: string, count: number, label: string): Buffer[] {
  const timestamp = Math.floor(Date.now() / 1000);
  const filler = "x".repeat(930);
  return Array.from({ length: count }, (_, index) => {
    const body = JSON.stringify({ id: `evt_${label}_${index}`, object: "event", type: "invoice.paid", data: filler });
    const signature = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
        `Stripe-Signature: t=${timestamp},v1=${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

/** The same call with nothing round it: no verification, no storage. */
async function bareLoop(port: number): Promise<Measured> {
  const latencies: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (next++ < messages) {
      const sentAt = performance.now();
      await post(port);
      latencies.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    runs: messages,
    perSecond: messages / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: connections });

const post = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path: "/x", method: "POST", agent }, (answer) => {
      answer.resume().on("end", resolve);
    });
    sent.on("error", reject);
    sent.end('"evt_1"');
  });
