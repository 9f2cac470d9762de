import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../config/start-error.ts";
import { isRunning, servesFolder, signal, waitForEnd } from "./processes.ts";

interface PidFile {
  pid: number;
  ready: boolean;
}

/** What the server says of itself in `postmaster.pid`: line 1 its process, line 8 its state. */
export function readPidFile(clusterDir: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(clusterDir, "postmaster.pid"), "utf8").split("\n");
    const pid = Number.parseInt(lines[0] ?? "", 10);
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: (lines[7] ?? "").trim() === "ready" } : undefined;
  } catch {
    return undefined;
  }
}

/** Fast shutdown: sessions are cut, data is written, then the server ends. Harder after `patienceMs`; still nothing committed is lost. */
export async function stopPostmaster(pid: number, patienceMs: number): Promise<boolean> {
  const steps = [
    ["SIGINT", patienceMs],
    ["SIGQUIT", 3_000],
    ["SIGKILL", 2_000],
  ] as const;
  for (const [name, timeoutMs] of steps) {
    if (!signal(pid, name) || (await waitForEnd(pid, timeoutMs))) return true;
  }
  return false;
}

/** A server that outlived its Credenza is stopped cleanly; the pid file of one that did not is cleared away. */
export async function endOrphan(clusterDir: string, patienceMs = 20_000): Promise<"none" | "stopped" | "cleared"> {
  const found = readPidFile(clusterDir);
  if (!found) return "none";
  if (isRunning(found.pid) && servesFolder(found.pid, clusterDir)) {
    if (await stopPostmaster(found.pid, patienceMs)) return "stopped";
    throw new StartError(
      `The bundled PostgreSQL of an earlier run (process ${found.pid}) does not stop. End that process, then start again.`,
    );
  }
  rmSync(join(clusterDir, "postmaster.pid"), { force: true });
  return "cleared";
}
