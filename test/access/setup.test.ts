import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { cookieOf, personOf } from "./person.ts";

const bootstrapNames = ["ORG_ID", "ORG_NAME", "ADMIN_EMAIL", "ADMIN_PASSWORD", "ACCESS_KEY_ID", "API_SECRET"];
let credenza: TestCredenza;
const nowMs = Date.now();

/** A second process on the database of the first, which holds an organization no more. */
async function startEmpty(): Promise<TestCredenza> {
  const template = await startCredenza();
  const { system } = template.context.store;
  await system.deleteFrom("organizations").execute();
  await system.deleteFrom("users").execute();
  const env = Object.fromEntries(bootstrapNames.map((name) => [`CREDENZA_BOOTSTRAP_${name}`, ""]));
  const started = await startCredenza({ env, databaseUrl: template.databaseUrl, now: () => nowMs });
  const stop = async () => {
    await started.stop();
    await template.stop();
  };
  return { ...started, stop };
}

beforeAll(async () => {
  credenza = await startEmpty();
});
afterAll(() => credenza.stop());

const body = {
  organizationName: "Engines",
  email: "Grace@Example.test",
  password: "a long enough password",
  firstName: "Grace",
};
const setUp = (token: string, changed: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  credenza.api("POST", "/auth/setup", { token: null, body: { ...body, token, ...changed }, headers });
const token = async () => (await credenza.context.access.setup.token()) ?? "";

test("the first call of the Console says that an administrator is missing", async () => {
  const { body: session } = await credenza.api("GET", "/auth/session", { token: null });
  expect(session).toMatchObject({ setupRequired: true, signedIn: false });
  expect((await token()).length).toBeGreaterThan(30);
});

test("400 names the field, and nothing is made", async () => {
  const good = await token();
  for (const [changed, field] of [
    [{ password: "short" }, "password"],
    [{ email: "nonsense" }, "email"],
    [{ organizationName: " " }, "organizationName"],
    [{ organizationName: "n".repeat(10_000) }, "organizationName"],
    [{ role: "king" }, "role"],
  ] as const) {
    const answer = await setUp(good, changed);
    expect(answer.status, field).toBe(400);
    expect(answer.body.errors[0].field).toBe(field);
  }
  expect(await token()).toBe(good);
});

test("the wrong token is a 401, and after ten of them a 429 for a minute; that shuts nobody out who has the right one", async () => {
  const good = await token();
  expect((await setUp(good, {}, { origin: "https://evil.example" })).status).toBe(403);
  for (let tries = 0; tries < 10; tries++) {
    expect((await setUp(`${good}${tries}`)).body).toMatchObject({ status: 401, code: "setup_token_invalid" });
  }
  const refused = await setUp(`${good}x`);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBe(60);
});

test("of setups at once one wins; its user is administrator and signed in, one that repeats it with its Idempotency-Key is told the same, others with that key are refused", async () => {
  const good = await token();
  const answers = await Promise.all(
    ["a", "b", "c", "d"].map((name) =>
      setUp(good, { email: `${name}@example.test`, organizationName: name }, { "idempotency-key": "setup" }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422, 422]);
  const winner = answers.find(({ status }) => status === 200);
  if (!winner) throw new Error("Nobody won");
  expect(winner.body).toMatchObject({ signedIn: true, setupRequired: false, user: { firstName: "Grace" } });
  const [organization] = winner.body.organizations;
  expect(winner.body.access[organization.id]).toEqual({ manage: true, use: true, administer: true });
  const [{ name }] = winner.body.organizations;
  const again = await setUp(
    good,
    { email: `${name}@example.test`, organizationName: name },
    { "idempotency-key": "setup" },
  );
  expect([again.text, cookieOf(again)]).toEqual([winner.text, cookieOf(winner)]);
  const person = personOf(credenza, winner);
  const created = await person.api("POST", `/organizations/${organization.id}/serviceusers`, {
    body: { name: "robot" },
  });
  expect(created.status).toBe(200);
  const { system } = credenza.context.store;
  for (const [table, count] of [
    ["organizations", 1],
    ["users", 1],
    ["permission_policies", 3],
    ["sessions", 1],
  ] as const) {
    expect(await system.selectFrom(table).selectAll().execute(), table).toHaveLength(count);
  }
});

test("afterwards there is no token, and setting up is a 409", async () => {
  expect(await credenza.context.access.setup.token()).toBeUndefined();
  expect((await setUp("anything")).body).toMatchObject({ status: 409, code: "already_set_up" });
  expect((await credenza.api("GET", "/auth/session", { token: null })).body.setupRequired).toBe(false);
});
