import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { watchTime } from "../../../src/health/watch.ts";
import { destroyDeleted, endGrantLater } from "../../../src/jobs/maintenance.ts";
import { at, type Case, cases, type OauthWorld, signedIn, startOauthWorld } from "./world.ts";

let world: OauthWorld;
let database: pg.Client;

beforeAll(async () => {
  world = await startOauthWorld();
  database = new pg.Client({ connectionString: world.credenza.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await world?.stop();
});

const xero = signedIn.find(({ name }) => name === "XERO OAUTH_CODE") as (typeof signedIn)[number];
const tenants = ["One", "Two"].map((tenantName, at) => ({
  tenantId: `7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c000${at}`,
  tenantName,
}));
const withAccounts = (list: unknown, status = 200): Case => ({
  ...xero,
  rules: { ...xero.rules, code: { ...xero.code, tenants: { url: "https://api.xero.com/connections", list, status } } },
});
const severalAccounts = withAccounts(tenants);
const quickbooks = signedIn.find(({ destination }) => destination === "QUICKBOOKS") as (typeof signedIn)[number];
const withoutCompany: Case = {
  ...quickbooks,
  rules: { ...quickbooks.rules, code: { ...quickbooks.code, redirect: {} } },
};
const remove = (id: string, query = "") => world.person.api("DELETE", `${at(world.credenza)}/${id}${query}`);
const restore = (id: string) => world.person.api("POST", `${at(world.credenza)}/${id}/restore`);

/** What the job of a deletion with `endAccess` does. */
const finish = async (id: string, attempts = 1): Promise<void> => {
  const { rows } = await database.query(
    `select p.payload from graphile_worker._private_jobs p join graphile_worker._private_tasks t on t.id = p.task_id
     where t.identifier = 'credential.end-grant' and p.payload->>'credentialId' = $1`,
    [id],
  );
  expect(rows).toHaveLength(1);
  await endGrantLater(world.credenza.context, rows[0].payload, { job: { attempts, max_attempts: 3 } });
};
const age = (days: number) =>
  database.query("update credentials set dt_deleted = now() - $1 * interval '1 day' where dt_deleted is not null", [
    days,
  ]);
/** The ten minutes of a sign-in. */
const pass = (id: string) =>
  database.query("update credentials set pending_until = now() - interval '1 second' where id = $1", [id]);
const outcomes = async (id: string): Promise<string[]> => {
  const { rows } = await database.query(
    "select action, detail->>'outcome' as outcome from audit_events where resource_id = $1 and action like 'credential.grant%' order by id",
    [id],
  );
  return rows.map(({ action, outcome }) => `${action} ${outcome}`);
};

describe.each(signedIn)("$name, deleted with the end of its access", (example) => {
  it("is ended at the vendor the way it documents, and asks for a new sign-in when it is restored", async () => {
    const id = await world.working(example);
    expect((await remove(id, "?endAccess=true")).status).toBe(200);
    expect(world.vendors.ended).toBe(0);
    await finish(id);
    expect([world.vendors.faults, world.vendors.ended]).toEqual([[], 1]);
    expect(await outcomes(id)).toEqual(["credential.grantended ended"]);
    const { body } = await restore(id);
    expect(body).toMatchObject({ status: "REVOKED", lastFailure: expect.stringContaining("Connect it again") });
    expect((await world.use(id)).body.code).toBe("upstream_authentication_failed");
  });
});

describe("a grant at the vendor", () => {
  beforeEach(async () => {
    await age(60);
    await destroyDeleted(world.credenza.context);
  });

  it("stays while the credential can be restored, and ends when it is destroyed", async () => {
    const id = await world.working(xero);
    await remove(id);
    await age(29);
    await destroyDeleted(world.credenza.context);
    expect(world.vendors.ended).toBe(0);
    await restore(id);
    expect((await world.use(id)).body.status).toBe(200);
    await remove(id);
    await age(31);
    await destroyDeleted(world.credenza.context);
    expect([world.vendors.ended, world.vendors.faults]).toEqual([1, []]);
    expect((await world.get(id)).status).toBe(404);
    expect(await outcomes(id)).toEqual(["credential.grantended ended"]);
  });

  it("does not keep a credential from being destroyed when the vendor is away or refuses", async () => {
    for (const status of [503, 400]) {
      const id = await world.working(xero);
      await remove(id);
      await age(31);
      world.vendors.revocationStatus = status;
      await destroyDeleted(world.credenza.context);
      expect((await world.get(id)).status).toBe(404);
      expect(await outcomes(id)).toEqual([`credential.grantkept ${status === 400 ? "refused" : "unreachable"}`]);
    }
  });

  it("is asked for again while the vendor is away", async () => {
    const id = await world.working(xero);
    await remove(id, "?endAccess=true");
    world.vendors.revocationStatus = 503;
    for (const attempt of [1, 2, 3]) await expect(finish(id, attempt)).rejects.toThrow("could not be reached");
    const kept = ["credential.grantkept delayed", "credential.grantkept unreachable"];
    expect(await outcomes(id)).toEqual(kept);
    const { body } = await world.person.api("GET", `${at(world.credenza)}/${id}/audit`);
    const told = body.data.map((one: { detail: { summary?: string } }) => one.detail.summary);
    expect(told.slice(0, 2)).toEqual([expect.stringContaining("end it"), expect.stringContaining("asked again")]);
    world.vendors.revocationStatus = 200;
    await finish(id);
    expect([world.vendors.ended, await outcomes(id)]).toEqual([1, [...kept, "credential.grantended ended"]]);
  });

  it("is left alone when the credential was restored meanwhile", async () => {
    const id = await world.working(xero);
    await remove(id, "?endAccess=true");
    await restore(id);
    await finish(id);
    expect(world.vendors.ended).toBe(0);
    expect((await world.use(id)).body.status).toBe(200);
  });

  it("is left to the other credential that lives by it, until the last one goes", async () => {
    const first = await world.working(xero);
    const { appId } = await world.get(first);
    const second = await world.working(xero, appId);
    await remove(first, "?endAccess=true");
    await finish(first);
    expect([world.vendors.ended, await outcomes(first)]).toEqual([0, ["credential.grantkept shared"]]);
    await age(31);
    await destroyDeleted(world.credenza.context);
    await remove(second, "?endAccess=true");
    await finish(second);
    expect(world.vendors.ended).toBe(1);
  });

  it("ends when the choice of an account is never made, and the credential is removed", async () => {
    const [first, second] = [await world.working(severalAccounts), await world.working(severalAccounts)];
    expect(await world.get(first)).toMatchObject({ status: "PENDING", choices: [{ name: "One" }, { name: "Two" }] });
    await watchTime(world.credenza.context);
    expect(await world.get(first)).toMatchObject({ status: "PENDING" });
    await pass(second);
    await watchTime(world.credenza.context);
    expect([world.vendors.ended, world.vendors.faults]).toEqual([1, []]);
    expect((await world.get(second)).status).toBe(404);
    expect(await outcomes(second)).toEqual(["credential.grantended ended"]);
    const chosen = { body: { choice: tenants[0]?.tenantId } };
    expect((await world.person.api("POST", `${at(world.credenza)}/${first}/choice`, chosen)).body.status).toBe("OK");
  });

  it("stays with another credential of the app that lives by it, when a choice is never made", async () => {
    const first = await world.working(xero);
    const { appId } = await world.get(first);
    const second = await world.working(severalAccounts, appId);
    const third = await world.working(severalAccounts, appId);
    for (const id of [second, third]) await pass(id);
    await watchTime(world.credenza.context);
    expect([world.vendors.ended, (await world.get(second)).status, (await world.get(third)).status]).toEqual([
      0, 404, 404,
    ]);
    expect((await world.get(first)).status).toBe("OK");
  });

  it("does not keep an unfinished sign-in when the vendor is away", async () => {
    const id = await world.working(severalAccounts);
    await pass(id);
    world.vendors.revocationStatus = 503;
    await watchTime(world.credenza.context);
    expect([(await world.get(id)).status, await outcomes(id)]).toEqual([404, ["credential.grantkept unreachable"]]);
  });

  it.each([
    ["holds no account", withAccounts([]), "no_account"],
    ["names no company", withoutCompany, "no_account"],
    ["has accounts that cannot be read", withAccounts({ error: "no" }), "refused"],
    ["has accounts that cannot be read now", withAccounts({ error: "no" }, 503), "unavailable"],
  ])("ends at once when the sign-in %s, and the credential goes on waiting", async (_, example, reason) => {
    const { id, location } = await world.signedIn(example);
    expect(location).toContain(`reason=${reason}`);
    expect([world.vendors.ended, world.vendors.faults]).toEqual([1, []]);
    expect(await outcomes(id)).toEqual(["credential.grantended ended"]);
    expect(await world.get(id)).toMatchObject({ status: "PENDING", statusDetail: { verdict: "not_connected" } });
  });

  it("stays when it may be the one that a credential of the app lives by", async () => {
    const first = await world.working(xero);
    const { appId } = await world.get(first);
    const other = await world.signedIn(withAccounts([]), { appId });
    await world.signedIn(withAccounts([]), { id: first });
    expect(world.vendors.ended).toBe(0);
    for (const id of [first, other.id]) expect(await outcomes(id)).toEqual(["credential.grantkept shared"]);
    expect((await world.use(first)).body.status).toBe(200);
  });

  it("ends when the credential that was to be connected again lives by none any more", async () => {
    const id = await world.working(xero);
    world.vendors.endTokens();
    world.vendors.withdraw();
    await world.use(id);
    expect((await world.get(id)).status).toBe("REVOKED");
    await world.signedIn(withAccounts([]), { id });
    expect([world.vendors.ended, (await world.get(id)).status]).toEqual([1, "REVOKED"]);
  });

  it("400 where there is none, naming the field", async () => {
    const client = cases.find(({ name }) => name === "XERO XERO_CUSTOM_CONNECTION") as Case;
    const id = await world.working(client);
    const answer = await remove(id, "?endAccess=true");
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, "endAccess"]);
    expect((await remove(id)).status).toBe(200);
  });
});
