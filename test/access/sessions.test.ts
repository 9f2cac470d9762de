import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { signIn } from "./person.ts";

const hourMs = 3_600_000;
let credenza: TestCredenza;
let nowMs = Date.now();

beforeAll(async () => {
  credenza = await startCredenza({ now: () => nowMs });
});
afterAll(() => credenza.stop());

const session = (cookie: string) => credenza.api("GET", "/auth/session", { token: null, headers: { cookie } });

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
