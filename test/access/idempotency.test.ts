import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Answer, startCredenza, type TestCredenza } from "../harness.ts";
import { cookieOf, type Person, personOf, signIn, trySignIn } from "./person.ts";

let credenza: TestCredenza;
let nowMs = Date.now();
let person: Person;
let count = 0;

beforeAll(async () => {
  credenza = await startCredenza({ now: () => nowMs });
});
afterAll(() => credenza?.stop());
beforeEach(async () => {
  person = await signIn(credenza);
});

const withKey = (key = `key ${++count}`) => ({ "idempotency-key": key });
const reused = { status: 422, body: { code: "idempotency_key_reused" } };
const impossible = { "idempotency-key": "x".repeat(256) };
const isSignedIn = async ({ api }: Person): Promise<boolean> => (await api("GET", "/auth/session")).body.signedIn;

describe("POST /organizations", () => {
  const create = (name: string, headers: Record<string, string>, by: Person = person) =>
    by.api("POST", "/organizations", { body: { name }, headers });
  const named = async (name: string): Promise<unknown[]> =>
    (await person.api("GET", "/auth/session")).body.organizations.filter((one: { name: string }) => one.name === name);

  test("the same key makes one and gets its answer again, in another session too", async () => {
    const headers = withKey();
    const first = await create("Once", headers);
    const again = await create("Once", headers);
    const elsewhere = await create("Once", headers, await signIn(credenza));
    expect(first.status).toBe(200);
    expect([again.text, elsewhere.text]).toEqual([first.text, first.text]);
    expect(await named("Once")).toHaveLength(1);
  });

  test("of ten at once one is made", async () => {
    const headers = withKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create("Burst", headers)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await named("Burst")).toHaveLength(1);
  });

  test("422 with another body, 400 with a key that cannot be one, and a failure keeps no key", async () => {
    const headers = withKey();
    expect((await create("", headers)).status).toBe(400);
    expect((await create("Mended", headers)).status).toBe(200);
    expect(await create("Other", headers)).toMatchObject(reused);
    expect((await create("Other", impossible)).status).toBe(400);
  });
});

describe("POST /auth/signin", () => {
  const again = (headers: Record<string, string>, password?: string) =>
    trySignIn(credenza, undefined, password, headers);

  test("the same key begins one session and gets its cookie again", async () => {
    const headers = withKey();
    const answers = await Promise.all([again(headers), again(headers), again(headers)]);
    expect(new Set(answers.map(cookieOf)).size).toBe(1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test("the password is asked each time, and another spelling of the address is another body", async () => {
    const headers = withKey();
    expect((await again(headers)).status).toBe(200);
    expect((await again(headers, "wrong")).status).toBe(401);
    const { email, password } = credenza.admin;
    expect(await trySignIn(credenza, email.toUpperCase(), password, headers)).toMatchObject(reused);
  });

  test("401 once that session has ended, without a cookie; nothing brings it back", async () => {
    const headers = withKey();
    const own = personOf(credenza, await again(headers));
    await own.api("POST", "/auth/signout");
    const answer = await again(headers);
    expect(answer).toMatchObject({ status: 401, body: { code: "not_signed_in" } });
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(await isSignedIn(own)).toBe(false);
  });

  test("nothing of the session stands readable in the database", async () => {
    const cookie = cookieOf(await again(withKey())).split("=")[1] ?? "";
    const { rows } = await credenza.context.store.systemPool.query(
      "select row_to_json(k)::text as row from idempotency_keys k",
    );
    expect(cookie.length).toBeGreaterThan(40);
    expect(rows.some(({ row }) => row.includes(cookie))).toBe(false);
  });
});

describe.each(["/auth/signout", "/auth/signout-everywhere"])("POST %s", (path) => {
  test("with a key, the one that comes again is told the same, though the session is gone", async () => {
    const headers = withKey();
    const [first, again] = [await person.api("POST", path, { headers }), await person.api("POST", path, { headers })];
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    expect(again.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(await isSignedIn(person)).toBe(false);
  });

  test("another session's request, another key and one without CSRF token are not", async () => {
    const headers = withKey();
    await person.api("POST", path, { headers });
    expect((await person.api("POST", path, { headers: withKey() })).status).toBe(401);
    expect((await person.api("POST", path, { headers: { ...headers, "x-csrf-token": "x" } })).status).toBe(403);
    expect((await credenza.api("POST", path, { token: null, headers })).status).toBe(401);
    const other = await signIn(credenza);
    expect((await other.api("POST", path, { headers })).status).toBe(200);
    expect(await isSignedIn(other)).toBe(false);
  });
});

test("POST /auth/password changes it once, and says so again", async () => {
  const { email, password } = credenza.admin;
  const headers = withKey();
  const change = (currentPassword: string, newPassword: string, one = headers): Promise<Answer> =>
    person.api("POST", "/auth/password", { body: { currentPassword, newPassword }, headers: one });
  const next = "another long password";
  const answers = [await change(password, next), await change(password, next)];
  expect(answers.map(({ status, text }) => [status, text])).toEqual([
    [200, "{}"],
    [200, "{}"],
  ]);
  expect(await change(next, password)).toMatchObject(reused);
  expect((await trySignIn(credenza, email, next)).status).toBe(200);
  expect((await change(next, password, withKey())).status).toBe(200);
});

describe("POST /oauth/token", () => {
  const ask = (
    headers: Record<string, string>,
    body: unknown = { grant_type: "client_credentials" },
    secret = credenza.admin.apiSecret,
  ) => {
    const pair = Buffer.from(`${credenza.admin.accessKeyId}:${secret}`).toString("base64");
    return credenza.api("POST", "/oauth/token", {
      token: null,
      body,
      headers: { ...headers, authorization: `Basic ${pair}` },
    });
  };

  test("the same key gets the same token, with the time that is left of it", async () => {
    const headers = withKey();
    const first = await ask(headers);
    const again = await ask(headers);
    expect(again.text).toBe(first.text);
    nowMs += 3_600_000;
    const later = await ask(headers);
    expect(later.body).toEqual({ ...first.body, expires_in: 14_400 });
  });

  test("a token that has expired is not given again", async () => {
    const headers = withKey();
    const first = await ask(headers);
    nowMs += 18_001_000;
    const later = await ask(headers);
    expect(later.body.expires_in).toBe(18_000);
    expect(later.body.access_token).not.toBe(first.body.access_token);
    expect((await credenza.api("GET", "serviceusers", { token: later.body.access_token })).status).toBe(200);
  });

  test("the secret is asked each time; 422 with another body", async () => {
    const headers = withKey();
    await ask(headers);
    expect((await ask(headers, undefined, "wrong")).status).toBe(401);
    expect(await ask(headers, { grant_type: "client_credentials", scope: "x" })).toMatchObject(reused);
  });
});
