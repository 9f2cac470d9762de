import { afterAll, beforeAll, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { allow, deny, serviceUserWith } from "./person.ts";

let credenza: TestCredenza;
let stripeId: string;
let basicId: string;
let token: string;

beforeAll(async () => {
  credenza = await startCredenza();
  const create = async (body: object): Promise<string> =>
    (await credenza.api("POST", "integrationcredentials", { body: { name: "C", ...body } })).body.id;
  stripeId = await create({ destination: "STRIPE_TEST", apiKey: "sk_test_sample000000" });
  basicId = await create({ destination: "M3SH_WORKFLOW", username: "u", password: "a password" });
  const statements = [allow("*", "*"), deny("config:use", "config:credential/item/*")];
  token = (await serviceUserWith(credenza, statements)).token;
});
afterAll(() => credenza?.stop());

const definition = (credentialId: string) => ({
  formatVersion: 1,
  trigger: { type: "manual", next: ["call"] },
  steps: [
    {
      id: "call",
      function: "system.request",
      credentialId,
      inputs: { method: { value: "GET" }, path: { value: "/" } },
    },
  ],
});

it.each<[string, string, () => [path: string, body?: object]]>([
  ["the broker", "POST", () => [`integrationcredentials/${stripeId}/request`, { method: "GET", path: "/" }]],
  ["the proxy", "GET", () => [`integrationcredentials/${stripeId}/proxy/v1/account`]],
  ["the test", "POST", () => [`integrationcredentials/${stripeId}/test`]],
  ["an incoming webhook", "POST", () => ["incomingwebhooks", { name: "W", credentialId: basicId }]],
  [
    "an integration",
    "POST",
    () => [
      "integrationconfigs",
      { entityType: "Account", destination: "STRIPE_TEST", integrationCredentialsId: stripeId },
    ],
  ],
  ["a workflow", "POST", () => ["workflows", { name: "F", definition: definition(stripeId) }]],
  [
    "the test of a function",
    "POST",
    () => ["workflows/functions/test", { function: "system.request", credentialId: stripeId, inputs: {} }],
  ],
  [
    "the look-up of a vendor's ids",
    "GET",
    () => [`externalmappingconfiguration/values/STRIPE_TEST/Account/${stripeId}`],
  ],
])("a denial of using credentials holds for %s, although all else is allowed", async (_name, method, call) => {
  const [path, body] = call();
  const answer = await credenza.api(method, path, { token, ...(body ? { body } : {}) });
  expect([answer.status, answer.body.code, path]).toEqual([403, "not_permitted", path]);
});
