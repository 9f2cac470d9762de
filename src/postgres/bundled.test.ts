import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { dataDirFor, dataDirWithDatabase, end, hold, query } from "../../test/postgres/holder.ts";
import { StartError } from "../config/start-error.ts";
import { type BundledPostgres, startBundledPostgres } from "./bundled.ts";
import { isRunning, waitForEnd } from "./processes.ts";

const isRoot = process.getuid?.() === 0;
const ordinaryUid = 65_534;

async function start(dataDir: string, messages: string[] = []): Promise<BundledPostgres> {
  const log = (line: string) => void messages.push(line);
  const postgres = await startBundledPostgres({ dataDir, log: { info: log, warn: log, error: log } });
  onTestFinished(() => postgres.stop());
  return postgres;
}

describe("bundled PostgreSQL", () => {
  test("the first start makes a durable database for a role without power; the second finds the rows again", async () => {
    const dataDir = await dataDirFor();
    const first = await start(dataDir);
    expect(first.firstStart).toBe(true);
    const [facts] = await query(
      first.url,
      `select current_user as user, current_database() as database, rolsuper, rolcreaterole, rolbypassrls,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as tcp
      from pg_roles where rolname = current_user`,
    );
    expect(facts).toEqual({
      user: "credenza",
      database: "credenza",
      rolsuper: false,
      rolcreaterole: true,
      rolbypassrls: false,
      fsync: "on",
      commit: "on",
      tcp: "",
    });
    await query(first.url, "create table kept as select 42 as value");
    await first.stop();
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);

    const second = await start(dataDir);
    expect(second.firstStart).toBe(false);
    expect(await query(second.url, "select value from kept")).toEqual([{ value: 42 }]);
  });

  test("only its owner can read the password, and the superuser cannot sign in", async () => {
    const dataDir = await dataDirFor();
    const { url } = await start(dataDir);
    expect(statSync(join(dataDir, "postgres.password")).mode & 0o777).toBe(0o600);
    await expect(query(url.replace("//credenza:", "//postgres:"), "select 1")).rejects.toThrow(
      /password authentication failed/,
    );
    await expect(query(url.replace(/:[^:@]*@/, ":wrong@"), "select 1")).rejects.toThrow(
      /password authentication failed/,
    );
  });

  test("a server that outlived its killed Credenza is stopped, and nothing committed is lost", async () => {
    const dataDir = await dataDirWithDatabase();
    const killed = await hold(dataDir);
    await query(killed.url, "create table kept as select 1 as value");
    await end(killed.child, "SIGKILL");
    expect(isRunning(killed.pid ?? 0)).toBe(true);

    const messages: string[] = [];
    const { url } = await start(dataDir, messages);
    expect(messages.join()).toContain("earlier run");
    expect(isRunning(killed.pid ?? 0)).toBe(false);
    expect(await query(url, "select value from kept")).toEqual([{ value: 1 }]);
  });

  test("it recovers when Credenza and the server were both killed", async () => {
    const dataDir = await dataDirWithDatabase();
    const killed = await hold(dataDir);
    await query(killed.url, "create table kept as select 1 as value");
    await end(killed.child, "SIGKILL");
    process.kill(killed.pid ?? 0, "SIGKILL");
    await waitForEnd(killed.pid ?? 0, 5_000);

    const { url } = await start(dataDir);
    expect(await query(url, "select value from kept")).toEqual([{ value: 1 }]);
  });

  test("a process number that now belongs to another program is left alone", async () => {
    const dataDir = await dataDirWithDatabase();
    writeFileSync(join(dataDir, "postgres", "postmaster.pid"), `${process.ppid}\n${dataDir}\n`);
    const { url } = await start(dataDir);
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(isRunning(process.ppid)).toBe(true);
  });

  test("a server that dies alone is started again at the same address", async () => {
    const dataDir = await dataDirWithDatabase();
    const postgres = await start(dataDir);
    const before = postgres.pid;
    process.kill(before, "SIGKILL");
    await expect
      .poll(() => query(postgres.url, "select 1 as one").catch(() => undefined), { timeout: 20_000 })
      .toEqual([{ one: 1 }]);
    expect(postgres.pid).not.toBe(before);
  });

  test("a half-made database of an interrupted first start is thrown away", async () => {
    const dataDir = await dataDirFor();
    mkdirSync(join(dataDir, ".postgres-new-x", "cluster"), { recursive: true });
    expect((await start(dataDir)).firstStart).toBe(true);
    expect(readdirSync(dataDir).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("a lost password file is replaced and the rows stay", async () => {
    const dataDir = await dataDirWithDatabase();
    const first = await start(dataDir);
    await query(first.url, "create table kept as select 7 as value");
    await first.stop();
    rmSync(join(dataDir, "postgres.password"));
    const { url } = await start(dataDir);
    expect(await query(url, "select value from kept")).toEqual([{ value: 7 }]);
  });

  test("a restored folder whose modes are too open is mended", async () => {
    const dataDir = await dataDirWithDatabase();
    chmodSync(join(dataDir, "postgres"), 0o755);
    await start(dataDir);
    expect(statSync(join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
  });

  test("a data folder with a very long path gets its socket elsewhere", async () => {
    const dataDir = join(await dataDirFor(), "long".repeat(30));
    const { url, stop } = await start(dataDir);
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
    const socketDir = new URL(url).searchParams.get("host") ?? "";
    expect(socketDir).not.toContain("longlong");
    await stop();
    expect(existsSync(socketDir)).toBe(false);
  });

  test("a second start on the same folder names the process that holds it", async () => {
    const dataDir = await dataDirWithDatabase();
    await start(dataDir);
    const second = await hold(dataDir);
    expect(second.error).toMatch(/^StartError: Another Credenza/);
    expect(second.error).toContain(`process ${process.pid}`);
    expect(second.error).toContain("CREDENZA_DATA_DIR");
  });

  test("a database of another major version is refused, untouched", async () => {
    const dataDir = await dataDirWithDatabase();
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "17\n");
    await expect(start(dataDir)).rejects.toThrow(
      /made by PostgreSQL 17; this version of Credenza brings PostgreSQL 18/,
    );
    await expect(start(dataDir)).rejects.toBeInstanceOf(StartError);
  });

  test("a folder of something else is refused", async () => {
    const dataDir = await dataDirFor();
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    await expect(start(dataDir)).rejects.toThrow(/holds no PostgreSQL database/);
  });

  test.runIf(process.platform === "linux")("the server's environment and arguments hold nothing of ours", async () => {
    const dataDir = await dataDirWithDatabase();
    const held = await hold(dataDir, { env: { CREDENZA_ROOT_KEY: "canary-77" } });
    const { password } = new URL(held.url ?? "");
    const seen = ["environ", "cmdline"].map((name) => readFileSync(`/proc/${held.pid}/${name}`, "utf8")).join();
    expect(seen).not.toContain("canary-77");
    expect(seen).not.toContain(password);
    expect(await end(held.child, "SIGTERM")).toBe(0);
    expect(isRunning(held.pid ?? 0)).toBe(false);
  });

  test.runIf(isRoot)(
    "as root the server runs as another user, in a folder whose parents it may not enter",
    async () => {
      const dataDir = join(await dataDirFor(), "private");
      mkdirSync(join(dataDir, ".."), { mode: 0o700 });
      const { pid } = await start(dataDir);
      expect(readFileSync(`/proc/${pid}/status`, "utf8")).not.toMatch(/^Uid:\s+0/m);
      expect(statSync(dataDir).uid).toBe(0);
    },
  );

  test.runIf(isRoot)("an ordinary user starts it too; then root continues as that user", async () => {
    const dataDir = await dataDirFor(ordinaryUid);
    const held = await hold(dataDir, { uid: ordinaryUid });
    expect(held.error).toBeUndefined();
    expect(await end(held.child, "SIGTERM")).toBe(0);
    const { pid } = await start(dataDir);
    expect(readFileSync(`/proc/${pid}/status`, "utf8")).toMatch(new RegExp(`^Uid:\\s+${ordinaryUid}`, "m"));
  });

  test.runIf(isRoot)("a database of another user is not started; the words say whose it is", async () => {
    const dataDir = await dataDirFor(ordinaryUid);
    await end((await hold(dataDir, { uid: ordinaryUid })).child, "SIGTERM");
    chmodSync(dataDir, 0o777);
    chmodSync(join(dataDir, ".."), 0o755);
    chmodSync(join(dataDir, "credenza.lock"), 0o666);
    const other = await hold(dataDir, { uid: 1 });
    expect(other.error).toContain(`belongs to user id ${ordinaryUid}`);
  });
});
