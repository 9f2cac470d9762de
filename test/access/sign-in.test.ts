import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPasswords } from "../../src/access/passwords.ts";
import { sha256 } from "../../src/crypto/digest.ts";
import { verifyPassword } from "../../src/crypto/password.ts";
import { Secret } from "../../src/vault/secret.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { cookieOf, signIn, trySignIn } from "./person.ts";

let credenza: TestCredenza;
const nowMs = Date.now();

beforeAll(async () => {
  credenza = await startCredenza({ now: () => nowMs });
});
afterAll(() => credenza.stop());

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
