import pg from "pg";
import { type ChangeKind, changesChannel } from "./db.ts";

/** Tells this process what any process changed. `null`: anything may have changed (the connection was lost for a while). */
export type ChangeListener = (id: string | null) => void;

export interface Changes {
  on(kind: ChangeKind, listener: ChangeListener): void;
  /** Tells this process alone, after a commit of its own, before the database's notice arrives. */
  tell(kind: ChangeKind, id: string): void;
  close(): Promise<void>;
}

const reconnectMs = 500;

/** LISTENs on one connection of its own and takes it up again when it is lost. Resolves once it listens. */
export async function createChanges(url: string, onError: (error: Error) => void): Promise<Changes> {
  const listeners = new Map<string, ChangeListener[]>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const tell = (kind: string, id: string): void => {
    for (const listener of listeners.get(kind) ?? []) listener(id);
  };
  const tellAll = (): void => {
    for (const list of listeners.values()) for (const listener of list) listener(null);
  };
  const lost = (error?: Error): void => {
    if (closed || timer) return;
    if (error) onError(error);
    client?.removeAllListeners();
    client?.on("error", () => {});
    client?.end().catch(() => {});
    tellAll();
    timer = setTimeout(() => {
      timer = undefined;
      connect().then(tellAll, lost);
    }, reconnectMs);
  };
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url, application_name: "credenza changes", keepAlive: true });
    client.on("error", lost);
    client.on("end", () => lost());
    client.on("notification", ({ payload = "" }) => {
      const [kind = "", id = ""] = payload.split(":");
      tell(kind, id);
    });
    await client.connect();
    await client.query(`listen ${changesChannel}`);
  };

  await connect();
  return {
    on: (kind, listener) => {
      listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
    },
    tell,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      client?.removeAllListeners("end");
      await client?.end().catch(() => {});
    },
  };
}
