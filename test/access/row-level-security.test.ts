import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { signIn } from "./person.ts";

const tables = [
  "organizations",
  "organization_users",
  "users",
  "service_users",
  "access_keys",
  "permission_policies",
  "policy_principals",
  "user_groups",
  "user_group_members",
  "audit_events",
  "data_keys",
];
let credenza: TestCredenza;
let otherId: string;
let client: pg.Client;

beforeAll(async () => {
  credenza = await startCredenza();
  const person = await signIn(credenza);
  otherId = (await person.api("POST", "/organizations", { body: { name: "Other" } })).body.id;
  const { body: me } = await person.api("GET", "users/me");
  for (const organization of [credenza.organizationId, otherId]) {
    const groups = `/organizations/${organization}/usergroups`;
    const { body: group } = await person.api("POST", groups, { body: { name: "Finance" } });
    await person.api("PUT", `${groups}/${group.id}/users/${me.user.id}`);
  }
  client = new pg.Client({ connectionString: credenza.databaseUrl });
  await client.connect();
  await client.query("set role credenza_app");
});
afterAll(async () => {
  await client.end();
  await credenza.stop();
});

/** `id` is the only column that the role may read of every one of these tables, but for the one that has none. */
const read = async (table: string, column: string): Promise<string[]> =>
  (await client.query(`select ${column}::text as value from ${table}`)).rows.map(({ value }) => value);
const columnOf = (table: string) =>
  table === "organization_users" || table === "user_group_members" ? "user_id" : "id";
const organizationOf = (table: string) => (table === "organizations" ? "id" : "organization_id");

test.each(tables)("%s shows no organization's row to a query without an organization", async (table) => {
  await client.query("select set_config('credenza.organization', '', false)");
  const rows = await read(table, columnOf(table));
  const owned = await sql<{ id: string }>`select id::text from data_keys where organization_id is null`.execute(
    credenza.context.store.system,
  );
  expect(rows).toEqual(table === "data_keys" ? owned.rows.map(({ id }) => id) : []);
});

test.each(tables.filter((table) => table !== "users"))("%s shows the set organization's rows alone", async (table) => {
  for (const organization of [credenza.organizationId, otherId]) {
    await client.query("select set_config('credenza.organization', $1, false)", [organization]);
    const shown = (await read(table, organizationOf(table))).filter((value) => value !== null);
    const isSystemRow = table === "service_users" || table === "access_keys";
    if (!(isSystemRow && organization === otherId)) expect(shown.length).toBeGreaterThan(0);
    expect(new Set([...shown, organization])).toEqual(new Set([organization]));
  }
});

test("nothing can be written into, moved to or taken from another organization", async () => {
  await client.query("select set_config('credenza.organization', $1, false)", [otherId]);
  const insert = client.query(
    "insert into service_users (id, organization_id, name) values (gen_random_uuid(), $1, 'planted')",
    [credenza.organizationId],
  );
  await expect(insert).rejects.toThrow(/row-level security/);
  const policies = await client.query("update permission_policies set organization_id = $1 where managed", [otherId]);
  expect(policies.rowCount).toBe(3);
  const moved = client.query("update permission_policies set organization_id = $1", [credenza.organizationId]);
  await expect(moved).rejects.toThrow(/row-level security/);
  const deleted = await client.query("delete from access_keys");
  expect(deleted.rowCount).toBe(0);
  const attached = await client.query("delete from policy_principals where organization_id = $1", [
    credenza.organizationId,
  ]);
  expect(attached.rowCount).toBe(0);
});

test.each(["sessions", "sign_in_failures", "signing_keys", "instance"])(
  "%s is out of the role's reach",
  async (table) => {
    await expect(client.query(`select * from ${table}`)).rejects.toThrow(/permission denied/);
  },
);

test("password hashes are out of the role's reach, also of its own organization", async () => {
  await client.query("select set_config('credenza.organization', $1, false)", [credenza.organizationId]);
  expect((await client.query("select id, email from users")).rowCount).toBe(1);
  await expect(client.query("select password_hash from users")).rejects.toThrow(/permission denied/);
  await expect(client.query("update users set email = 'x'")).rejects.toThrow(/permission denied/);
});

test("no request can change or remove what stands in the audit trail", async () => {
  await client.query("select set_config('credenza.organization', $1, false)", [credenza.organizationId]);
  for (const statement of [
    "update audit_events set actor_name = 'somebody else'",
    "delete from audit_events",
    "truncate audit_events",
  ]) {
    await expect(client.query(statement), statement).rejects.toThrow(/permission denied/);
  }
  expect((await read("audit_events", "id")).length).toBeGreaterThan(0);
});
