import type { Selectable } from "kysely";
import { newId } from "../crypto/ids.ts";
import type { NotificationMatch, StoredEvent } from "../events/event.ts";
import type { Tx } from "../store/db.ts";
import { configsOfTypes } from "../store/integration-configs.ts";
import { insertRuns, type NewRun } from "../store/integration-runs.ts";
import type { IntegrationTables, RunInput } from "../store/integration-tables.ts";
import { passesOrFails } from "./account-filter.ts";
import { entityOf, entityTypeOf, objectOf, textOf } from "./entity.ts";

type Config = Selectable<IntegrationTables["integration_configs"]>;

interface Happening {
  event: StoredEvent;
  /** In lower case. */
  entityType: string;
  entityId: string;
  notification?: NotificationMatch["rule"];
}

/** Runs for the events, in their transaction. Costs one query, and one statement where a configuration is concerned. */
export async function runsForEvents(tx: Tx, events: StoredEvent[], at: Date): Promise<number> {
  const happenings = events.flatMap((event): Happening[] => {
    const entityType = entityTypeOf(event.eventName);
    return entityType === null ? [] : [{ event, entityType, entityId: textOf(entityOf(event).id) ?? event.id }];
  });
  return makeRuns(tx, happenings, at);
}

/** As `runsForEvents`; the entity is the rule, what is sent is made of the event. */
export async function runsForNotifications(tx: Tx, matches: NotificationMatch[], at: Date): Promise<number> {
  const entityType = "notification";
  const happenings = matches.map(({ event, rule }) => ({ event, entityType, entityId: rule.id, notification: rule }));
  return makeRuns(tx, happenings, at);
}

async function makeRuns(tx: Tx, happenings: Happening[], at: Date): Promise<number> {
  if (happenings.length === 0) return 0;
  const configs = await configsOfTypes(tx, [...new Set(happenings.map(({ entityType }) => entityType))]);
  const byType = Map.groupBy(configs, (config) => config.entity_type.toLowerCase());
  const runs = happenings.flatMap((happening) =>
    (byType.get(happening.entityType) ?? [])
      .filter((config) => concerns(config, happening))
      .map((config) => newRun(config, happening)),
  );
  await insertRuns(tx, runs, at);
  return runs.length;
}

function concerns(config: Config, { event, entityId, notification }: Happening): boolean {
  if (config.entity_id !== null && config.entity_id !== entityId) return false;
  const { events, accountFilter } = config.config_data;
  const isWanted = events ? events.includes(event.eventName) : notification || !event.eventName.endsWith(".deleted");
  return Boolean(isWanted) && passesOrFails(accountFilter, config.entity_type, entityOf(event));
}

function newRun(config: Config, { event, entityId, notification }: Happening): NewRun {
  const id = newId();
  const { eventName, eventTime, data } = event;
  const input: RunInput = {
    entity: entityOf(event),
    old: objectOf(data.old),
    event: {
      id: event.id,
      eventName,
      eventTime: eventTime.toISOString(),
      ...(event.depth > 0 && { depth: event.depth }),
    },
    ...(notification ? { notification } : {}),
  };
  return {
    id,
    organizationId: event.organizationId,
    configId: config.id,
    parentId: null,
    eventId: event.id,
    requestKey: id,
    entityType: config.entity_type,
    entityId,
    destination: config.destination,
    destinationId: config.destination_id,
    input,
    requests: null,
    answers: [],
    actorId: null,
  };
}
