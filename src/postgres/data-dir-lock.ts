import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "../config/start-error.ts";
import { failureCode } from "./system-error.ts";

/**
 * Makes this process the only one that uses the data directory, until `release` or its end, however it ends.
 * The lock is SQLite's lock on an empty file: the kernel drops it with the process, so there is nothing stale to judge
 * (docs/decisions/002). Throws StartError naming the process that holds it.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  createDataDir(dataDir);
  const pidFile = join(dataDir, "credenza.pid");
  const lock = open(join(dataDir, "credenza.lock"), dataDir);
  try {
    lock.exec("begin exclusive");
  } catch {
    lock.close();
    throw new StartError(
      `Another Credenza${holder(pidFile)} uses the folder ${dataDir}. ` +
        "Stop it first, or give this one another folder with CREDENZA_DATA_DIR and another CREDENZA_PORT.",
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o644 });
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      rmSync(pidFile, { force: true });
      lock.close();
    },
  };
}

function createDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be made (${failureCode(error)}). ` +
        "Let this user write there, or name another folder with CREDENZA_DATA_DIR.",
    );
  }
}

function open(file: string, dataDir: string): DatabaseSync {
  try {
    writeFileSync(file, "", { flag: "a", mode: 0o600 });
    return new DatabaseSync(file);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${failureCode(error)}). ` +
        "Let this user write there, or name another folder with CREDENZA_DATA_DIR.",
    );
  }
}

function holder(pidFile: string): string {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
    return Number.isInteger(pid) ? ` (process ${pid})` : "";
  } catch {
    return "";
  }
}
