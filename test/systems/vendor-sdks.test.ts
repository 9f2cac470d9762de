import { Client as AdyenClient, EnvironmentEnum, ManagementAPI } from "@adyen/api-library";
import { Client } from "@hubspot/api-client";
import { Environment, Paddle } from "@paddle/paddle-node-sdk";
import { WebClient } from "@slack/web-api";
import avatax from "avatax";
import { GoCardlessClient } from "gocardless-nodejs";
import { Environments } from "gocardless-nodejs/constants";
import { HttpResponse, http, passthrough } from "msw";
import { setupServer } from "msw/node";
import recurly from "recurly";
import { SquareClient, SquareEnvironment } from "square";
import Stripe from "stripe";
import twilio from "twilio";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CredentialTypeEntry, type DestinationEntry, loadRegistry } from "../../src/define/registry.ts";
import { type FakeSystems, startFakeSystems } from "../fakes/system.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

interface Sent {
  method: string;
  host: string;
  path: string;
  headers: Record<string, string | null>;
}

interface Case {
  name: string;
  destination: string;
  type: string;
  fields: Record<string, string>;
  /** Path below the base URL of the destination. */
  path: string;
  /** Headers that the vendor reads. */
  headers: string[];
  call(fields: Record<string, string>): Promise<unknown>;
  /** GET unless said. */
  method?: string;
}

/** Its types describe the module, not the class that it is. */
const AvaTax = avatax as unknown as new (
  options: Record<string, string>,
) => { withSecurity(key: { username?: string; password?: string }): { ping(): Promise<unknown> } };

const sid = "AC00000000000000000000000000000000";

const cases: Case[] = [
  {
    name: "stripe",
    destination: "STRIPE_TEST",
    type: "STRIPE_API_KEY",
    fields: { apiKey: "sk_test_51Nexampleexampleexample" },
    path: "/v1/balance",
    headers: ["authorization", "stripe-version"],
    call: ({ apiKey }) => new Stripe(`${apiKey}`, { maxNetworkRetries: 0 }).balance.retrieve(),
  },
  {
    name: "recurly",
    destination: "RECURLY",
    type: "RECURLY_API_KEY",
    fields: { apiKey: "recurly-private-key", region: "eu" },
    path: "/sites?limit=1",
    headers: ["authorization", "accept"],
    call: ({ apiKey }) => new recurly.Client(`${apiKey}`, { region: "eu" }).listSites({ params: { limit: 1 } }).first(),
  },
  {
    name: "avatax",
    destination: "AVALARA_SANDBOX",
    type: "AVALARA_LICENSE_KEY",
    fields: { accountId: "2000000000", licenseKey: "1A2B3C4D5E6F7081" },
    path: "/api/v2/utilities/ping",
    headers: ["authorization"],
    call: ({ accountId, licenseKey }) =>
      new AvaTax({ appName: "x", appVersion: "1", machineName: "m", environment: "sandbox" })
        .withSecurity({ username: accountId, password: licenseKey })
        .ping(),
  },
  {
    name: "gocardless-nodejs",
    destination: "GOCARDLESS_SANDBOX",
    type: "GOCARDLESS_ACCESS_TOKEN",
    fields: { accessToken: "sandbox_example" },
    path: "/creditors?limit=1",
    headers: ["authorization", "gocardless-version"],
    call: ({ accessToken }) =>
      new GoCardlessClient(`${accessToken}`, Environments.Sandbox).creditors.list({ limit: 1 }),
  },
  {
    name: "twilio",
    destination: "TWILIO",
    type: "TWILIO_AUTH_TOKEN",
    fields: { accountSid: sid, authToken: "0f1e2d3c4b5a6978" },
    path: `/2010-04-01/Accounts/${sid}.json`,
    headers: ["authorization"],
    call: ({ accountSid, authToken }) => twilio(accountSid, authToken).api.v2010.accounts(sid).fetch(),
  },
  {
    name: "square",
    destination: "SQUARE_SANDBOX",
    type: "SQUARE_ACCESS_TOKEN",
    fields: { accessToken: "EAAAexample" },
    path: "/v2/merchants/me",
    headers: ["authorization"],
    call: ({ accessToken }) =>
      new SquareClient({
        token: `${accessToken}`,
        environment: SquareEnvironment.Sandbox,
        maxRetries: 0,
      }).merchants.get({
        merchantId: "me",
      }),
  },
  {
    name: "@adyen/api-library",
    destination: "ADYEN_TEST",
    type: "ADYEN_TEST_API_KEY",
    fields: { apiKey: "AQEexample" },
    path: "/me",
    headers: ["x-api-key"],
    call: ({ apiKey }) =>
      new ManagementAPI(
        new AdyenClient({ apiKey: `${apiKey}`, environment: EnvironmentEnum.TEST }),
      ).MyAPICredentialApi.getApiCredentialDetails(),
  },
  {
    name: "@paddle/paddle-node-sdk",
    destination: "PADDLE_SANDBOX",
    type: "PADDLE_AUTH",
    fields: { apiKey: "pdl_sdbx_apikey_01gtgztp8f4kek3yd4g1wrksa3_q6TGTJyvoIz7LDtXT65bX7_AQO" },
    path: "/event-types",
    headers: ["authorization"],
    call: ({ apiKey }) => new Paddle(`${apiKey}`, { environment: Environment.sandbox }).eventTypes.list(),
  },
  {
    name: "@slack/web-api",
    destination: "SLACK",
    type: "SLACK_BOT_TOKEN",
    fields: { token: "xoxb-0000000000-example" },
    path: "/auth.test",
    method: "POST",
    headers: ["authorization"],
    call: ({ token }) => new WebClient(token, { retryConfig: { retries: 0 } }).auth.test(),
  },
  {
    name: "@hubspot/api-client",
    destination: "HUBSPOT",
    type: "HUBSPOT_ACCESS_TOKEN",
    fields: { accessToken: "pat-eu1-00000000-0000-0000-0000-000000000000" },
    path: "/account-info/v3/details",
    headers: ["authorization"],
    call: ({ accessToken }) => new Client({ accessToken }).apiRequest({ path: "/account-info/v3/details" }),
  },
];

const registry = await loadRegistry([new URL("../../systems", import.meta.url).pathname]);
const intercepted: Sent[] = [];
const internet = setupServer(
  http.all("http://*", () => passthrough()),
  http.all("https://*", ({ request }) => {
    const { host, pathname, search } = new URL(request.url);
    intercepted.push({
      method: request.method,
      host,
      path: pathname + search,
      headers: Object.fromEntries(request.headers),
    });
    return HttpResponse.json({ data: [], has_more: false, creditors: [], meta: { cursors: {} } });
  }),
);
let vendors: FakeSystems;
let credenza: TestCredenza;

beforeAll(async () => {
  internet.listen();
  vendors = await startFakeSystems();
  const overrides = cases.map(({ destination }) => [
    `CREDENZA_BASE_URL_${destination}`,
    `${vendors.url}/${destination}`,
  ]);
  credenza = await startCredenza({
    env: {
      CREDENZA_ROLE: "api",
      DATABASE_URL: "postgres://the.harness@gives.its/own",
      ...Object.fromEntries(overrides),
    },
  });
});

afterAll(async () => {
  internet.close();
  await credenza?.stop();
  await vendors?.close();
});

async function bySdk({ call, fields }: Case): Promise<Sent | undefined> {
  intercepted.length = 0;
  await call(fields).catch(() => undefined);
  return intercepted[0];
}

async function byBroker({ destination, type, fields, path, method = "GET" }: Case): Promise<Sent> {
  vendors.play({
    destination: registry.destination(destination) as DestinationEntry,
    type: registry.type(destination, type) as CredentialTypeEntry,
    fields,
    host: "",
  });
  const body = { name: "Example", destination, type, ...fields };
  const { id } = (await credenza.api("POST", "integrationcredentials", { body })).body;
  await credenza.api("POST", `integrationcredentials/${id}/request`, { body: { method, path } });
  const [call] = vendors.calls;
  return {
    method: call?.method ?? "",
    host: call?.host ?? "",
    path: call?.url ?? "",
    headers: call?.headers as Sent["headers"],
  };
}

/** The name of the scheme has no case (RFC 9110). */
const withPlainScheme = (value: string | null | undefined) => value?.replace(/^\w+ /, (word) => word.toLowerCase());

const compared = (sent: Sent | undefined, headers: string[]) => ({
  ...sent,
  headers: Object.fromEntries(headers.map((name) => [name, withPlainScheme(sent?.headers[name])])),
});

it.each(cases)("what the broker sends is what $name sends: method, host, path, headers", async (example) => {
  const sdk = compared(await bySdk(example), example.headers);
  expect(Object.values(sdk.headers).every(Boolean)).toBe(true);
  expect(compared(await byBroker(example), example.headers)).toEqual(sdk);
});
