import type { Pool } from "pg";
import type { EndState, RunError, StepStatus } from "./workflow-tables.ts";

export interface StepRecord {
  stepId: string;
  /** Place in the loops round the step, e.g. `3` or `3.0`; empty outside of loops. */
  iteration: string;
  status: StepStatus;
  attempts: number;
  port: string | null;
  input: unknown;
  output: unknown;
  error: RunError | null;
  idempotencyKey: string | null;
  wakeAt: Date | null;
  startedAt: Date;
  finishedAt: Date | null;
  wait?: { webhookId: string; matchPath: string | null; matchValue: string | null };
}

export interface JournalEntry {
  runId: string;
  organizationId: string;
  /** The run that started this one and may wait for its end. */
  parentRunId?: string | null;
  steps: StepRecord[];
  end?: { status: EndState; output: unknown; error: RunError | null; at: Date };
  /** The run lets go of its process until then. */
  park?: { until: Date; waits: number };
}

/**
 * Writes what runs of this process did: the steps, and the end or the parking where there is one. A run that the process
 * does not hold any more (cancelled, or given to another after a long silence) is left alone. The end of a run wakes the
 * one that started it: rows are locked in the order of their ids, so that neither misses the other. One statement for all
 * of them; gives the ids of the runs that were held.
 */
export async function writeJournal(pool: Pool, owner: string, entries: readonly JournalEntry[]): Promise<Set<string>> {
  const steps = entries.flatMap((entry) => entry.steps.map((step) => ({ ...step, ...own(entry) })));
  const ends = entries.flatMap((entry) => (entry.end ? [{ ...entry.end, ...own(entry) }] : []));
  const parks = entries.flatMap((entry) => (entry.park ? [{ ...entry.park, ...own(entry) }] : []));
  const waits = steps.filter((step) => step.wait);
  const { rows } = await pool.query<{ id: string }>({
    name: "write-journal",
    text: statement,
    values: [
      owner,
      [
        ...new Set(
          entries.flatMap(({ runId, parentRunId, end }) => (end && parentRunId ? [runId, parentRunId] : [runId])),
        ),
      ],
      ...stepColumns(steps),
      ends.map(({ runId }) => runId),
      ends.map(({ status }) => status),
      ends.map(({ output }) => asJson(output)),
      ends.map(({ error }) => asJson(error)),
      ends.map(({ at }) => at),
      parks.map(({ runId }) => runId),
      parks.map(({ until }) => until),
      parks.map(({ waits: count }) => count),
      waits.map(({ runId }) => runId),
      waits.map(({ stepId }) => stepId),
      waits.map(({ iteration }) => iteration),
      waits.map(({ wait }) => wait?.webhookId),
      waits.map(({ wait }) => wait?.matchPath),
      waits.map(({ wait }) => wait?.matchValue),
      waits.map(({ wakeAt }) => wakeAt),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

const own = ({ runId, organizationId }: JournalEntry) => ({ runId, organizationId });
const asJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

type OwnedStep = StepRecord & { runId: string; organizationId: string };

const stepColumns = (steps: OwnedStep[]): unknown[] => [
  ...(["runId", "stepId", "iteration", "organizationId", "status", "attempts", "port"] as const).map((name) =>
    steps.map((step) => step[name]),
  ),
  ...(["input", "output", "error"] as const).map((name) => steps.map((step) => asJson(step[name]))),
  ...(["idempotencyKey", "wakeAt", "startedAt", "finishedAt"] as const).map((name) => steps.map((step) => step[name])),
];

const statement = `
  with locked as (
    select id, organization_id, owner from workflow_active_runs where id = any($2::uuid[]) order by id for update
  ), held as (
    select id, organization_id from locked where owner = $1
  ), steps as (
    insert into workflow_run_steps as s (run_id, step_id, iteration, organization_id, status, attempts, port, input, output,
      error, idempotency_key, wake_at, dt_started, dt_finished)
    select g.* from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::int[], $9::text[], $10::json[],
      $11::json[], $12::json[], $13::text[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[]) as g (run_id,
      step_id, iteration, organization_id, status, attempts, port, input, output, error, idempotency_key, wake_at,
      dt_started, dt_finished)
    join held h on h.id = g.run_id
    on conflict (run_id, step_id, iteration) do update set status = excluded.status, attempts = excluded.attempts,
      port = excluded.port, input = excluded.input, output = excluded.output, error = excluded.error,
      wake_at = excluded.wake_at, dt_finished = excluded.dt_finished
  ), gone as (
    delete from workflow_active_runs a
    using unnest($17::uuid[], $18::text[], $19::json[], $20::json[], $21::timestamptz[]) as e (id, status, output, error, at)
    where a.id = e.id and a.id in (select id from held)
    returning a.*, e.status, e.output, e.error, e.at
  ), ended as (
    insert into workflow_runs (id, organization_id, workflow_id, workflow_version, definition, is_test, trigger_type,
      trigger_ref, input, retry_of, parent_run_id, parent_step, dt_created, dt_started, status, output, error, dt_finished)
    select id, organization_id, workflow_id, workflow_version, definition, is_test, trigger_type, trigger_ref, input,
      retry_of, parent_run_id, parent_step, dt_created, dt_started, status, output, error, at from gone
  ), parks as (
    select p.* from unnest($22::uuid[], $23::timestamptz[], $24::int[]) as p (id, until, waits)
    where p.id in (select id from held)
  ), parents as (
    select distinct parent_run_id as id from gone where parent_run_id is not null
  ), moved as (
    update workflow_active_runs a set
      owner = case when p.id is null then a.owner end,
      state = case when p.id is not null then 'WAITING' when a.state = 'WAITING' then 'QUEUED' else a.state end,
      woken = p.id is null and a.state <> 'WAITING',
      wake_at = case
        when p.id is null then case when a.state = 'WAITING' then clock_timestamp() else a.wake_at end
        when a.woken or c.id is not null or p.waits > (select count(*) from workflow_waits w where w.run_id = a.id)
          + (select count(*) from unnest($25::uuid[]) as n (id) where n.id = a.id) then clock_timestamp()
        else p.until end
    from (select id from locked union select id from parents) l left join parks p on p.id = l.id left join parents c on c.id = l.id left join gone g on g.id = l.id
    where a.id = l.id and (p.id is not null or c.id is not null) and g.id is null
  ), waits as (
    insert into workflow_waits (run_id, step_id, iteration, organization_id, webhook_id, match_path, match_value, dt_expires)
    select g.run_id, g.step_id, g.iteration, h.organization_id, g.webhook_id, g.match_path, g.match_value, g.expires
    from unnest($25::uuid[], $26::text[], $27::text[], $28::uuid[], $29::text[], $30::text[], $31::timestamptz[]) as g (
      run_id, step_id, iteration, webhook_id, match_path, match_value, expires)
    join held h on h.id = g.run_id
    on conflict do nothing
  )
  select id from held`;

/** All that a run has done so far, by step and iteration. One query. */
export async function readJournal(pool: Pool, runId: string): Promise<StepRecord[]> {
  const { rows } = await pool.query({
    name: "read-journal",
    text: `select step_id as "stepId", iteration, status, attempts, port, input, output, error,
        idempotency_key as "idempotencyKey", wake_at as "wakeAt", dt_started as "startedAt", dt_finished as "finishedAt"
      from workflow_run_steps where run_id = $1`,
    values: [runId],
  });
  return rows as StepRecord[];
}
