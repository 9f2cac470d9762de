import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeStripe, startFakeStripe } from "../fakes/stripe.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { endpoints, misfits } from "./m3ter-shapes.ts";
import { bodies, createThings, fillPath, type Things } from "./samples.ts";

let stripe: FakeStripe;
let credenza: TestCredenza;
let things: Things;
const versions = new Map<string, number>();

beforeAll(async () => {
  stripe = await startFakeStripe("sk_test_sample000000");
  credenza = await startCredenza({
    env: { CREDENZA_BASE_URL_STRIPE_TEST: stripe.url, CREDENZA_EGRESS_ALLOW: `127.0.0.1:${stripe.port}` },
  });
  things = await createThings(credenza, credenza.organizationId, credenza.adminToken);
});
afterAll(async () => {
  await credenza?.stop();
  await stripe?.close();
});

test.each(endpoints)("%s answers 200 in the shape of %s", async (call, shape) => {
  const [method = "", template = ""] = call.split(" ");
  const path = fillPath(template.replace("{integrationEntity}", things.stripeCredential), things);
  const given = bodies[call]?.(things);
  const body = given && "version" in given ? { ...given, version: versions.get(path) ?? given.version } : given;
  const answer = await credenza.api(method, path.slice(1), body ? { body } : {});
  expect(answer.status, answer.text).toBe(200);
  expect(misfits(answer.body, shape)).toEqual([]);
  if (answer.body.version) versions.set(path, answer.body.version);
});

test("a list's page holds something of its shape, so that nothing fits by being empty", () => {
  expect(misfits({ data: [{}] }, "runs")).toContain(".data[0].id is missing");
  expect(misfits({ id: 1 }, "config")).toContain(".id is not t");
});

test.each([
  ["as JSON", JSON.stringify({ grant_type: "client_credentials" }), "application/json"],
  ["as a form", "grant_type=client_credentials", "application/x-www-form-urlencoded"],
])("the token endpoint takes Basic with the body %s", async (_, body, type) => {
  const { accessKeyId, apiSecret } = credenza.admin;
  const authorization = `Basic ${Buffer.from(`${accessKeyId}:${apiSecret}`).toString("base64")}`;
  const answer = await fetch(`${credenza.url}/oauth/token`, {
    method: "POST",
    headers: { authorization, "content-type": type },
    body,
  });
  const token = (await answer.json()) as Record<string, unknown>;
  expect(misfits(token, "token")).toEqual([]);
  expect(token).toMatchObject({ token_type: expect.stringMatching(/^bearer$/i), expires_in: 18_000 });
  const [, claims = ""] = String(token.access_token).split(".");
  const read = JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
  expect(read).toMatchObject({ orgId: credenza.organizationId, sub: expect.any(String), iss: expect.any(String) });
  expect(read.exp - read.iat).toBe(18_000);
});

test.each([
  "GET /permissionpolicies",
  "GET /events",
  "GET /notifications/configurations",
  "GET /integrationconfigs",
  "GET /integrationruns",
  "GET /externalmappings",
  "GET /integrationdestinations/webhooks",
])("%s gives pages until the token is null", async (call) => {
  const path = call.split(" /")[1] ?? "";
  const ids: string[] = [];
  let nextToken: string | null = "";
  for (let turn = 0; turn < 100 && nextToken !== null; turn++) {
    const token = nextToken === "" ? "" : `&nextToken=${nextToken}`;
    const { body } = await credenza.api("GET", `${path}?pageSize=1${token}`);
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    ({ nextToken } = body);
  }
  expect(nextToken).toBeNull();
  expect(new Set(ids).size).toBe(ids.length);
});
