import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { ClusterPlace } from "./cluster.ts";
import { type RunningServer, startServer } from "./server.ts";

const pausesMs = [0, 200, 1_000, 3_000, 10_000];

/** Runs the server and starts it again when it ends unasked: after a kill, or when memory ran out. */
export async function keepRunning(
  place: ClusterPlace,
  socketDir: string,
  log: Pick<Logger, "info" | "warn" | "error">,
  onLost: ((error: Error) => void) | undefined,
): Promise<{ pid(): number; stop(): Promise<void> }> {
  let server = await startServer(place, socketDir);
  let stopping = false;
  let watching = watch(server);

  async function watch(current: RunningServer): Promise<void> {
    await current.exited;
    if (stopping) return;
    log.error("The bundled PostgreSQL ended unasked; it is started again.");
    server = await restart();
    if (stopping) return server.stop();
    log.info("The bundled PostgreSQL runs again.");
    watching = watch(server);
    watching.catch(lost);
  }

  async function restart(): Promise<RunningServer> {
    let failure: unknown;
    for (const pauseMs of pausesMs) {
      await sleep(pauseMs);
      try {
        return await startServer(place, socketDir);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  function lost(error: unknown): void {
    log.error("The bundled PostgreSQL cannot be started again.");
    onLost?.(error instanceof Error ? error : new Error(String(error)));
  }

  watching.catch(lost);
  return {
    pid: () => server.pid,
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching.catch(() => undefined);
    },
  };
}
