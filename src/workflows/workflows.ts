import type { Context } from "../context.ts";
import { createDefinitions, type Definitions } from "./definitions.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { createFunctionRegistry, type FunctionRegistry } from "./functions/registry.ts";
import { createParameters, type Parameters } from "./parameters.ts";
import { createMessageTrigger, type MessageTrigger } from "./triggers/messages.ts";
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
  const engine = createEngine({ context, definitions, parameters, onChanged: () => {} });
  const links = createWebhookLinks(context);
  const messages = createMessageTrigger({ context, definitions, links, engine });
  return { functions, definitions, parameters, engine, messages };
}
