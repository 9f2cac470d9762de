import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../sdk/verify.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { type Received, type Receiver, startReceiver } from "./receiver.ts";

const secret = "a secret of thirty-two character";
const apiKey = "key_1";
const standard = new Webhook(`whsec_${Buffer.from(secret).toString("base64")}`);
const count = 30;

let credenza: TestCredenza;
let receiver: Receiver;
let received: Received[];

beforeAll(async () => {
  credenza = await startCredenza({ env: { CREDENZA_EGRESS_ALLOW: "127.0.0.1" } });
  receiver = await startReceiver();
  const credentials = { type: "M3TER_SIGNED_REQUEST", apiKey, secret };
  const webhook = { name: "Ledger", description: "Books", url: receiver.url, credentials };
  const { body } = await credenza.api("POST", "integrationdestinations/webhooks", { body: webhook });
  const rule = { name: "All", code: "all", description: "All", eventName: "shop.order.created", alwaysFireEvent: true };
  await credenza.api("POST", "notifications/configurations", {
    body: { ...rule, active: true, webhookIds: [body.id] },
  });
  const events = Array.from({ length: count }, (_, at) => ({
    eventName: rule.eventName,
    eventData: {
      new: { id: `o-${at}`, text: ["plain", "ünïcødé £", "\u2028 🜁", '"\\/', ""][at % 5], nested: [{ at }] },
    },
  }));
  expect((await credenza.api("POST", "events", { body: { events } })).status).toBe(201);
  received = await receiver.waitFor(count);
});
afterAll(async () => {
  await credenza?.stop();
  await receiver?.close();
});

type Headers = Record<string, string>;
const headersOf = ({ headers }: Received): Headers => headers as Headers;
const byStandard = (headers: Headers, body: Buffer): boolean => {
  try {
    standard.verify(body, headers);
    return true;
  } catch {
    return false;
  }
};
const byHelper = async (headers: Headers, body: Buffer): Promise<boolean> =>
  (await verify(headers, body, { apiKey, secrets: [secret] })).ok;

describe("two receivers, one with standardwebhooks and one with our helper", () => {
  it(`accept each of ${count} deliveries`, async () => {
    expect(received.length).toBe(count);
    for (const one of received) {
      expect([byStandard(headersOf(one), one.body), await byHelper(headersOf(one), one.body)]).toEqual([true, true]);
    }
  });

  it("refuse each altered byte of the body", async () => {
    for (const one of received.slice(0, 5)) {
      for (let at = 0; at < one.body.length; at++) {
        const altered = Buffer.from(one.body);
        altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
        const accepted = [byStandard(headersOf(one), altered), await byHelper(headersOf(one), altered)];
        expect(accepted, `byte ${at}`).toEqual([false, false]);
      }
      const shorter = one.body.subarray(0, -1);
      const longer = Buffer.concat([one.body, Buffer.from(" ")]);
      for (const body of [shorter, longer, Buffer.alloc(0)]) {
        expect([byStandard(headersOf(one), body), await byHelper(headersOf(one), body)]).toEqual([false, false]);
      }
    }
  });

  it.each([
    ["webhook-id", byStandard],
    ["webhook-timestamp", byStandard],
    ["webhook-signature", byStandard],
    ["x-m3ter-api-key", byHelper],
    ["x-m3ter-id", byHelper],
    ["x-m3ter-timestamp", byHelper],
    ["x-m3ter-signature", byHelper],
  ] as const)("refuse each altered byte of %s", async (name, accepts) => {
    for (const one of received.slice(0, 5)) {
      const headers = headersOf(one);
      const value = headers[name] ?? "";
      expect(value.length).toBeGreaterThan(0);
      for (let at = 0; at < value.length; at++) {
        const other = String.fromCharCode(value.charCodeAt(at) ^ 1);
        const altered = { ...headers, [name]: value.slice(0, at) + other + value.slice(at + 1) };
        expect(await accepts(altered, one.body), `${name} at ${at}`).toBe(false);
      }
      const { [name]: _, ...without } = headers;
      expect(await accepts(without, one.body)).toBe(false);
    }
  });
});
