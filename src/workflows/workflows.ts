import type { Context } from "../context.ts";
import { createAnnouncer } from "./announce.ts";
import { createDefinitions, type Definitions } from "./definitions.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { createFunctionRegistry, type FunctionRegistry } from "./functions/registry.ts";
import { createParameters, type Parameters } from "./parameters.ts";
import { createMessageTrigger, type MessageTrigger } from "./triggers/messages.ts";
import { createNotificationTrigger } from "./triggers/notifications.ts";
import { createScheduleTrigger } from "./triggers/schedules.ts";
import { createWebhookLinks } from "./triggers/webhook-links.ts";

export interface Workflows {
  functions: FunctionRegistry;
  definitions: Definitions;
  parameters: Parameters;
  engine: Engine;
  messages: MessageTrigger;
}

export function createWorkflows(context: Context): Workflows {
  const functions = createFunctionRegistry();
  const definitions = createDefinitions(context, functions);
  const parameters = createParameters(context);
  const schedules = createScheduleTrigger({ context, definitions });
  const onChanged = createAnnouncer(context);
  const engine = createEngine({ context, definitions, parameters, onChanged, onTick: schedules.fire });
  const links = createWebhookLinks(context);
  const messages = createMessageTrigger({ context, definitions, links, engine });
  context.events.addConsumer(createNotificationTrigger({ context, definitions }));
  return { functions, definitions, parameters, engine, messages };
}
