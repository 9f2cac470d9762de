import pg from "pg";
import { StartError } from "../config/start-error.ts";
import { ensureApplicationRole } from "./application-role.ts";
import { connectFailure } from "./connect-failure.ts";
import { applicationRole } from "./db.ts";
import { migrations } from "./migrate.ts";

export interface DatabaseFacts {
  /** As the server says it, e.g. `18.4`. */
  serverVersion: string;
}

const oldestVersion = 150_000;
const connectTimeoutMs = 10_000;
const startingUpTimeoutMs = 30_000;
const pauseMs = 500;

/**
 * Checks that Credenza can work with this database and makes the role that organizations' transactions run under.
 * Throws StartError in plain words, without the password. Two connections, about 20 ms.
 */
export async function prepareDatabase(url: string): Promise<DatabaseFacts> {
  const client = await connectWhenUp(url);
  try {
    const facts = await checkServer(client);
    await checkRights(client);
    await checkSchemaIsKnown(client);
    await ensureApplicationRole(client);
    await checkSwitchingRole(url);
    return facts;
  } finally {
    await client.end();
  }
}

/** A server that is just starting is waited for; anything else fails at once. */
async function connectWhenUp(url: string): Promise<pg.Client> {
  for (const end = Date.now() + startingUpTimeoutMs; ; ) {
    try {
      return await connect(url);
    } catch (error) {
      const startingUp = error instanceof Error && "code" in error && error.code === "57P03";
      if (!startingUp || Date.now() > end) throw connectFailure(error, url);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function connect(url: string, options?: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: "credenza start",
    ...(options !== undefined && { options }),
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return client;
}

async function checkServer(client: pg.Client): Promise<DatabaseFacts> {
  const version = await client.query<{ number: number; name: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
  );
  const { number = 0, name = "unknown" } = version.rows[0] ?? {};
  if (number < oldestVersion) {
    throw new StartError(
      `The database runs PostgreSQL ${name}, which is too old. Credenza needs PostgreSQL 15 or newer: upgrade the server, ` +
        "or leave DATABASE_URL out to use the bundled one.",
    );
  }
  const { rows } = await client.query<{ encoding: string; readonly: string; recovery: boolean }>(
    `select current_setting('server_encoding') as encoding, current_setting('transaction_read_only') as readonly,
      pg_is_in_recovery() as recovery`,
  );
  if (rows[0]?.recovery || rows[0]?.readonly === "on") {
    throw new StartError("The database in DATABASE_URL is read-only (a replica?). Name the primary server.");
  }
  if (rows[0]?.encoding !== "UTF8") {
    throw new StartError(
      "The database is not encoded in UTF8. Make a new one: create database credenza encoding 'UTF8' template template0;",
    );
  }
  return { serverVersion: name.split(" ")[0] ?? name };
}

async function checkRights(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ create: boolean; schema: boolean; grants: string }>(
    `select has_database_privilege(current_database(), 'create') as create,
      coalesce((select has_schema_privilege(oid, 'create') from pg_namespace where nspname = 'public'), false) as schema,
      format('alter database %I owner to %I', current_database(), current_user) as grants`,
  );
  if (rows[0]?.create && rows[0].schema) return;
  throw new StartError(
    "The user in DATABASE_URL may not make tables in this database. As the database's administrator, run: " +
      `${rows[0]?.grants}; (and, if the schema public has another owner: grant all on schema public to that user;)`,
  );
}

/** Tables that a newer Credenza has changed are left alone. */
async function checkSchemaIsKnown(client: pg.Client): Promise<void> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "select to_regclass('kysely_migration') is not null as there",
  );
  if (!found[0]?.there) return;
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  const unknown = rows.map((row) => row.name).filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length === 0) return;
  throw new StartError(
    `The database is too new: a later version of Credenza has changed its tables (${unknown.join(", ")}). ` +
      "Start that version or a newer one. Nothing was changed.",
  );
}

/** A pooler that shares sessions between transactions would refuse this, or mix up organizations. */
async function checkSwitchingRole(url: string): Promise<void> {
  let role: string | undefined;
  try {
    const client = await connect(url, `-c role=${applicationRole}`);
    role = (await client.query<{ role: string }>("select current_user as role")).rows[0]?.role;
    await client.end();
  } catch (error) {
    if (!(error instanceof Error) || !/startup parameter|options/i.test(error.message))
      throw connectFailure(error, url);
  }
  if (role === applicationRole) return;
  throw new StartError(
    "DATABASE_URL leads through a connection pooler that drops session settings. Name the PostgreSQL server itself, or a pool in session mode that allows `options`.",
  );
}
