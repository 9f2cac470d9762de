import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { createDatabase, databaseAt, dropDatabase } from "../../test/database.ts";
import { oldPostgres } from "../../test/fakes/old-postgres.ts";
import { dataDirWithDatabase, query, quiet } from "../../test/postgres/holder.ts";
import { StartError } from "../config/start-error.ts";
import { startBundledPostgres } from "../postgres/bundled.ts";
import { prepareDatabase } from "./check-database.ts";

const password = "canary-91-password";
const postgresUrl = inject("postgresUrl");

/** The message of the StartError; no message may hold the password. */
async function refusal(url: string): Promise<string> {
  const error = await prepareDatabase(url).then(
    () => new Error("It was accepted."),
    (failure: Error) => failure,
  );
  expect(error).toBeInstanceOf(StartError);
  expect(error.message).not.toContain(password);
  expect(error.message).not.toContain(new URL(url).password || "no password");
  return error.message;
}

async function freshDatabase(template = "template0", url = postgresUrl): Promise<string> {
  const name = `check_${Math.random().toString(36).slice(2)}`;
  await createDatabase(url, name, template);
  onTestFinished(() => dropDatabase(url, name));
  return databaseAt(url, name);
}

/** The same database for another user, who has the canary as password. */
function as(user: string, url: string): string {
  const other = new URL(url);
  other.username = user;
  other.password = password;
  return other.href;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("the database of DATABASE_URL", () => {
  test("a good one is accepted, twice, and has the role without power", async () => {
    const url = await freshDatabase();
    expect(await prepareDatabase(url)).toEqual({ serverVersion: expect.stringMatching(/^18\./) });
    await prepareDatabase(url);
    const roles = await query(
      url,
      "select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname = 'credenza_app'",
    );
    expect(roles).toEqual([{ rolcanlogin: false, rolsuper: false, rolbypassrls: false }]);
  });

  test("wrong password", async () => {
    const wrong = new URL(postgresUrl);
    wrong.password = password;
    expect(await refusal(wrong.href)).toMatch(/refuses the user or the password in DATABASE_URL/);
  });

  test("a database that does not exist", async () => {
    expect(await refusal(databaseAt(postgresUrl, "no_such_database"))).toMatch(
      /does not exist. Make it first: create database/,
    );
  });

  test("down: nothing listens there", async () => {
    const closed = createServer();
    const port = await listen(closed);
    closed.close();
    const message = await refusal(`postgres://u:${password}@127.0.0.1:${port}/d`);
    expect(message).toMatch(/database is down, or host or port is wrong/);
    expect(message).toContain(`127.0.0.1:${port}`);
    expect(await refusal(`postgres://u:${password}@localhost/d?host=/nowhere`)).toMatch(
      /database is down, or the path is wrong/,
    );
  });

  test("something that is not PostgreSQL", async () => {
    const port = await listen(createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    expect(await refusal(`postgres://u:${password}@127.0.0.1:${port}/d`)).toMatch(/Check that it is PostgreSQL/);
  });

  test("too old", async () => {
    const port = await listen(oldPostgres(140_011, "14.11 (Debian 14.11-1)"));
    expect(await refusal(`postgres://u:${password}@127.0.0.1:${port}/d`)).toMatch(
      /runs PostgreSQL 14.11 .*too old.*15 or newer/,
    );
  });

  test("too new: a later version of Credenza changed the tables", async () => {
    const url = await freshDatabase("credenza_template");
    await query(url, "insert into kysely_migration (name, timestamp) values ('999-from-the-future', now())");
    expect(await refusal(url)).toMatch(
      /too new: a later version of Credenza has changed its tables \(999-from-the-future\)/,
    );
  });

  test("read-only", async () => {
    const url = await freshDatabase();
    await query(url, `alter database "${new URL(url).pathname.slice(1)}" set default_transaction_read_only = on`);
    expect(await refusal(url)).toMatch(/read-only/);
  });

  test("another encoding than UTF-8", async () => {
    await query(
      postgresUrl,
      "create database check_latin1 encoding 'LATIN1' locale 'C' locale_provider libc template template0",
    );
    onTestFinished(() => dropDatabase(postgresUrl, "check_latin1"));
    expect(await refusal(databaseAt(postgresUrl, "check_latin1"))).toMatch(/not encoded in UTF8/);
  });

  test("a user that may not make tables there", async () => {
    const url = await freshDatabase();
    await query(postgresUrl, `create role check_guest login password '${password}'`);
    onTestFinished(async () => void (await query(postgresUrl, "drop role check_guest")));
    expect(await refusal(as("check_guest", url))).toMatch(
      /may not make tables.*run: alter database check_\w+ owner to check_guest;/,
    );
  });
});

describe("the role of organizations' transactions, on a server of its own", () => {
  let url = "";

  beforeAll(async () => {
    const postgres = await startBundledPostgres({ dataDir: await dataDirWithDatabase(afterAll), log: quiet });
    url = postgres.url;
    await query(url, `create role check_owner login password '${password}'; grant check_owner to credenza`);
    return () => postgres.stop();
  });

  test("a user who may not make it is told the statement for the administrator; then it works", async () => {
    const owned = await freshDatabase("template0", url);
    await query(url, `alter database ${new URL(owned).pathname.slice(1)} owner to check_owner`);
    expect(await refusal(as("check_owner", owned))).toContain(
      "create role credenza_app nologin; grant credenza_app to check_owner;",
    );
    await query(url, "create role credenza_app nologin");
    expect(await refusal(as("check_owner", owned))).toContain("run: grant credenza_app to check_owner;");
    await query(url, "grant credenza_app to check_owner");
    await prepareDatabase(as("check_owner", owned));
  });

  test("one that could step round row-level security is refused", async () => {
    await prepareDatabase(url);
    await query(url, "alter role credenza_app createrole");
    expect(await refusal(url)).toContain("alter role credenza_app nosuperuser nobypassrls nocreaterole;");
    await query(url, "alter role credenza_app nocreaterole");
    await prepareDatabase(url);
  });
});
