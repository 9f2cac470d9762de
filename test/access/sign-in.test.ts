import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPasswords } from "../../src/access/passwords.ts";
import { sha256 } from "../../src/crypto/digest.ts";
import { verifyPassword } from "../../src/crypto/password.ts";
import { Secret } from "../../src/vault/secret.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { cookieOf, personOf, signIn, trySignIn } from "./person.ts";

const hourMs = 3_600_000;
let credenza: TestCredenza;
let nowMs = Date.now();

beforeAll(async () => {
  credenza = await startCredenza({ now: () => nowMs });
});
afterAll(() => credenza.stop());
beforeEach(async () => {
  await credenza.context.store.system.deleteFrom("sign_in_failures").execute();
});

/** A fresh one: the clock of these tests runs past the life of the first. */
const robotToken = () => credenza.token(credenza.admin.accessKeyId, credenza.admin.apiSecret);
const session = (cookie: string) => credenza.api("GET", "/auth/session", { token: null, headers: { cookie } });

describe("signing in", () => {
  test("GET /auth/session is never a 401", async () => {
    const anonymous = await credenza.api("GET", "/auth/session", { token: null });
    expect(anonymous.status).toBe(200);
    expect(anonymous.headers.get("cache-control")).toBe("no-store");
    expect(anonymous.body).toEqual({ setupRequired: false, signedIn: false, version: expect.any(String) });
    expect((await session("credenza_session=nonsense")).body.signedIn).toBe(false);
  });

  test("gives a cookie that scripts cannot read and the session's facts", async () => {
    const answer = await trySignIn(credenza);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const cookie = answer.headers.get("set-cookie");
    expect(cookie).toMatch(/^credenza_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/);
    expect(answer.body).toMatchObject({
      signedIn: true,
      setupRequired: false,
      user: { email: credenza.admin.email, firstName: null, lastName: null },
      organizations: [{ id: credenza.organizationId, name: "Analytical Engines" }],
      access: { [credenza.organizationId]: { manage: true, use: true, administer: true } },
    });
    expect(answer.text).not.toMatch(/hash|argon2/i);
    expect((await session(cookieOf(answer))).body).toEqual(answer.body);
  });

  test("only a digest of the token is stored, and the password only as argon2id", async () => {
    const { cookie } = await signIn(credenza);
    const token = cookie.split("=")[1] ?? "";
    const { system } = credenza.context.store;
    const rows = await system.selectFrom("sessions").selectAll().execute();
    expect(rows.some((row) => row.token_hash.equals(sha256(token)))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(token);
    const users = await system.selectFrom("users").selectAll().execute();
    expect(users.every((user) => user.password_hash.startsWith("$argon2id$"))).toBe(true);
  });

  test("a new token each time: one planted before signing in is worth nothing after", async () => {
    const planted = `credenza_session=${"A".repeat(43)}`;
    const answer = await trySignIn(credenza, undefined, undefined, { cookie: planted });
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await session(planted)).body.signedIn).toBe(false);
    const again = await trySignIn(credenza, undefined, undefined, { cookie: cookieOf(answer) });
    expect(cookieOf(again)).not.toBe(cookieOf(answer));
    expect((await session(cookieOf(answer))).body.signedIn).toBe(false);
    expect((await session(cookieOf(again))).body.signedIn).toBe(true);
  });

  test("the wrong password and the unknown address get the same answer and cost the same work", async () => {
    const [wrong, unknown] = await Promise.all([
      trySignIn(credenza, undefined, "wrong password 1"),
      trySignIn(credenza, "nobody@example.test", "wrong password 1"),
    ]);
    expect(wrong.status).toBe(401);
    expect({ ...unknown.body, requestId: "" }).toEqual({ ...wrong.body, requestId: "" });
    const hashes: (string | null)[] = [];
    const passwords = createPasswords({
      db: credenza.context.store.system,
      now: () => nowMs,
      verifyPassword: (hash, password) => {
        hashes.push(hash);
        return verifyPassword(hash, password);
      },
    });
    for (const email of [credenza.admin.email, "nobody@example.test"]) {
      await expect(passwords.verify(email, new Secret("wrong"))).rejects.toMatchObject({ code: "sign_in_failed" });
    }
    expect(hashes).toEqual([expect.stringContaining("$argon2id$"), null]);
  });

  test.each([
    ["nothing", {}, "email"],
    ["no password", { email: "a@b.c" }, "password"],
    ["an unknown field", { email: "a@b.c", password: "x", remember: true }, "remember"],
    ["another type", { email: 7, password: "x" }, "email"],
    ["an endless password", { email: "a@b.c", password: "p".repeat(1025) }, "password"],
    ["a NUL", { email: "a\u0000@b.c", password: "x" }, "email"],
  ])("400 names the field for %s", async (_name, body, field) => {
    const answer = await credenza.api("POST", "/auth/signin", { token: null, body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].field).toBe(field);
  });

  test("another site cannot sign somebody in", async () => {
    const headers = { origin: "https://evil.example" };
    expect((await trySignIn(credenza, undefined, undefined, headers)).body.code).toBe("csrf_token_invalid");
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await credenza.api("POST", "/auth/signin", { token: null, body: "email=a", headers: form })).status).toBe(
      415,
    );
  });
});

describe("lockout", () => {
  const evasions = [
    "ada@example.test",
    "ADA@example.test",
    " ada@example.test ",
    "ada@EXAMPLE.TEST\t",
    "a da@example.test",
    "ada@example\u00a0.test",
    "ada\u200b@example.test",
    "ａda@example.test",
    "ada@example.te\u017ft",
    "\ufeffAda@Example.Test",
  ];

  test("ten failures lock for fifteen minutes, however the address is spelled", async () => {
    for (const email of evasions) expect((await trySignIn(credenza, email, "wrong")).status, email).toBe(401);
    for (const email of [...evasions, "aDa@example.test"]) {
      const answer = await trySignIn(credenza, email);
      expect(answer.body).toMatchObject({ status: 429, code: "sign_in_locked" });
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(890);
    }
    nowMs += 15 * 60_000 - 1000;
    expect((await trySignIn(credenza)).status).toBe(429);
    nowMs += 1001;
    expect((await trySignIn(credenza, undefined, "wrong")).status).toBe(401);
    expect((await trySignIn(credenza)).status).toBe(200);
  });

  test("an address without an account locks in the same way", async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries++)
      statuses.push((await trySignIn(credenza, "nobody@example.test", "x")).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    expect((await trySignIn(credenza)).status).toBe(200);
  });

  test("a success sets the count back", async () => {
    for (let round = 0; round < 2; round++) {
      for (let tries = 0; tries < 9; tries++) expect((await trySignIn(credenza, undefined, "wrong")).status).toBe(401);
      expect((await trySignIn(credenza)).status).toBe(200);
    }
  });

  test("a burst at once gets no more than ten looks at the password", async () => {
    let looks = 0;
    const passwords = createPasswords({
      db: credenza.context.store.system,
      now: () => nowMs,
      verifyPassword: async () => {
        looks += 1;
        await new Promise(setImmediate);
        return false;
      },
    });
    const burst = Array.from({ length: 26 }, (_, index) =>
      passwords
        .verify(index % 2 ? "burst@example.test" : "BURST@example.test", new Secret("x"))
        .catch((error) => error.code),
    );
    const codes = await Promise.all(burst);
    expect(looks).toBe(10);
    expect(codes.filter((code) => code === "sign_in_failed")).toHaveLength(10);
    expect(codes.filter((code) => code === "sign_in_locked")).toHaveLength(16);
  });

  test("the failures name nobody in the database", async () => {
    await trySignIn(credenza, undefined, "wrong");
    const rows = await credenza.context.store.system.selectFrom("sign_in_failures").selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("ada");
  });
});

describe("a session", () => {
  test("changes nothing without its CSRF token, and reads without one", async () => {
    const person = await signIn(credenza);
    const other = await signIn(credenza);
    const create = (headers: Record<string, string>) =>
      credenza.api("POST", "serviceusers", {
        token: null,
        body: { name: "x" },
        headers: { cookie: person.cookie, ...headers },
      });
    const withoutIt: Record<string, string>[] = [{}, { "x-csrf-token": "wrong" }, { "x-csrf-token": other.csrfToken }];
    for (const headers of withoutIt) {
      const answer = await create(headers);
      expect(answer.body).toMatchObject({ status: 403, code: "csrf_token_invalid" });
    }
    const right = { "x-csrf-token": person.csrfToken };
    expect((await create(right)).status).toBe(200);
    expect((await create({ ...right, origin: credenza.url })).status).toBe(200);
    expect((await create({ ...right, origin: "https://evil.example" })).status).toBe(403);
    expect((await create({ ...right, "sec-fetch-site": "cross-site" })).status).toBe(403);
    const reading = await credenza.api("GET", "serviceusers", { token: null, headers: { cookie: person.cookie } });
    expect(reading.status).toBe(200);
    for (const path of ["/auth/signout", "/auth/signout-everywhere", "/auth/password", "/organizations"]) {
      const answer = await credenza.api("POST", path, { token: null, body: {}, headers: { cookie: person.cookie } });
      expect(answer.status, path).toBe(403);
    }
  });

  test("ends by signing out, here and in a second process", async () => {
    const second = await startCredenza({ databaseUrl: credenza.databaseUrl, now: () => nowMs });
    try {
      const person = await signIn(credenza);
      const there = () => second.api("GET", "/auth/session", { token: null, headers: { cookie: person.cookie } });
      expect((await there()).body.signedIn).toBe(true);
      const out = await person.api("POST", "/auth/signout");
      expect(out.status).toBe(200);
      expect(out.headers.get("set-cookie")).toMatch(/^credenza_session=; .*Max-Age=0/);
      expect((await session(person.cookie)).body.signedIn).toBe(false);
      expect((await person.api("GET", "serviceusers")).status).toBe(401);
      await expect.poll(async () => (await there()).body.signedIn).toBe(false);
    } finally {
      await second.stop();
    }
  });

  test("ends everywhere at once when the person asks", async () => {
    const [laptop, phone] = [await signIn(credenza), await signIn(credenza)];
    expect((await phone.api("GET", "serviceusers")).status).toBe(200);
    expect((await laptop.api("POST", "/auth/signout-everywhere")).status).toBe(200);
    expect((await phone.api("GET", "serviceusers")).status).toBe(401);
    expect((await laptop.api("GET", "serviceusers")).status).toBe(401);
  });

  test("ends after twelve hours without use, and after seven days in any case", async () => {
    const idle = await signIn(credenza);
    const busy = await signIn(credenza);
    for (let hours = 0; hours < 12; hours += 4) {
      nowMs += 4 * hourMs;
      expect((await busy.api("GET", "serviceusers")).status).toBe(200);
    }
    expect((await idle.api("GET", "serviceusers")).status).toBe(401);
    for (let hours = 12; hours < 164; hours += 8) {
      nowMs += 8 * hourMs;
      expect((await busy.api("GET", "serviceusers")).status).toBe(200);
    }
    nowMs += 4 * hourMs;
    expect((await busy.api("GET", "serviceusers")).status).toBe(401);
  });

  test("another organization is a 404", async () => {
    const person = await signIn(credenza);
    const other = "01890000-0000-7000-8000-0000000000ff";
    for (const organization of [other, "nonsense"]) {
      expect((await person.api("GET", `/organizations/${organization}/serviceusers`)).status).toBe(404);
    }
  });
});

describe("an account", () => {
  test("changing the password ends the other sessions and the old password", async () => {
    const [here, elsewhere] = [await signIn(credenza), await signIn(credenza)];
    const { password } = credenza.admin;
    const change = (currentPassword: string, newPassword: string) =>
      here.api("POST", "/auth/password", { body: { currentPassword, newPassword } });
    expect((await change("wrong", "another long password")).body.errors[0].field).toBe("currentPassword");
    expect((await change(password, "too short")).body.errors[0].field).toBe("newPassword");
    expect((await change(password, "another long password")).status).toBe(200);
    expect((await elsewhere.api("GET", "serviceusers")).status).toBe(401);
    expect((await here.api("GET", "serviceusers")).status).toBe(200);
    expect((await trySignIn(credenza)).status).toBe(401);
    expect((await change("another long password", password)).status).toBe(200);
    expect((await trySignIn(credenza)).status).toBe(200);
  });

  test("makes another organization, where it is administrator and which nobody else sees", async () => {
    const person = await signIn(credenza);
    const made = await person.api("POST", "/organizations", { body: { name: "Second" } });
    expect(made.body).toMatchObject({ name: "Second", version: 1 });
    const { body } = await session(person.cookie);
    expect(body.organizations.map(({ name }: { name: string }) => name)).toEqual(["Analytical Engines", "Second"]);
    expect(body.access[made.body.id]).toEqual({ manage: true, use: true, administer: true });
    const there = await person.api("GET", `/organizations/${made.body.id}/permissionpolicies`);
    expect(there.body.data.map(({ name }: { name: string }) => name)).toEqual([
      "Administrator",
      "Read-only",
      "Use credentials",
    ]);
    const token = await robotToken();
    expect((await credenza.api("GET", `/organizations/${made.body.id}/serviceusers`, { token })).status).toBe(404);
    expect((await person.api("POST", "/organizations", { body: { name: "" } })).body.errors[0].field).toBe("name");
    expect((await credenza.api("POST", "/organizations", { body: { name: "By token" }, token })).status).toBe(401);
  });

  test("users/me says who calls", async () => {
    const person = personOf(credenza, await trySignIn(credenza));
    expect((await person.api("GET", "users/me")).body).toMatchObject({
      user: { email: credenza.admin.email },
      organization: { id: credenza.organizationId, name: "Analytical Engines" },
    });
    const robot = await credenza.api("GET", "users/me", { token: await robotToken() });
    expect(robot.body).toMatchObject({
      serviceUser: { name: "Bootstrap" },
      organization: { id: credenza.organizationId },
    });
    expect(robot.body.user).toBeUndefined();
  });
});

test("over https the cookie is Secure and bound to its host", async () => {
  const secure = await startCredenza({
    databaseUrl: credenza.databaseUrl,
    env: { CREDENZA_PUBLIC_URL: "https://keys.example.test" },
  });
  try {
    const { email, password } = credenza.admin;
    const answer = await fetch(`http://127.0.0.1:${secure.context.config.port}/auth/signin`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    expect(answer.headers.get("set-cookie")).toMatch(/^__Host-credenza_session=[\w-]+; Path=\/; HttpOnly; .*Secure$/);
  } finally {
    await secure.stop();
  }
});

test("signing in, out and changing the password are in the audit trail, without a secret", async () => {
  const person = await signIn(credenza);
  await person.api("POST", "/auth/signout-everywhere");
  const rows = await credenza.context.store.system.selectFrom("audit_events").selectAll().execute();
  const found = new Set(rows.map((row) => row.action));
  for (const action of ["user.signedin", "user.signedout", "user.passwordchanged", "organization.created"]) {
    expect(found).toContain(action);
  }
  expect(JSON.stringify(rows)).not.toContain(credenza.admin.password);
  expect(credenza.logs.join("\n")).not.toContain(credenza.admin.password);
});
