import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../config/start-error.ts";
import { type ClusterPlace, lastWords } from "./cluster.ts";
import { handOver, programEnvironment } from "./hand-over.ts";
import { readPidFile, stopPostmaster } from "./postmaster.ts";
import { settingArguments } from "./settings.ts";

export interface RunningServer {
  pid: number;
  exited: Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 10;
const startTimeoutMs = 300_000;
const leftoverTimeoutMs = 15_000;
const patienceMs = 6_000;
const maxLogBytes = 5_000_000;

/** Starts the server and waits until it takes connections. It has its own session, so a terminal's Ctrl-C does not reach it. */
export async function startServer(place: ClusterPlace, socketDir: string): Promise<RunningServer> {
  const end = Date.now() + leftoverTimeoutMs;
  for (;;) {
    const { child, logFrom, exited } = launch(place, socketDir);
    if (await becomesReady(place, child)) return running(child, exited);
    await endChild(child);
    const words = logSince(place.dataDir, logFrom);
    if (!isLeftover(words) || Date.now() > end) {
      throw new StartError(
        `The bundled PostgreSQL did not start. It says: ${lastWords(words)}. More is in ${logFile(place.dataDir)}`,
      );
    }
    await sleep(100);
  }
}

/** Processes of a killed server need a moment to notice. */
const isLeftover = (words: string) => /still in use|lock file .* already exists/.test(words);

const logFile = (dataDir: string) => join(dataDir, "postgres.log");

function launch({ dataDir, clusterDir, programs, user }: ClusterPlace, socketDir: string) {
  rotateLog(dataDir);
  const log = openSync(logFile(dataDir), "a", 0o600);
  const logFrom = statSync(logFile(dataDir)).size;
  const handed = handOver([clusterDir, socketDir], user);
  const [folder, sockets] = handed.paths;
  const child = spawn(programs.postgres, ["-D", folder, ...settingArguments(sockets)], {
    cwd: "/",
    env: programEnvironment,
    detached: true,
    stdio: ["ignore", log, log, ...handed.descriptors],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  handed.close();
  closeSync(log);
  child.unref();
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return { child, logFrom, exited };
}

async function becomesReady({ clusterDir }: ClusterPlace, child: ChildProcess): Promise<boolean> {
  for (const end = Date.now() + startTimeoutMs; Date.now() < end; await sleep(pollMs)) {
    if (child.pid === undefined || hasEnded(child)) return false;
    const state = readPidFile(clusterDir);
    if (state?.pid === child.pid && state.ready) return true;
  }
  return false;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && !hasEnded(child)) await stopPostmaster(child.pid, patienceMs);
}

function running(child: ChildProcess, exited: Promise<void>): RunningServer {
  const pid = child.pid ?? 0;
  const stopWithUs = () => {
    if (!hasEnded(child)) child.kill("SIGINT");
  };
  process.once("exit", stopWithUs);
  exited.then(() => process.off("exit", stopWithUs));
  return {
    pid,
    exited,
    stop: async () => {
      child.ref();
      if (!hasEnded(child)) await stopPostmaster(pid, patienceMs);
      await exited;
    },
  };
}

function rotateLog(dataDir: string): void {
  const size = statSync(logFile(dataDir), { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxLogBytes) renameSync(logFile(dataDir), `${logFile(dataDir)}.1`);
}

function logSince(dataDir: string, from: number): string {
  return readFileSync(logFile(dataDir)).subarray(from).toString("utf8");
}
