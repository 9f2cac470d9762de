import { afterAll, beforeAll, expect, test } from "vitest";
import { sealedForTheInstallation, sealedPlaces } from "../../src/vault/sealed-places.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createThings, type Things } from "../operations/samples.ts";
import { addSealedRows } from "./sealed-samples.ts";

let credenza: TestCredenza;
let things: Things;

beforeAll(async () => {
  credenza = await startCredenza();
  const { organizationId, adminToken, context } = credenza;
  things = await createThings(credenza, organizationId, adminToken);
  const { credential: credentialId, incomingWebhook: webhookId } = things;
  await addSealedRows(context, organizationId, { credentialId, webhookId });
  const secret = { name: "hidden", value: "a secret value", secret: true };
  const headers = { "idempotency-key": "once" };
  const { status } = await credenza.api("POST", "workflowparameters", { body: secret, headers });
  expect(status).toBe(200);
});
afterAll(() => credenza?.stop());

const listed = [...sealedPlaces, ...sealedForTheInstallation].map(({ table, column }) => `${table}.${column}`);

interface Column {
  place: string;
  name: string;
  table: string;
  type: string;
}

async function columns(): Promise<Column[]> {
  const { rows } = await credenza.context.store.systemPool.query<Column>(
    `select case table_schema when 'public' then '' else table_schema || '.' end || table_name || '.' || column_name as place,
       column_name as name, format('%I.%I', table_schema, table_name) as table, udt_name as type
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  return rows;
}

test("every column that is called sealed is in the list, and the list names none that is not there", async () => {
  const all = await columns();
  const called = all.filter(({ name, type }) => name.includes("sealed") && type === "text").map(({ place }) => place);
  expect(called.length).toBeGreaterThan(5);
  expect(called.filter((place) => !listed.includes(place))).toEqual([]);
  expect(listed.filter((place) => !all.some((column) => column.place === place))).toEqual([]);
});

test("every column of the database that holds a sealed value is in the list, whatever it is called", async () => {
  const holding: string[] = [];
  for (const { table, name, place, type } of await columns()) {
    const text = type === "bytea" ? `encode("${name}", 'escape')` : `"${name}"::text`;
    const { rows } = await credenza.context.store.systemPool.query(
      `select from ${table} where ${text} ~ 'cz1[.][0-9a-f-]{16,36}[.]' limit 1`,
    );
    if (rows.length > 0) holding.push(place);
  }
  expect(holding.toSorted()).toEqual(listed.toSorted());
});
