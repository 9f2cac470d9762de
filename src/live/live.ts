import type { ResourceType } from "../define/glossary.ts";
import type { Changes } from "../store/changes.ts";
import { announceLive, type Store } from "../store/db.ts";

/** `null`: anything may have changed, because this process was cut off from the others for a while. */
export type LiveListener = (kind: ResourceType | null) => void;

/** Tells open Consoles, in every process, which kinds of thing have changed; never what they are. */
export interface Live {
  /** Costs nothing here and now: what is touched within a quarter of a second is told in one statement. */
  touch(organizationId: string, kind: ResourceType): void;
  /** Returns what ends it. */
  listen(organizationId: string, listener: LiveListener): () => void;
}

const everyMs = 250;

export function createLive({ store, changes }: { store: Store; changes: Changes }): Live {
  const listeners = new Map<string, Set<LiveListener>>();
  const gathered = new Set<string>();
  let isScheduled = false;

  changes.on("live", (text) => {
    if (text === null) {
      for (const set of listeners.values()) for (const listener of set) listener(null);
      return;
    }
    const [organizationId = "", kind] = text.split("/");
    for (const listener of listeners.get(organizationId) ?? []) listener(kind as ResourceType);
  });
  /** A notice that is lost costs a Console a few seconds, so nobody waits for it and nothing fails for it. */
  const flush = (): void => {
    isScheduled = false;
    const touched = [...gathered];
    gathered.clear();
    announceLive(store.systemPool, touched).catch(() => {});
  };
  return {
    touch(organizationId, kind) {
      gathered.add(`${organizationId}/${kind}`);
      if (isScheduled) return;
      isScheduled = true;
      setTimeout(flush, everyMs).unref();
    },
    listen(organizationId, listener) {
      const set = listeners.get(organizationId) ?? new Set();
      listeners.set(organizationId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(organizationId);
      };
    },
  };
}
