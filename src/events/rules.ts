import { LRUCache } from "lru-cache";
import { type Calculation, CalculationError, compile, eventRoots, holds } from "../calculations/calculations.ts";
import type { Changes } from "../store/changes.ts";
import { hasAnnounced, type Tx } from "../store/db.ts";
import { listActiveRules, type RuleRow } from "../store/notification-rules.ts";
import type { NotificationMatch, StoredEvent } from "./event.ts";

interface CompiledRule {
  row: RuleRow;
  /** The fault where the calculation cannot be read. */
  calculation: Calculation | CalculationError;
}

export interface RuleFault {
  event: StoredEvent;
  rule: { id: string; code: string; name: string };
  message: string;
}

export interface Rules {
  /** Holds events of one organization against its rules. Costs no query while the rules are in memory. */
  match(
    tx: Tx,
    organizationId: string,
    events: readonly StoredEvent[],
  ): Promise<{ matches: NotificationMatch[]; faults: RuleFault[] }>;
}

const freshForMs = 30_000;

/** Rules are indexed by event name, so an event costs only the rules that name it. */
export function createRules({ changes, now }: { changes: Changes; now: () => number }): Rules {
  const byOrganization = new LRUCache<string, Map<string, CompiledRule[]>>({
    max: 1_000,
    ttl: freshForMs,
    ttlResolution: 0,
    perf: { now },
  });
  let generation = 0;
  changes.on("notificationrule", (id) => {
    generation += 1;
    if (id === null) byOrganization.clear();
    else byOrganization.delete(id);
  });

  const rulesOf = async (tx: Tx, organizationId: string): Promise<Map<string, CompiledRule[]>> => {
    const known = hasAnnounced(tx, "notificationrule") ? undefined : byOrganization.get(organizationId);
    if (known) return known;
    const startedAt = generation;
    const rows = await listActiveRules(tx);
    const rules = Map.groupBy(rows.map(compileRule), ({ row }) => row.event_name);
    if (startedAt === generation && !hasAnnounced(tx, "notificationrule")) byOrganization.set(organizationId, rules);
    return rules;
  };
  return {
    match: async (tx, organizationId, events) => {
      const rules = await rulesOf(tx, organizationId);
      const matches: NotificationMatch[] = [];
      const faults: RuleFault[] = [];
      for (const event of events) {
        for (const { row, calculation } of rules.get(event.eventName) ?? []) {
          const rule = { id: row.id, code: row.code, name: row.name };
          const fault = row.always_fire_event ? undefined : faultOrFalse(calculation, event);
          if (fault === undefined)
            matches.push({ event, rule, webhookIds: row.webhook_ids, workflowIds: row.workflow_ids });
          else if (fault !== false) faults.push({ event, rule, message: fault.message });
        }
      }
      return { matches, faults };
    },
  };
}

function compileRule(row: RuleRow): CompiledRule {
  try {
    return { row, calculation: compile(row.calculation, eventRoots) };
  } catch (error) {
    if (error instanceof CalculationError) return { row, calculation: error };
    throw error;
  }
}

/** Undefined: the rule holds. */
function faultOrFalse(
  calculation: CompiledRule["calculation"],
  { data }: StoredEvent,
): CalculationError | false | undefined {
  if (calculation instanceof CalculationError) return calculation;
  try {
    return holds(calculation, { new: data.new ?? null, old: data.old ?? null }) ? undefined : false;
  } catch (error) {
    if (error instanceof CalculationError) return error;
    throw error;
  }
}
