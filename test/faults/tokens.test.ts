import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SignInWorld, startSignInWorld } from "../sign-in/connect.ts";
import type { TokenUserTask } from "./token-user.ts";

const script = fileURLToPath(new URL("./token-user.ts", import.meta.url));
const leaseMs = 1_500;
const steps = 12;

let world: SignInWorld;

beforeEach(async () => {
  world = await startSignInWorld({
    env: { CREDENZA_ROLE: "api", DATABASE_URL: "postgres://the.harness@gives.its/own" },
    tokenSettings: { leaseMs, waitMs: 6_000 },
  });
});
afterEach(() => world.stop());

/** A process of its own, ready to begin. */
async function tokenUser(credentialId: string, task: Partial<TokenUserTask> = {}): Promise<ChildProcess> {
  const { credenza, vendor } = world;
  const whole: TokenUserTask = {
    databaseUrl: credenza.databaseUrl,
    rootKey: credenza.context.config.rootKey ?? "",
    env: { CREDENZA_BASE_URL_XERO: vendor.url, CREDENZA_BASE_URL_QUICKBOOKS: vendor.url },
    organizationId: credenza.organizationId,
    credentialId,
    calls: 1,
    skewMs: 0,
    leaseMs,
    killAtStep: 0,
    failingWrites: 0,
    ...task,
  };
  const child = fork(script, { env: { ...process.env, TOKEN_USER: JSON.stringify(whole) }, stdio: "inherit" });
  await once(child, "message");
  return child;
}

/** Lets it begin; how its calls went, or undefined when it was killed. */
async function outcomesOf(child: ChildProcess): Promise<string[] | undefined> {
  let outcomes: string[] | undefined;
  child.on("message", (message: { outcomes?: string[] }) => {
    outcomes = message.outcomes ?? outcomes;
  });
  const ended = once(child, "exit");
  child.send("begin");
  await ended;
  return outcomes;
}

const run = async (credentialId: string, task: Partial<TokenUserTask> = {}) =>
  outcomesOf(await tokenUser(credentialId, task));

/** Usable, or plainly shown as uncertain: never anything else. */
async function judge(id: string): Promise<"usable" | "UNCERTAIN" | string> {
  const { status, code } = await world.call(id);
  if (status === 200) return "usable";
  const { status: shown } = await world.get(id);
  return shown === "UNCERTAIN" && code === "upstream_authentication_failed"
    ? "UNCERTAIN"
    : `${status} ${code} ${shown}`;
}

describe("refresh under fire", () => {
  it("200 uses at once from 3 processes, one of them two minutes ahead and one behind: one refresh per expiry, no call fails", {
    timeout: 60_000,
  }, async () => {
    world.vendor.tokenDelayMs = 150;
    const id = await world.connected();
    for (let expiry = 1; expiry <= 2; expiry++) {
      const users = await Promise.all([
        tokenUser(id, { calls: 67 }),
        tokenUser(id, { calls: 67, skewMs: 120_000 }),
        tokenUser(id, { calls: 66, skewMs: -120_000 }),
      ]);
      world.vendor.endTokens();
      const outcomes = (await Promise.all(users.map(outcomesOf))).flatMap((one) => one ?? ["killed"]);
      expect(outcomes).toEqual(Array(200).fill("200"));
      expect(world.vendor.refreshes).toBe(expiry);
    }
  });

  it("killed at each step: with a way back it is usable after, without one usable or UNCERTAIN", {
    timeout: 180_000,
  }, async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    world.vendor.takesOldTokens = true;
    const withWayBack = await world.connected("XERO");
    const ends: string[] = [];
    for (let step = 1; step <= steps; step++) {
      world.vendor.endTokens();
      expect(await run(withWayBack, { killAtStep: step }), `killed at step ${step}`).toBeUndefined();
      expect(await judge(withWayBack), `after step ${step}`).toBe("usable");
    }
    world.vendor.takesOldTokens = false;
    for (let step = 1; step <= steps; step++) {
      const without = await world.connected("QUICKBOOKS");
      world.vendor.endTokens();
      await run(without, { killAtStep: step });
      ends.push(await judge(without));
    }
    expect(new Set(ends)).toEqual(new Set(["usable", "UNCERTAIN"]));
  });

  it("the write of the new token fails three times: it is kept, written, and then used", async () => {
    const id = await world.connected();
    world.vendor.endTokens();
    expect(await run(id, { failingWrites: 3 })).toEqual(["200"]);
    expect(world.vendor.refreshes).toBe(1);
    expect(await judge(id)).toBe("usable");
    expect(world.vendor.refreshes).toBe(1);
  });

  it("the provider is slow beyond the lease: the late answer is kept, and the credential ends usable", {
    timeout: 30_000,
  }, async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    const id = await world.connected("QUICKBOOKS");
    world.vendor.endTokens();
    world.vendor.moods = ["slow"];
    world.vendor.slowMs = 3_500;
    const slow = run(id);
    await expect.poll(() => world.vendor.moods, { timeout: 20_000 }).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, leaseMs + 800));
    expect(["usable", "UNCERTAIN"]).toContain(await judge(id));
    expect(await slow).toEqual(["200"]);
    expect(await judge(id)).toBe("usable");
    expect(await world.get(id)).toMatchObject({ status: "OK" });
    expect(world.vendor.refreshes).toBe(1);
  });

  it("the caller goes before the provider answers: the next one has the token", async () => {
    const id = await world.connected();
    world.vendor.endTokens();
    world.vendor.tokenDelayMs = 400;
    const { credenza, person } = world;
    const leaving = new AbortController();
    const gone = fetch(
      `${credenza.url}/organizations/${credenza.organizationId}/integrationcredentials/${id}/proxy/things`,
      {
        headers: { cookie: person.cookie },
        signal: leaving.signal,
      },
    );
    setTimeout(() => leaving.abort(), 150);
    await expect(gone).rejects.toThrow();
    expect(await judge(id)).toBe("usable");
    expect(world.vendor.refreshes).toBe(1);
  });

  it("an answer that is lost: the vendor's way back is tried once; without one it is UNCERTAIN, and nothing loops", async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    world.vendor.takesOldTokens = true;
    const withWayBack = await world.connected("XERO");
    world.vendor.endTokens();
    world.vendor.moods = ["spendAndBreak"];
    expect(await judge(withWayBack)).toBe("usable");
    const without = await world.connected("QUICKBOOKS");
    world.vendor.endTokens();
    world.vendor.moods = ["spendAndBreak"];
    expect(await judge(without)).toBe("UNCERTAIN");
    const asked = world.vendor.tokenRequests.length;
    for (let again = 0; again < 5; again++) expect(await judge(without)).toBe("UNCERTAIN");
    expect(world.vendor.tokenRequests.length).toBe(asked);
  });

  it("a provider with a fault of its own is asked again, and nothing is disconnected", async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    const id = await world.connected("QUICKBOOKS");
    world.vendor.endTokens();
    world.vendor.moods = ["fail", "fail"];
    expect((await world.call(id)).code).toBe("upstream_authentication_failed");
    expect(await world.get(id)).toMatchObject({ status: "OK" });
    await expect.poll(() => judge(id), { timeout: 10_000, interval: 300 }).toBe("usable");
    expect(world.vendor.moods).toEqual([]);
  });

  it("a renewal that was done behind a fault: the old token goes out again; refused, it is UNCERTAIN and not REVOKED", async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    world.vendor.takesOldTokens = true;
    const withWayBack = await world.connected("XERO");
    world.vendor.endTokens();
    world.vendor.moods = ["spendAndFail"];
    await world.call(withWayBack);
    await expect.poll(() => judge(withWayBack), { timeout: 10_000, interval: 300 }).toBe("usable");
    world.vendor.takesOldTokens = false;
    const without = await world.connected("QUICKBOOKS");
    world.vendor.endTokens();
    world.vendor.moods = ["spendAndFail", "busy"];
    await world.call(without);
    await expect.poll(() => judge(without), { timeout: 10_000, interval: 300 }).toBe("UNCERTAIN");
    const asked = world.vendor.tokenRequests.length;
    for (let again = 0; again < 3; again++) expect(await judge(without)).toBe("UNCERTAIN");
    expect(world.vendor.tokenRequests.length).toBe(asked);
    const withdrawn = await world.connected("QUICKBOOKS");
    world.vendor.endTokens();
    world.vendor.moods = ["fail"];
    await world.call(withdrawn);
    await expect.poll(() => judge(withdrawn), { timeout: 10_000, interval: 300 }).toBe("usable");
    world.vendor.withdraw();
    world.vendor.endTokens();
    await world.call(withdrawn);
    expect(await world.get(withdrawn), "a doubt ends with the next token").toMatchObject({ status: "REVOKED" });
  });

  it("a way back that the provider refuses ends UNCERTAIN; what it is too busy for is tried later", async () => {
    const refused = await world.connected("XERO");
    world.vendor.endTokens();
    world.vendor.moods = ["spendAndBreak"];
    expect(await judge(refused)).toBe("UNCERTAIN");
    expect(String((await world.get(refused)).statusDetail)).not.toContain("withdrawn");
    world.vendor.takesOldTokens = true;
    const put = await world.connected("XERO");
    world.vendor.endTokens();
    world.vendor.moods = ["spendAndBreak", "busy"];
    expect((await world.call(put)).code).toBe("upstream_authentication_failed");
    expect(await world.get(put)).toMatchObject({ status: "OK" });
    await expect.poll(() => judge(put), { timeout: 10_000, interval: 300 }).toBe("usable");
    const late = await world.connected("XERO");
    world.vendor.endTokens();
    world.vendor.moods = ["spendAndBreak", "busy"];
    await world.call(late);
    world.vendor.takesOldTokens = false;
    await expect.poll(() => judge(late), { timeout: 10_000, interval: 300 }).toBe("UNCERTAIN");
  });

  it("a person's test goes on from UNCERTAIN: it is usable, or plainly over", async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    const [good, gone] = [await world.connected("QUICKBOOKS"), await world.connected("QUICKBOOKS")];
    for (const [id, mood] of [
      [good, "break"],
      [gone, "spendAndBreak"],
    ] as const) {
      world.vendor.endTokens();
      world.vendor.moods = [mood];
      expect(await judge(id)).toBe("UNCERTAIN");
    }
    const test = async (id: string) => {
      const { credenza, person } = world;
      const at = `/organizations/${credenza.organizationId}/integrationcredentials/${id}/test`;
      return (await person.api("POST", at)).body;
    };
    world.vendor.moods = ["busy"];
    await test(good);
    expect(await world.get(good)).toMatchObject({ status: "FAILING" });
    await test(good);
    expect(await judge(good)).toBe("usable");
    expect(await test(gone)).toMatchObject({
      verdict: "revoked",
      summary: expect.stringContaining("renewal did not come to an end"),
    });
    expect(await world.get(gone)).toMatchObject({ status: "REVOKED" });
  });

  it("a provider that puts off a request has not done it: the next calls wait for it, and nothing is disconnected", async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    const id = await world.connected("QUICKBOOKS");
    world.vendor.endTokens();
    world.vendor.moods = ["busy", "throttled"];
    expect((await world.call(id)).code).toBe("upstream_authentication_failed");
    expect(await world.get(id)).toMatchObject({ status: "OK" });
    await expect.poll(() => judge(id), { timeout: 10_000, interval: 300 }).toBe("usable");
    expect(world.vendor.moods).toEqual([]);
  });
});
