import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { StartError } from "../config/start-error.ts";
import { randomToken } from "../crypto/ids.ts";
import type { Programs } from "./binaries.ts";
import { giveFolder, requireKnownUser, type ServerUser } from "./run-as.ts";
import { runProgram } from "./run-program.ts";

export interface ClusterPlace {
  dataDir: string;
  clusterDir: string;
  programs: Programs;
  user: ServerUser | undefined;
}

const stagingPrefix = ".postgres-new-";
const owner = "credenza";
const initdbArgs =
  "--username=postgres --auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-instructions";
/** The superuser has no password, so nobody signs in as it. */
const accessRules = "# Written by Credenza.\nlocal all all scram-sha-256\n";

/** Makes the database cluster unless it is there; it appears whole or not at all. Answers whether it was made now. */
export async function ensureCluster(place: ClusterPlace): Promise<boolean> {
  for (const name of readdirSync(place.dataDir).filter((one) => one.startsWith(stagingPrefix))) {
    rmSync(join(place.dataDir, name), { recursive: true, force: true });
  }
  if (existsSync(place.clusterDir)) {
    requireSameMajor(place);
    giveFolder(place.clusterDir, place.user);
    chmodSync(place.clusterDir, 0o700);
    return false;
  }
  requireKnownUser();
  const staging = join(place.dataDir, `${stagingPrefix}${randomToken(6)}`);
  const cluster = join(staging, "cluster");
  mkdirSync(staging, { mode: 0o700 });
  giveFolder(staging, place.user);
  await initialise(place, staging);
  writeFileSync(join(cluster, "pg_hba.conf"), accessRules);
  await setPassword(place, cluster);
  renameSync(cluster, place.clusterDir);
  syncFolder(place.dataDir);
  rmSync(staging, { recursive: true, force: true });
  return true;
}

/** The password of the role that Credenza signs in with; a lost one is replaced. */
export async function readPassword(place: ClusterPlace): Promise<string> {
  const file = passwordFile(place.dataDir);
  if (!existsSync(file)) await setPassword(place, place.clusterDir);
  return readFileSync(file, "utf8").trim();
}

const passwordFile = (dataDir: string) => join(dataDir, "postgres.password");

async function initialise({ programs, user }: ClusterPlace, staging: string): Promise<void> {
  const { ok, output } = await runProgram({
    program: programs.initdb,
    args: (folder) => [`--pgdata=${folder}/cluster`, ...initdbArgs.split(" ")],
    folder: staging,
    user,
  });
  if (!ok) throw new StartError(`The bundled PostgreSQL could not make its database. It says: ${lastWords(output)}`);
}

/** PostgreSQL's single-user mode needs no sign-in; every step may be repeated. */
async function setPassword({ dataDir, programs, user }: ClusterPlace, clusterDir: string): Promise<void> {
  const password = randomToken(24);
  const input = [
    `do $$begin if not exists (select from pg_roles where rolname = '${owner}') then create role ${owner} login createrole createdb; end if; end$$;`,
    `alter role ${owner} password '${password}';`,
    `do $$begin if not exists (select from pg_database where datname = '${owner}') then alter database postgres rename to ${owner}; alter database ${owner} owner to ${owner}; end if; end$$;`,
    "",
  ].join("\n");
  const { ok, output } = await runProgram({
    program: programs.postgres,
    args: (folder) => [
      "--single",
      "-D",
      folder,
      "-c",
      "exit_on_error=on",
      "-c",
      "log_min_error_statement=panic",
      "template1",
    ],
    folder: clusterDir,
    user,
    input,
  });
  if (!ok) {
    throw new StartError(
      `The bundled PostgreSQL could not be prepared. It says: ${lastWords(output).replaceAll(password, "[secret]")}`,
    );
  }
  writeFileSync(passwordFile(dataDir), `${password}\n`, { mode: 0o600, flush: true });
}

function requireSameMajor({ clusterDir, programs }: ClusterPlace): void {
  const file = join(clusterDir, "PG_VERSION");
  if (!existsSync(file)) {
    throw new StartError(
      `The folder ${clusterDir} exists but holds no PostgreSQL database. Move it away, or name another folder with CREDENZA_DATA_DIR.`,
    );
  }
  const major = readFileSync(file, "utf8").trim();
  if (Number(major) === programs.major) return;
  throw new StartError(
    `The database in ${clusterDir} was made by PostgreSQL ${major}; this version of Credenza brings PostgreSQL ${programs.major}. ` +
      "Start the version of Credenza that made it. Nothing was changed.",
  );
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

export function lastWords(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const telling = lines.filter((line) => /error|fatal|panic|denied|no space/i.test(line));
  return (telling.length > 0 ? telling : lines).slice(-3).join(" / ") || "nothing";
}
