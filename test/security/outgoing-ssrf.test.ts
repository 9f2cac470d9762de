import net from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createNetwork } from "../../src/net/network.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { literals, names } from "./ssrf-corpus.ts";

let credenza: TestCredenza;
let webhookId: string;
let answers = ["8.8.8.8"];

const webhook = (url: string) => ({
  ...{ name: "Attack", description: "Attack", url },
  credentials: { type: "M3TER_SIGNED_REQUEST", apiKey: "key_1", secret: "a secret of thirty-two character" },
});
const create = (url: string) => credenza.api("POST", "integrationdestinations/webhooks", { body: webhook(url) });

beforeAll(async () => {
  credenza = await startCredenza();
  const lookup = async () => answers.map((address) => ({ address, family: net.isIP(address) }));
  credenza.context.network = createNetwork({ egressAllow: [], lookup });
  const saved = await create("https://receiver.example/notify");
  expect(saved.status).toBe(200);
  webhookId = saved.body.id;
});
afterAll(() => credenza?.stop());

/** The corpus's literals as addresses that a name server could answer with. */
const addresses = literals.flatMap((host) => {
  const url = `https://${host}/`;
  const canonical = URL.canParse(url) ? new URL(url).hostname.replaceAll(/^\[|\]$/g, "") : "";
  return net.isIP(canonical) ? [canonical] : [];
});
const changed: [what: string, addresses: string[]][] = [
  ...Object.entries(names),
  ...[...new Set(addresses)].map((address): [string, string[]] => [address, [address]]),
];

describe("an outgoing webhook never reaches what may not be called", () => {
  it.each(literals)("%j is refused on save, naming the URL", async (host) => {
    answers = ["127.0.0.1"];
    const answer = await create(`https://${host}/notify`);
    expect([answer.status, answer.body.errors?.map(({ field }: { field: string }) => field)]).toEqual([400, ["url"]]);
  });

  it.each(Object.entries(names))(
    "a name that resolves as %s is refused on save, and on a change",
    async (host, found) => {
      answers = found;
      const refused = [
        await create(`https://${host}/notify`),
        await credenza.api("PUT", `integrationdestinations/webhooks/${webhookId}`, {
          body: { version: 1, url: `https://${host}/notify` },
        }),
      ];
      for (const { status, body } of refused) expect([status, body.errors[0].field]).toEqual([400, "url"]);
    },
  );

  it.each(["http://receiver.example/", "ftp://receiver.example/", "https://a:b@receiver.example/", "receiver.example"])(
    "%s is refused on save",
    async (url) => {
      answers = ["8.8.8.8"];
      const answer = await create(url);
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, "url"]);
    },
  );

  it(`is not delivered to any of ${changed.length} answers that its name gives after it was saved`, async () => {
    expect(changed.length).toBeGreaterThan(80);
    for (const [what, found] of changed) {
      answers = found;
      const { body } = await credenza.api("POST", `integrationdestinations/webhooks/${webhookId}/test`);
      const delivery = `integrationdestinations/webhooks/${webhookId}/deliveries/${body.id}`;
      await expect
        .poll(async () => (await credenza.api("GET", delivery)).body.attempts, { timeout: 20_000, interval: 25 })
        .toBeGreaterThan(0);
      const { body: tried } = await credenza.api("GET", delivery);
      expect([tried.status, tried.lastStatus], what).toEqual(["WAITING", null]);
      expect(tried.lastError, what).toMatch(/may not be called from here|has no address|must use https/);
    }
  }, 240_000);
});
