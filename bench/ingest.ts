import { createHmac, randomBytes } from "node:crypto";
import { type LoadResult, load, together } from "./load.ts";
import { startProcess, startServer } from "./server.ts";
import type { Bench } from "./table.ts";

const rounds = 6;
const messages = 10_000;
const connections = 64;
const signingKey = `whsec_${randomBytes(24).toString("base64url")}`;

/**
 * Stripe-signed POSTs of 1 KiB: verified, deduplicated and committed before the 202, against a handler that only reads. They take
 * turns, so that a slow minute of the machine hits both.
 */
export const ingest: Bench = async () => {
  const server = await startServer();
  const bare = await startProcess("bare-server.ts");
  try {
    const credential = await server.api("POST", "integrationcredentials", {
      name: "Stripe",
      destination: "M3SH_WORKFLOW",
      type: "STRIPE_SIGNED_REQUEST",
      signingKey,
    });
    const webhook = await server.api("POST", "incomingwebhooks", { name: "Stripe", credentialId: credential.id });
    const path = new URL(String(webhook.url)).pathname;
    await load({ port: server.port, connections, requests: signed(path, 4000, "warm"), maxSeconds: 10 });
    const idleMiB = await server.residentMiB();
    const turns: Record<"ours" | "bare", LoadResult[]> = { ours: [], bare: [] };
    for (let round = 0; round < rounds; round++) {
      const requests = signed(path, messages, `run${round}`);
      turns.ours.push(await load({ port: server.port, connections, requests, maxSeconds: 60 }));
      turns.bare.push(await load({ port: bare.port, connections, requests, maxSeconds: 60 }));
    }
    const residentMiB = await server.residentMiB();
    const ours = together(turns.ours);
    const baseline = together(turns.bare);
    const drainSeconds = await untilProcessed(server, String(webhook.id));
    return {
      rows: [
        { what: "bare node:http handler", ...baseline },
        { what: "accepted and durable", ...ours },
      ],
      figures: {
        perSecond: ours.perSecond,
        ratioToBare: ours.perSecond / baseline.perSecond,
        accepted: ours.statuses["202"] ?? 0,
        others: ours.requests - (ours.statuses["202"] ?? 0),
        residentMiBBefore: idleMiB,
        residentMiBAfter: residentMiB,
        secondsUntilAllProcessed: drainSeconds,
      },
      targets: { perSecond: ">= 4000", ratioToBare: ">= 0.3", residentMiBAfter: "< 200" },
    };
  } finally {
    await server.stop();
    await bare.stop();
  }
};

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

async function untilProcessed(server: Awaited<ReturnType<typeof startServer>>, webhookId: string): Promise<number> {
  const started = performance.now();
  for (let tries = 0; tries < 600; tries++) {
    const page = (await server.api("GET", `incomingwebhooks/${webhookId}/messages?pageSize=1`)) as {
      data: { processed: boolean }[];
    };
    if (page.data[0]?.processed) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return (performance.now() - started) / 1000;
}
