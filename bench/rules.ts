import { newId } from "../src/crypto/ids.ts";
import { type InProcess, medianMs, startInProcess } from "./in-process.ts";
import type { Bench } from "./table.ts";

const ruleCounts = [1, 100, 1_000];
const eventCounts = [1_000, 1_000_000];
const batch = 250;
const batches = 24;
const samples = 60;
const eventName = "shop.order.updated";
const calculation = "new.amount >= new.limit * 90 / 100 AND (old.amount == null OR old.amount < old.limit * 90 / 100)";
const eventData = { new: { id: "o-1", amount: 10, limit: 1_000 }, old: { id: "o-1", amount: 5, limit: 1_000 } };

/** What rules cost an event, none of them holding; and what a million stored events cost the list and the publishing. */
export const rules: Bench = async () => {
  const running = await startInProcess({ CREDENZA_REQUESTS_PER_SECOND: "0" });
  try {
    const perEvent = await ruleCosts(running);
    const [few = {}, many = {}] = await storedEvents(running);
    const ratios = Object.fromEntries(
      Object.keys(few).map((what) => [`${what}Ratio`, (many[what] ?? 0) / (few[what] ?? 1)]),
    );
    const { none = 0, others = 0, rules100 = 0, rules1000 = 0 } = perEvent;
    const perRule = { at100: (rules100 - none) / 100, at1000: (rules1000 - none) / 1_000 };
    return {
      rows: [
        ...Object.entries(perEvent).map(([what, us]) => ({ what, usPerEvent: us, ratioToNone: us / none })),
        { what: `${eventCounts[0]} stored`, ...few },
        { what: `${eventCounts[1]} stored`, ...many },
      ],
      figures: {
        usPerRule: perRule.at1000,
        growth: perRule.at1000 / perRule.at100,
        othersRatio: others / none,
        ...ratios,
      },
      targets: {
        ...{ usPerRule: "<= 5", growth: "<= 1.5", othersRatio: "<= 1.15" },
        ...Object.fromEntries(Object.keys(ratios).map((ratio) => [ratio, "<= 1.3"])),
      },
    };
  } finally {
    await running.stop();
  }
};

/** Microseconds per event. Each measurement stands beside one of the same kind without rules, so that a slow minute hits both. */
async function ruleCosts(running: InProcess): Promise<Record<string, number>> {
  const costs: Record<string, number> = {};
  await publishBatches(running);
  const none = [await publishBatches(running)];
  await addRules(running, "shop.order.other", 1_000);
  costs.others = await publishBatches(running);
  await dropRules(running);
  for (const count of ruleCounts) {
    none.push(await publishBatches(running));
    await addRules(running, eventName, count);
    costs[`rules${count}`] = await publishBatches(running);
    await dropRules(running);
  }
  return { none: none.toSorted((a, b) => a - b)[Math.floor(none.length / 2)] ?? 0, ...costs };
}

async function publishBatches({ api }: InProcess): Promise<number> {
  const events = Array.from({ length: batch }, () => ({ eventName, eventData }));
  await api("POST", "events", { events });
  const ms = await medianMs(batches, () => api("POST", "events", { events }));
  return (ms * 1_000) / batch;
}

async function addRules({ context, organizationId }: InProcess, name: string, count: number): Promise<void> {
  await context.store.systemPool.query(
    `insert into notification_rules
       (id, organization_id, name, description, code, event_name, calculation, active, always_fire_event)
     select gen_random_uuid(), $1, 'Rule', '', 'rule_' || n, $2, $3, true, false from generate_series(1, $4) n`,
    [organizationId, name, calculation, count],
  );
  context.changes.tell("notificationrule", organizationId);
}

async function dropRules({ context, organizationId }: InProcess): Promise<void> {
  await context.store.systemPool.query("delete from notification_rules");
  context.changes.tell("notificationrule", organizationId);
}

/** Median milliseconds of publishing one event, and of the first page of each documented filter. */
async function storedEvents(running: InProcess): Promise<Record<string, number>[]> {
  const ruleId = newId();
  const { api, context, organizationId } = running;
  await context.store.systemPool.query("truncate events cascade");
  await context.store.systemPool.query(
    `insert into notification_rules
       (id, organization_id, name, description, code, event_name, calculation, active, always_fire_event)
     values ($1, $2, 'Rare', '', 'rare', 'bench.never', 'true', true, false)`,
    [ruleId, organizationId],
  );
  const lists: Record<string, string> = {
    list: "",
    byName: "eventName=bench.event.n3",
    byAccount: "accountId=a-1",
    byResource: "resourceId=r-1",
    byCategory: "eventType=IntegrationEvent",
    matched: "eventType=Notification",
    byRule: `notificationId=${ruleId}`,
    byCode: "notificationCode=rare",
    all: "includeActioned=true",
  };
  const measured = [];
  let stored = 0;
  for (const size of eventCounts) {
    await store(running, ruleId, stored + 1, size);
    stored = size;
    const times: Record<string, number> = {};
    for (const [what, query] of Object.entries(lists))
      times[what] = await medianMs(samples, () => api("GET", `events?${query}`));
    times.publish = await medianMs(samples, () => api("POST", "events", { eventName, eventData }));
    measured.push(times);
  }
  return measured;
}

/**
 * Spread over three weeks, each newer than those before. The first thousand hold all that the filters look for, so that each
 * gives the same page both times, from among the oldest; three of five were seen to.
 */
async function store({ context, organizationId }: InProcess, ruleId: string, from: number, to: number): Promise<void> {
  const { systemPool: pool } = context.store;
  const { rows: indexes } = await pool.query<{ name: string; made: string }>(
    `select indexname as name, indexdef as made from pg_indexes where tablename = 'events' and indexname <> 'events_pkey'`,
  );
  for (const { name } of indexes) await pool.query(`drop index ${name}`);
  await pool.query(
    `insert into events (id, organization_id, event_name, event_time, data, resource_id, account_id, dt_actioned)
     select uuidv7(-((1000001 - n) * interval '1.8 seconds')), $1,
       case when n <= 1000 and n % 10 = 1 then 'integration.perform.error' else 'bench.event.n' || n % 7 end, now(),
       jsonb_build_object('new', jsonb_build_object('id', thing, 'text', repeat('x', 100))), 'r-' || thing, 'a-' || thing,
       case when n % 5 > 1 then now() end
     from (select n, case when n <= 1000 then n % 3 else 10 + n % 1000 end as thing from generate_series($2::int, $3::int) n)`,
    [organizationId, from, to],
  );
  for (const { made } of indexes) await pool.query(made);
  await pool.query(
    `insert into event_matches (organization_id, rule_id, event_id)
     select $1, $2, id from (select id, row_number() over (order by id) as n from events order by id limit 1000) o
     where n % 10 = 0 on conflict do nothing`,
    [organizationId, ruleId],
  );
  await pool.query(
    `insert into event_names (organization_id, event_name, fields)
     select $1, name, '{}' from (select distinct event_name as name from events) n on conflict do nothing`,
    [organizationId],
  );
  await pool.query("vacuum analyze events");
  await pool.query("vacuum analyze event_matches");
}
