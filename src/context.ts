import type { Logger } from "pino";
import type { Access } from "./access/access.ts";
import type { Broker } from "./broker/broker.ts";
import type { Config } from "./config/config.ts";
import type { Registry } from "./define/registry.ts";
import type { EventTypes } from "./events/event-types.ts";
import type { Events } from "./events/events.ts";
import type { Expressions } from "./expressions/expressions.ts";
import type { Health } from "./health/health.ts";
import type { Integrations } from "./integrations/integrations.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { Live } from "./live/live.ts";
import type { Mail } from "./mail/mail.ts";
import type { Metrics } from "./metrics.ts";
import type { Network } from "./net/network.ts";
import type { Changes } from "./store/changes.ts";
import type { Store } from "./store/db.ts";
import type { Tracing } from "./tracing/tracing.ts";
import type { Vault } from "./vault/vault.ts";
import type { IncomingWebhooks } from "./webhooks/incoming/incoming.ts";
import type { Deliveries } from "./webhooks/outgoing/deliveries.ts";
import type { Workflows } from "./workflows/workflows.ts";

/** What a request acts as. */
export interface Actor {
  type: "USER" | "SERVICEUSER";
  id: string;
  /** E-mail address of a user, name of a service user. */
  name: string;
  organizationId: string;
  /** True when the statements of the actor's policies allow it and none denies it. */
  may(action: string, resourceType: string, itemId: string | null): boolean;
}

/** The object graph, built once in `main.ts`; tests put other parts in (clock, network). */
export interface Context {
  config: Config;
  version: string;
  log: Logger;
  /** Unix milliseconds. */
  now: () => number;
  store: Store;
  changes: Changes;
  vault: Vault;
  registry: Registry;
  network: Network;
  broker: Broker;
  access: Access;
  incoming: IncomingWebhooks;
  events: Events;
  eventTypes: EventTypes;
  health: Health;
  expressions: Expressions;
  workflows: Workflows;
  deliveries: Deliveries;
  live: Live;
  integrations: Integrations;
  mail: Mail;
  jobs: Jobs;
  metrics: Metrics;
  tracing: Tracing;
}
