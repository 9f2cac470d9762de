import { readFileSync } from "node:fs";
import { type Logger, pino } from "pino";
import { createAccess } from "./access/access.ts";
import { type BrokerParts, createBroker } from "./broker/broker.ts";
import type { Config } from "./config/config.ts";
import type { Context } from "./context.ts";
import { loadRegistry } from "./define/registry.ts";
import { resolveVocabularyEverywhere } from "./define/resolve-credenza.ts";
import { createEventTypes } from "./events/event-types.ts";
import { createEvents } from "./events/events.ts";
import { createExpressions } from "./expressions/expressions.ts";
import { createHealth } from "./health/health.ts";
import { createIntegrations } from "./integrations/integrations.ts";
import { createJobs } from "./jobs/jobs.ts";
import { migrateJobs } from "./jobs/migrate.ts";
import { createLive } from "./live/live.ts";
import { createMail } from "./mail/mail.ts";
import { createMetrics } from "./metrics.ts";
import { createNetwork } from "./net/network.ts";
import { projectFile, serverModule } from "./project.ts";
import { createChanges } from "./store/changes.ts";
import { createStore } from "./store/db.ts";
import { migrate } from "./store/migrate.ts";
import { createTracing } from "./tracing/tracing.ts";
import { unlockVault } from "./vault/unlock.ts";
import { createIncomingWebhooks } from "./webhooks/incoming/incoming.ts";
import { createDeliveries } from "./webhooks/outgoing/deliveries.ts";
import { createWorkflows } from "./workflows/workflows.ts";

const systemsFolder = serverModule("systems");

export const version: string = JSON.parse(readFileSync(projectFile("package.json"), "utf8")).version;

/** What a test may put in place of the real part. */
export interface Parts {
  now?: () => number;
  log?: Logger;
  tokenSettings?: BrokerParts["tokenSettings"];
  onRootKeyGenerated?: (file: string, fingerprint: string) => void;
}

export interface Assembly {
  context: Context;
  /** Flushes what is gathered in memory and closes every connection. */
  close(): Promise<void>;
}

/** Brings the database up to date, opens the vault and builds the object graph on it. Throws StartError. */
export async function assemble(config: Config, databaseUrl: string, parts: Parts = {}): Promise<Assembly> {
  const log = parts.log ?? pino({ level: config.logLevel, base: null });
  const now = parts.now ?? Date.now;
  const store = createStore({
    url: databaseUrl,
    onError: (error) => log.warn({ reason: error.message }, "Database connection lost"),
  });
  try {
    await migrateJobs(store.systemPool);
    await migrate(store.system);
    const vault = await unlockVault(store.system, config, parts.onRootKeyGenerated ?? (() => {}));
    resolveVocabularyEverywhere();
    const registry = await loadRegistry([systemsFolder, ...(config.systemsDir ? [config.systemsDir] : [])]);
    const changes = await createChanges(databaseUrl, (error) =>
      log.warn({ reason: error.message }, "Change feed lost"),
    );
    const context = { config, version, log, now, store, changes, vault, registry, metrics: createMetrics() } as Context;
    context.live = createLive(context);
    changes.on("datakey", (organizationId) => vault.forget(organizationId));
    context.tracing = await createTracing(config.otlpEndpoint, version);
    context.events = createEvents(context);
    context.eventTypes = createEventTypes(context);
    context.network = createNetwork({ egressAllow: config.egressAllow, observe: context.tracing.observeExchange });
    context.broker = createBroker({ ...context, tokenSettings: parts.tokenSettings });
    context.access = createAccess(context);
    context.incoming = createIncomingWebhooks(context);
    context.health = createHealth(context);
    context.expressions = createExpressions();
    context.workflows = createWorkflows(context);
    context.mail = createMail({ smtpUrl: config.smtpUrl, from: config.mailFrom, log });
    context.deliveries = createDeliveries(context);
    context.events.addConsumer({ onNotifications: context.deliveries.onNotifications });
    context.integrations = createIntegrations(context);
    context.events.addConsumer(context.integrations);
    context.jobs = createJobs(context);
    return { context, close: () => closeAll(context) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function closeAll(context: Context): Promise<void> {
  await context.jobs.stop();
  await context.integrations.stop();
  await context.deliveries.stop();
  context.mail.close();
  await context.incoming.close();
  await context.expressions.close();
  await context.broker.close();
  await context.network.close();
  await context.tracing.close();
  await context.changes.close();
  await context.store.close();
}
