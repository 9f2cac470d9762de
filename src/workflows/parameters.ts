import { LRUCache } from "lru-cache";
import { createRedactor } from "../broker/redactor.ts";
import type { Context } from "../context.ts";
import { readParameters } from "../store/workflow-parameters.ts";
import { purposes } from "../vault/sealed-places.ts";
import { createDerivedMask } from "./derived-secrets.ts";

export interface OpenedParameters {
  values: Record<string, unknown>;
  /** Takes the sealed ones' values out of a text. */
  redact: (text: string) => string;
  /** Takes out what an expression made of them. */
  maskDerived: (value: unknown) => unknown;
}

/** Global parameters of an organization, opened for its runs. Cached for ten seconds; a change drops them at once. */
export interface Parameters {
  open(organizationId: string): Promise<OpenedParameters>;
}

const freshForMs = 10_000;

export function createParameters({
  store,
  vault,
  changes,
  now,
}: Pick<Context, "store" | "vault" | "changes" | "now">): Parameters {
  const known = new LRUCache<string, OpenedParameters>({
    max: 1_000,
    ttl: freshForMs,
    ttlResolution: 0,
    perf: { now },
  });
  let generation = 0;
  changes.on("workflowparameter", () => {
    generation += 1;
    known.clear();
  });
  const load = async (organizationId: string): Promise<OpenedParameters> => {
    const rows = await readParameters(store.systemPool, organizationId);
    const secrets: string[] = [];
    const values: Record<string, unknown> = {};
    for (const { id, name, value, sealed } of rows) {
      if (sealed === null) values[name] = value;
      else {
        const opened = (await vault.openBytes(organizationId, purposes.parameter(id), sealed)).toString("utf8");
        secrets.push(opened);
        values[name] = opened;
      }
    }
    return { values, redact: createRedactor(secrets).text, maskDerived: createDerivedMask(secrets) };
  };
  return {
    open: async (organizationId) => {
      const cached = known.get(organizationId);
      if (cached) return cached;
      const startedAt = generation;
      const loaded = await load(organizationId);
      if (startedAt === generation) known.set(organizationId, loaded);
      return loaded;
    },
  };
}
