import { z } from "zod";
import type { Registry } from "../../define/registry.ts";
import type { SystemDefinition } from "../../define/system.ts";
import { Problem } from "../../errors.ts";

/** Those that every organization may choose; it may name types of its own too. */
export const entityTypes = ["Account", "Bill", "Contract", "Notification"];

/** As m3ter describes options: an object, with whether it has any. */
export const options = z.looseObject({ empty: z.boolean() });
export const noOptions = { empty: true };

export const entityConfiguration = z.strictObject({
  readableName: z.string(),
  destinations: z.array(
    z.strictObject({
      apiName: z.string(),
      destination: z.string(),
      displayName: z.string(),
      destinationConfigOptions: options,
      authConfigOptions: options,
      released: z.boolean(),
      authType: z.string(),
      categories: z.array(z.string()),
    }),
  ),
  entityConfigurationOptions: options,
  released: z.boolean(),
});

/** Those with a destination that can be called, or that webhooks go to. */
export function integrable(registry: Registry): SystemDefinition[] {
  return registry.systems.filter((system) => outgoingOf(system).length > 0);
}

/** By id, name or destination; anything else is a 404. */
export function requireSystem(registry: Registry, systemName: string): SystemDefinition {
  const wanted = systemName.toLowerCase();
  const found = integrable(registry).find(
    ({ id, name, destinations }) =>
      id === wanted || name.toLowerCase() === wanted || Object.hasOwn(destinations, systemName.toUpperCase()),
  );
  if (!found) throw new Problem("not_found", "There is no system of this name.");
  return found;
}

export const outgoingOf = ({ destinations }: SystemDefinition): string[] =>
  Object.keys(destinations).filter((id) => destinations[id]?.direction === "outgoing" || id === "WEBHOOK");

export const typesOf = ({ integrations }: SystemDefinition): string[] => [
  ...new Set([...(integrations?.presets ?? []).map(({ entityType }) => entityType), ...entityTypes]),
];

export function describeEntity(
  registry: Registry,
  systems: SystemDefinition[],
  entityType: string,
): z.input<typeof entityConfiguration> {
  const destinations = systems.flatMap((system) =>
    outgoingOf(system).map((id) => ({
      apiName: id,
      destination: id,
      displayName: system.destinations[id]?.name ?? id,
      destinationConfigOptions: noOptions,
      authConfigOptions: authOptions(registry, id),
      released: true,
      authType: registry.typesOf(id)[0]?.id ?? "",
      categories: [system.category],
    })),
  );
  return { readableName: entityType, destinations, entityConfigurationOptions: noOptions, released: true };
}

/** The credential types that the destination takes, with their fields; no values. */
export function authOptions(registry: Registry, destination: string) {
  const types = registry
    .typesOf(destination)
    .filter(({ app }) => !app)
    .map(({ id, name, fields }) => ({ id, name, fields: Object.keys(fields) }));
  return { empty: types.length === 0, types };
}
