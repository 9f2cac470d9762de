import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPasswords } from "../../src/access/passwords.ts";
import { Secret } from "../../src/vault/secret.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { trySignIn } from "./person.ts";

let credenza: TestCredenza;
let nowMs = Date.now();

beforeAll(async () => {
  credenza = await startCredenza({ now: () => nowMs });
});
afterAll(() => credenza.stop());
beforeEach(async () => {
  await credenza.context.store.system.deleteFrom("sign_in_failures").execute();
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
