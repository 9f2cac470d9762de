import Chargebee from "chargebee";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SeenRequest } from "../fakes/chargebee.ts";
import { type BrokerWorld, fullKey, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;
let proxy: string;
let sdk: Chargebee;

beforeAll(async () => {
  world = await startBrokerWorld();
  proxy = `integrationcredentials/${await world.credential()}/proxy`;
  // The SDK makes its host of site and suffix: this is 127.0.0.1.
  sdk = new Chargebee({
    site: "127.0.0",
    hostSuffix: ".1",
    protocol: "http",
    port: world.chargebee.port,
    apiKey: fullKey,
  } as never);
});
afterAll(() => world.stop());

async function seen(work: () => Promise<unknown>): Promise<Partial<SeenRequest>> {
  world.chargebee.requests.length = 0;
  await work();
  expect(world.chargebee.requests).toHaveLength(1);
  const [{ method, url, headers } = {} as SeenRequest] = world.chargebee.requests;
  const { authorization, host, "content-type": contentType } = headers;
  return { method, url, headers: { authorization, host, "content-type": contentType } };
}

it("what the broker sends for a list is what Chargebee's SDK sends", async () => {
  const bySdk = await seen(() => sdk.customer.list({ limit: 1 }));
  const byBroker = await seen(() => world.raw("GET", `${proxy}/customers?limit=1`));
  expect(bySdk.headers?.authorization).toMatch(/^Basic /);
  expect({ ...byBroker, headers: { ...byBroker.headers, "content-type": undefined } }).toEqual({
    ...bySdk,
    headers: { ...bySdk.headers, "content-type": undefined },
  });
});

it("what the broker sends to create is what Chargebee's SDK sends, and the answer is the same", async () => {
  const answers: unknown[] = [];
  const bySdk = await seen(async () =>
    answers.push((await sdk.customer.create({ email: "ada@example.test" })).customer.email),
  );
  const headers = { "Content-Type": String(bySdk.headers?.["content-type"]) };
  const byBroker = await seen(async () => {
    const answer = await world.raw("POST", `${proxy}/customers`, { body: "email=ada%40example.test", headers });
    answers.push(answer.json.customer.email);
  });
  expect(byBroker).toEqual(bySdk);
  expect(answers).toEqual(["ada@example.test", "ada@example.test"]);
});

it("Chargebee's SDK works through the proxy, without the key", async () => {
  const { credenza } = world;
  const through = new Chargebee({
    site: "anything",
    apiKey: "no key here",
    httpClient: {
      makeApiRequest: async (request: Request) => {
        const { pathname, search } = new URL(request.url);
        const url = `${credenza.url}/organizations/${credenza.organizationId}/${proxy}${pathname.replace("/api/v2", "")}${search}`;
        return fetch(url, { method: request.method, headers: { authorization: `Bearer ${credenza.adminToken}` } });
      },
    },
  } as never);
  const { list } = await through.customer.list({ limit: 1 });
  expect(list[0]?.customer.id).toBe("cus_1");
});
