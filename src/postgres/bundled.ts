import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { StartError } from "../config/start-error.ts";
import { preparePrograms } from "./binaries.ts";
import { type ClusterPlace, ensureCluster, readPassword } from "./cluster.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { keepRunning } from "./keep-running.ts";
import { endOrphan } from "./postmaster.ts";
import { chooseServerUser, giveFolder, type ServerUser } from "./run-as.ts";

export interface BundledPostgres {
  /** For `pg`; holds the password. The role owns the database, may create roles and databases, and is no superuser. */
  url: string;
  /** True when this start made the database. */
  firstStart: boolean;
  /** Process id of the server at this moment; it changes when the server had to be started again. */
  readonly pid: number;
  /** Fast shutdown; resolves when the server has ended. May be called twice. */
  stop(): Promise<void>;
}

export interface BundledOptions {
  dataDir: string;
  log: Pick<Logger, "info" | "warn" | "error">;
  /** The server ended by itself and could not be started again. */
  onLost?: (error: Error) => void;
}

/** Longest path of a Unix socket, in bytes: 107 on Linux, 103 on macOS. */
const maxSocketPathBytes = 103;

/**
 * Takes the data directory and runs PostgreSQL in it: makes the database on the first start (about 1 s), ends what a killed
 * run left behind, and starts the server again should it die. Throws StartError.
 */
export async function startBundledPostgres({ dataDir, log, onLost }: BundledOptions): Promise<BundledPostgres> {
  const lock = lockDataDir(dataDir);
  try {
    const clusterDir = join(dataDir, "postgres");
    const user = chooseServerUser(clusterDir);
    const place: ClusterPlace = { dataDir, clusterDir, user, programs: preparePrograms(dataDir, user) };
    if ((await endOrphan(clusterDir)) === "stopped")
      log.warn("Stopped the PostgreSQL of an earlier run that ended abruptly.");
    const firstStart = await ensureCluster(place);
    const password = await readPassword(place);
    const sockets = makeSocketDir(dataDir, user);
    const server = await keepRunning(place, sockets.path, log, onLost);
    return {
      url: `postgresql://credenza:${password}@localhost/credenza?host=${encodeURIComponent(sockets.path)}`,
      firstStart,
      get pid() {
        return server.pid();
      },
      stop: async () => {
        await server.stop();
        sockets.remove();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makeSocketDir(dataDir: string, user: ServerUser | undefined): { path: string; remove(): void } {
  const usual = join(dataDir, "socket");
  const fits = Buffer.byteLength(join(usual, ".s.PGSQL.5432")) <= maxSocketPathBytes;
  const path = fits ? usual : mkdtempSync(join(tmpdir(), "credenza-"));
  if (Buffer.byteLength(path) > maxSocketPathBytes) {
    throw new StartError(
      `The temporary folder's path is too long for a socket. Set TMPDIR to a short one, such as /tmp.`,
    );
  }
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  giveFolder(path, user);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
