import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { TestProject } from "vitest/node";
import { packedProgram } from "../script/pack.cjs";
import { migrateJobs } from "../src/jobs/migrate.ts";
import { startBundledPostgres } from "../src/postgres/bundled.ts";
import { prepareDatabase } from "../src/store/check-database.ts";
import { createStore } from "../src/store/db.ts";
import { migrate } from "../src/store/migrate.ts";
import { createDatabase, databaseAt } from "./database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** URL of the one Postgres of this run; each test makes databases of its own on it. */
    postgresUrl: string;
    /** The server as `npm start` runs it: its file, packed. */
    serverFile: string;
    /** The command line, likewise. */
    cliFile: string;
  }
}

/** One real Postgres for the whole run, with a migrated template that each test's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "credenza-test-"));
  const postgres = await startBundledPostgres({ dataDir, log: pino({ level: "silent" }) });
  await createDatabase(postgres.url, "credenza_template", "template0");
  const url = databaseAt(postgres.url, "credenza_template");
  await prepareDatabase(url);
  const store = createStore({ url, onError: () => {} });
  await migrateJobs(store.systemPool);
  await migrate(store.system);
  await store.close();
  project.provide("postgresUrl", postgres.url);
  const packed = (file: string): string => packedProgram(join(import.meta.dirname, ".."), process.execPath, file);
  project.provide("serverFile", packed("src/main.ts"));
  project.provide("cliFile", packed("src/cli/main.ts"));
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
