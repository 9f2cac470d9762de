import { fileURLToPath } from "node:url";
import { loadRegistry } from "../../src/define/registry.ts";
import type { WebhookExample } from "../../src/define/system.ts";
import type { IncomingWebhookRules } from "../../src/define/verifications.ts";
import type { Check, WebhookSettings } from "../../src/webhooks/incoming/check.ts";
import { verify } from "../../src/webhooks/incoming/verify.ts";

const registry = await loadRegistry([fileURLToPath(new URL("../../systems", import.meta.url))]);

export function rulesOf(type: string): IncomingWebhookRules {
  const rules = registry.destinations.map(({ id }) => registry.type(id, type)?.incoming).find(Boolean);
  if (!rules) throw new Error(`No rules for ${type}`);
  return rules;
}

export interface Vector extends WebhookExample {
  type: string;
}

const hubspot = { clientSecret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy" };
const hubspotUrl = "https://www.example.com/webhook_uri";
const crmEvent =
  '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';

const adyenItem = (eventCode: string, hmacSignature: string) => ({
  pspReference: "pspReference",
  originalReference: "originalReference",
  merchantAccountCode: "merchantAccount",
  merchantReference: "reference",
  amount: { currency: "EUR", value: 1000 },
  eventCode,
  success: "true",
  additionalData: { hmacSignature },
});

/** Beside the examples in the system files: further published values, values of vendors' tests, and computed ones. */
const more: Vector[] = [
  {
    type: "HUBSPOT_CLIENT_SECRET",
    name: "v1, published",
    fields: hubspot,
    headers: {
      "X-HubSpot-Signature-Version": "v1",
      "X-HubSpot-Signature": "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de",
    },
    body: crmEvent,
    options: { hubspotVersions: ["v1"] },
  },
  {
    type: "HUBSPOT_CLIENT_SECRET",
    name: "v1, test value of HubSpot's SDK, which version it is being left open",
    fields: hubspot,
    headers: { "X-HubSpot-Signature": "69fc6631a867edd4f9e9e627fc5c1148e3fbdd8b21837b6d2b8901c1fa57f750" },
    body: "{'example_field':'example_value'}",
    options: { hubspotVersions: ["v3", "v2", "v1"] },
  },
  {
    type: "HUBSPOT_CLIENT_SECRET",
    name: "v2, published, GET",
    fields: hubspot,
    method: "GET",
    url: hubspotUrl,
    headers: {
      "X-HubSpot-Signature-Version": "v2",
      "X-HubSpot-Signature": "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e",
    },
    body: "",
    options: { hubspotVersions: ["v2"] },
  },
  {
    type: "HUBSPOT_CLIENT_SECRET",
    name: "v2, test value of HubSpot's SDK",
    fields: hubspot,
    url: hubspotUrl,
    headers: { "X-HubSpot-Signature": "4fe4e3a7d3cf09db53be39d0a58130e2aaba074ec123a9e355b876a689a1c383" },
    body: "{'example_field':'example_value'}",
    options: { hubspotVersions: ["v2", "v1"] },
  },
  {
    type: "HUBSPOT_CLIENT_SECRET",
    name: "v3, computed: only the documented characters of the URL are decoded",
    fields: hubspot,
    url: "https://www.example.com/hook?redirect=https%3A%2F%2Fa.example%2Fp%40q&s=a%20b",
    headers: {
      "X-HubSpot-Signature-v3": "+czVZ6iw2NQbbUH3FePBeslyzJqcFRmT5K2KfQLDfNo=",
      "X-HubSpot-Request-Timestamp": "1700000000000",
    },
    body: '[{"eventId":1}]',
    at: 1_700_000_000_000,
  },
  {
    type: "HUBSPOT_CLIENT_SECRET",
    name: "v3, the same with lower-case hex digits in the URL",
    fields: hubspot,
    url: "https://www.example.com/hook?redirect=https%3a%2f%2fa.example%2fp%40q&s=a%20b",
    headers: {
      "X-HubSpot-Signature-v3": "+czVZ6iw2NQbbUH3FePBeslyzJqcFRmT5K2KfQLDfNo=",
      "X-HubSpot-Request-Timestamp": "1700000000000",
    },
    body: '[{"eventId":1}]',
    at: 1_700_000_000_000,
  },
  ...[
    { eventCode: "EVENT", hmacSignature: "ipnxGCaUZ4l8TUW75a71/ghd2Fe5ffvX0pV4TLTntIc=" },
    { eventCode: "CAPTURE", hmacSignature: "xhpHvYq2u2Np0rstbZ6QjLGu7JWhvf7Iwaa6EviJSX0=" },
  ].map(
    ({ eventCode, hmacSignature }): Vector => ({
      type: "ADYEN_HMAC_KEY",
      name: `test value of Adyen's library, ${eventCode}`,
      fields: { secret: "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00" },
      headers: {},
      body: JSON.stringify({ notificationItems: [{ NotificationRequestItem: adyenItem(eventCode, hmacSignature) }] }),
      bodyIsNotSigned: true,
    }),
  ),
  ...[
    ["https://mycompany.com", "kvajT1Ptam85bY51eRf/AJRuM3w=", "https, signed with the usual port"],
    ["http://mycompany.com", "0ZXoZLH/DfblKGATFgpif+LLRf4=", "http, signed with the usual port"],
    ["http://mycompany.com:1234", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", "http, a port of its own"],
  ].map(
    ([origin = "", value = "", name]): Vector => ({
      type: "TWILIO_WEBHOOK_TOKEN",
      name: `form, test value of Twilio's library, ${name}`,
      fields: { secret: "12345" },
      url: `${origin}/myapp.php?foo=1&bar=2`,
      headers: { "X-Twilio-Signature": value, "Content-Type": "application/x-www-form-urlencoded" },
      body: "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
      bodyIsNotSigned: true,
    }),
  ),
  {
    type: "HTTP_BASIC",
    name: "RFC 7617, UTF-8",
    fields: { username: "test", password: "123£" },
    headers: { Authorization: "Basic dGVzdDoxMjPCow==" },
    body: "",
    bodyIsNotSigned: true,
  },
  {
    type: "SAGE_INTACCT_CLIENT_SECRET",
    name: "HMAC in base64, computed",
    fields: { clientSecret: "intacct-client-secret-Zk3" },
    headers: { "X-Intacct-Hmac": "Rr3F7CK/JpCSlC2DncfhC1Ygruo9bXOlzq4HZzUaY7k=" },
    body: '{"object":"accounts-receivable/invoice","operation":"create","key":"1042"}',
    options: { signatureHeader: "x-intacct-hmac" },
  },
  ...[
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDMwMCwianRpIjoiYjJhNGMxZGUtMSJ9.Pj8wkmbYhL0uKJ9HUMpbcS9UHiWFFEy_tFIGsPWYucw",
    "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDMwMCwianRpIjoiYjJhNGMxZGUtMSJ9.ih6Ir4krH4FWXQ8oa-wNdxrJWQIEkrZveyI46iTmFsbKTFH-OSUYwMBIWwi0L8N3",
    "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDMwMCwianRpIjoiYjJhNGMxZGUtMSJ9.MXO71erEILKJ0RL86UUG-kTq49lb0xFC2dfxqhIYSxDoW49Tl-hzgcS5X_A33rvRkPoKDWxqp5iHUZJEGsD3aw",
  ].map(
    (token): Vector => ({
      type: "SAGE_INTACCT_CLIENT_SECRET",
      name: `JWT ${JSON.parse(Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString()).alg}, computed`,
      fields: { clientSecret: "intacct-client-secret-Zk3" },
      headers: { Authorization: `Bearer ${token}` },
      body: '{"object":"accounts-receivable/invoice"}',
      at: 1_700_000_000_000,
      bodyIsNotSigned: true,
    }),
  ),
];

export const vectors: Vector[] = [
  ...registry.destinations
    .filter(({ direction }) => direction === "incoming")
    .flatMap(({ id }) => registry.typesOf(id))
    .flatMap(({ id, examples }) => (examples.webhooks ?? []).map((example) => ({ ...example, type: id }))),
  ...more,
];

const fieldsOf = (type: string) =>
  registry.destinations.map(({ id }) => registry.type(id, type)).find(Boolean)?.fields ?? {};

function optionalOf(type: string): ReadonlySet<string> {
  const fields = fieldsOf(type);
  return new Set(Object.keys(fields).filter((name) => fields[name]?.optional));
}

export const isSecretField = (type: string, name: string): boolean => fieldsOf(type)[name]?.secret === true;

/** The check of a vector, with parts of it changed. */
export function toCheck(vector: Vector, change: Partial<Check> & { headers?: string[]; body?: Buffer } = {}): Check {
  const { headers = Object.entries(vector.headers).flat(), body = Buffer.from(vector.body), ...rest } = change;
  const url = vector.url ?? "https://hooks.example.com/hooks/token";
  const settings = (vector.options ?? {}) as WebhookSettings;
  return {
    request: {
      method: vector.method ?? "POST",
      target: new URL(url).pathname + new URL(url).search,
      rawHeaders: headers,
      body,
      sourceAddress: null,
    },
    url,
    fieldSets: [vector.fields],
    optionalFields: optionalOf(vector.type),
    settings,
    windowSeconds: settings.windowSeconds ?? rulesOf(vector.type).windowSeconds ?? 300,
    nowMs: vector.at ?? 1_700_000_000_000,
    ...rest,
  };
}

export const judge = (type: string, check: Check) => verify(rulesOf(type).verification, check);
