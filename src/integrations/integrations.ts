import type { Context } from "../context.ts";
import type { NotificationMatch, StoredEvent } from "../events/event.ts";
import { announceChange, type Tx } from "../store/db.ts";
import { createEngine } from "./engine.ts";
import { runsForEvents, runsForNotifications } from "./make-runs.ts";

/** Makes of each event the runs that configurations ask for, and works them off. */
export interface Integrations {
  /** As a consumer of events. */
  onEvents(tx: Tx, events: StoredEvent[]): Promise<void>;
  onNotifications(tx: Tx, matches: NotificationMatch[]): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export function createIntegrations(context: Context): Integrations {
  const engine = createEngine(context);
  context.changes.on("integration", () => engine.wake());
  const announce = async (tx: Tx, runs: number, organizationId: string | undefined): Promise<void> => {
    if (runs > 0 && organizationId) await announceChange(tx, "integration", organizationId);
  };
  return {
    onEvents: async (tx, events) => {
      const runs = await runsForEvents(tx, events, new Date(context.now()));
      await announce(tx, runs, events[0]?.organizationId);
    },
    onNotifications: async (tx, matches) => {
      const runs = await runsForNotifications(tx, matches, new Date(context.now()));
      await announce(tx, runs, matches[0]?.event.organizationId);
    },
    start: engine.start,
    stop: engine.stop,
  };
}
