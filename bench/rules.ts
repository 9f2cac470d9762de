import { newId } from "../src/crypto/ids.ts";
import { alternate, undisturbed } from "./alternate.ts";
import { type InProcess, startInProcess } from "./in-process.ts";
import { median } from "./load.ts";
import type { Bench } from "./table.ts";

const ruleCounts = [1, 100, 1_000];
const eventCounts = { few: 1_000, many: 1_000_000 };
const batch = 250;
const batches = 41;
const samples = 61;
const eventName = "shop.order.updated";
const calculation = "new.amount >= new.limit * 90 / 100 AND (old.amount == null OR old.amount < old.limit * 90 / 100)";
const eventData = { new: { id: "o-1", amount: 10, limit: 1_000 }, old: { id: "o-1", amount: 5, limit: 1_000 } };

/**
 * What rules cost an event, none of them holding; and what a million stored events cost the list and the publishing. Two
 * databases stand side by side, and what is compared is measured in turn.
 */
export const rules: Bench = async () => {
  const few = await startInProcess({ CREDENZA_REQUESTS_PER_SECOND: "0" });
  const many = await startInProcess({ CREDENZA_REQUESTS_PER_SECOND: "0" });
  try {
    const perEvent = await ruleCosts(few, many);
    const { none = 0, others = 0, rules100 = 0, rules1000 = 0 } = perEvent;
    const perRule = { at100: (rules100 - none) / 100, at1000: (rules1000 - none) / 1_000 };
    const { rows, ratios } = await storedEvents(few, many);
    return {
      rows: [
        ...Object.entries(perEvent).map(([what, us]) => ({ what, usPerEvent: us, ratioToNone: us / none })),
        ...rows,
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
    await few.stop();
    await many.stop();
  }
};

/** Microseconds per event: without any rule, beside rules of other names, and with each number of rules that name it. */
async function ruleCosts(bare: InProcess, ruled: InProcess): Promise<Record<string, number>> {
  for (const count of ruleCounts) await addRules(ruled, `${eventName}.${count}`, count);
  const times = await alternate(batches, {
    none: () => publishBatch(bare, eventName),
    others: () => publishBatch(ruled, eventName),
    ...Object.fromEntries(
      ruleCounts.map((count) => [`rules${count}`, () => publishBatch(ruled, `${eventName}.${count}`)]),
    ),
  });
  return Object.fromEntries(Object.entries(times).map(([what, ms]) => [what, (undisturbed(ms) * 1_000) / batch]));
}

const publishBatch = ({ api }: InProcess, name: string) =>
  api("POST", "events", { events: Array.from({ length: batch }, () => ({ eventName: name, eventData })) });

async function addRules({ context, organizationId }: InProcess, name: string, count: number): Promise<void> {
  await context.store.systemPool.query(
    `insert into notification_rules
       (id, organization_id, name, description, code, event_name, calculation, active, always_fire_event)
     select gen_random_uuid(), $1, 'Rule', '', $2 || n, $2, $3, true, false from generate_series(1, $4::int) n`,
    [organizationId, name, calculation, count],
  );
  context.changes.tell("notificationrule", organizationId);
}

/** Milliseconds of publishing one event, and of the first page of each documented filter; medians, and of their ratios. */
async function storedEvents(few: InProcess, many: InProcess) {
  const of = { few: await fill(few, eventCounts.few), many: await fill(many, eventCounts.many) };
  const rows: Record<string, unknown>[] = [];
  const ratios: Record<string, number> = {};
  for (const what of Object.keys(of.few)) {
    const times = await alternate(samples, {
      few: async () => of.few[what]?.(),
      many: async () => of.many[what]?.(),
    });
    const ratio = median(times.many.map((ms, nth) => ms / (times.few[nth] ?? ms)));
    rows.push({ what, msOf1000: median(times.few), msOf1000000: median(times.many), ratio });
    ratios[`${what}Ratio`] = ratio;
  }
  return { rows, ratios };
}

async function fill(running: InProcess, size: number): Promise<Record<string, () => Promise<unknown>>> {
  const { api, context, organizationId } = running;
  const ruleId = newId();
  await context.store.systemPool.query("truncate events cascade");
  await context.store.systemPool.query("delete from notification_rules");
  await context.store.systemPool.query(
    `insert into notification_rules
       (id, organization_id, name, description, code, event_name, calculation, active, always_fire_event)
     values ($1, $2, 'Rare', '', 'rare', 'bench.never', 'true', true, false)`,
    [ruleId, organizationId],
  );
  context.changes.tell("notificationrule", organizationId);
  await store(running, ruleId, size);
  const list = (query: string) => () => api("GET", `events?${query}`);
  return {
    list: list(""),
    byName: list("eventName=bench.event.n3"),
    byAccount: list("accountId=a-1"),
    byResource: list("resourceId=r-1"),
    byCategory: list("eventType=IntegrationEvent"),
    matched: list("eventType=Notification"),
    byRule: list(`notificationId=${ruleId}`),
    byCode: list("notificationCode=rare"),
    all: list("includeActioned=true"),
    publish: () => api("POST", "events", { eventName, eventData }),
  };
}

/**
 * Spread over three weeks, each newer than those before. The first thousand hold all that the filters look for, so that each
 * gives the same page both times, from among the oldest; three of five were seen to.
 */
async function store({ context, organizationId }: InProcess, ruleId: string, count: number): Promise<void> {
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
     from (select n, case when n <= 1000 then n % 3 else 10 + n % 1000 end as thing from generate_series(1, $2::int) n)`,
    [organizationId, count],
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
