import { LRUCache } from "lru-cache";
import type { Context } from "../context.ts";
import { type FieldError, Problem } from "../errors.ts";
import { hasAnnounced, type Tx } from "../store/db.ts";
import { readEventSchemas } from "../store/event-types.ts";
import type { NewEvent } from "./event.ts";
import { compileSchema, type SchemaValidator, sizeOf } from "./schema/validator.ts";

export interface EventTypes {
  /**
   * Refuses events whose data does not match what the organization says of their name; names that it says nothing of
   * pass. `fieldOf` gives the place of an event's data in the request. No query while the types are in memory.
   */
  requireMatches(tx: Tx, events: readonly NewEvent[], fieldOf: (index: number) => string): Promise<void>;
}

const freshForMs = 30_000;
const mostSteps = 20_000_000;
const mostFaults = 20;

const keyOf = (organizationId: string, eventName: string): string => `${organizationId}/${eventName}`;

export function createEventTypes({ changes, now }: Pick<Context, "changes" | "now">): EventTypes {
  const known = new LRUCache<string, { validator: SchemaValidator | null }>({
    max: 2_000,
    ttl: freshForMs,
    ttlResolution: 0,
    perf: { now },
  });
  let generation = 0;
  changes.on("eventtype", (organizationId) => {
    generation += 1;
    for (const key of [...known.keys()])
      if (organizationId === null || key.startsWith(organizationId)) known.delete(key);
  });

  const validatorsOf = async (tx: Tx, organizationId: string, names: string[]) => {
    const found = new Map<string, SchemaValidator | null>();
    const startedAt = generation;
    for (const name of names) {
      const cached = known.get(keyOf(organizationId, name));
      if (cached) found.set(name, cached.validator);
    }
    const unknown = names.filter((name) => !found.has(name));
    if (unknown.length === 0) return found;
    for (const name of unknown) found.set(name, null);
    for (const row of await readEventSchemas(tx, unknown)) found.set(row.event_name, await compileSchema(row.schema));
    if (startedAt !== generation || hasAnnounced(tx, "eventtype")) return found;
    for (const name of unknown) {
      known.set(keyOf(organizationId, name), { validator: found.get(name) ?? null });
    }
    return found;
  };
  return {
    requireMatches: async (tx, events, fieldOf) => {
      const names = [...new Set(events.map(({ eventName }) => eventName))];
      const validators = await validatorsOf(tx, events[0]?.organizationId ?? "", names);
      const checks = events.map(({ eventName, data }, index) => ({
        ...{ eventName, data, field: fieldOf(index), validator: validators.get(eventName) ?? undefined },
      }));
      requireBounded(checks);
      const faults = checks.flatMap((check) => faultsOf(check)).slice(0, mostFaults);
      const [first] = faults;
      if (first)
        throw new Problem("validation_failed", `${first.field}: ${first.message}`.slice(0, 1_000), { errors: faults });
    },
  };
}

interface Check {
  eventName: string;
  data: Record<string, unknown>;
  field: string;
  validator: SchemaValidator | undefined;
}

/** What the check costs at most is known before it begins. */
function requireBounded(checks: Check[]): void {
  let steps = 0;
  for (const { data, validator, field } of checks) {
    if (!validator) continue;
    const { values, characters } = sizeOf(data);
    steps += values * validator.cost.schemas + characters * validator.cost.patterns * 10;
    if (steps <= mostSteps) continue;
    const message = "This is too much to hold against the event type's schema. Publish less at once.";
    throw new Problem("validation_failed", `${field}: ${message}`, { errors: [{ field, message }] });
  }
}

function faultsOf({ eventName, data, field, validator }: Check): FieldError[] {
  const fault = validator?.faultOf(data);
  if (!fault) return [];
  const message = `It ${fault.message}, says the event type ${eventName}.`.slice(0, 300);
  return [{ field: fault.path === "" ? field : `${field}.${fault.path}`, message }];
}
