import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { StartError } from "../config/start-error.ts";
import { categories } from "./categories.ts";
import type { CredentialType, Destination, SystemDefinition } from "./system.ts";
import { systemFaults } from "./system-faults.ts";

export type DestinationEntry = Destination & { id: string; system: SystemDefinition };
export type CredentialTypeEntry = CredentialType & { id: string };

/** All systems of this installation. Look-ups by destination and type are by map. */
export interface Registry {
  /** In the order of forms and cards. */
  systems: SystemDefinition[];
  destinations: DestinationEntry[];
  destination(id: string): DestinationEntry | undefined;
  /** The types that a credential for the destination may have, the default first. */
  typesOf(destinationId: string): CredentialTypeEntry[];
  type(destinationId: string, typeId: string): CredentialTypeEntry | undefined;
}

/** Reads every `.ts` or `.js` file of the folders; a file's default export is one system. Throws StartError naming a faulty file. */
export async function loadRegistry(folders: string[]): Promise<Registry> {
  const files = (await Promise.all(folders.map(systemFiles))).flat();
  const systems = await Promise.all(files.map(loadSystem));
  const twice = systems.map((system) => system.id).find((id, index, ids) => ids.indexOf(id) !== index);
  if (twice) throw new StartError(`Two system files declare "${twice}". Give one of them another id.`);
  return createRegistry(systems);
}

export function createRegistry(unordered: SystemDefinition[]): Registry {
  const systems = unordered.toSorted(
    (a, b) => placeOf(a) - placeOf(b) || (a.order ?? 100) - (b.order ?? 100) || a.name.localeCompare(b.name, "en"),
  );
  const destinations = new Map<string, DestinationEntry>();
  const types = new Map<string, CredentialTypeEntry[]>();
  for (const system of systems) {
    for (const [id, destination] of Object.entries(system.destinations)) {
      if (destinations.has(id)) throw new StartError(`Two systems declare the destination "${id}".`);
      destinations.set(id, { ...destination, id, system });
      types.set(id, typesFor(system, id));
    }
  }
  const typesOf = (destinationId: string): CredentialTypeEntry[] => types.get(destinationId) ?? [];
  return {
    systems,
    destinations: [...destinations.values()],
    destination: (id) => destinations.get(id),
    typesOf,
    type: (destinationId, typeId) => typesOf(destinationId).find((type) => type.id === typeId),
  };
}

/** A private system may have a category of its own; it stands after ours. */
function placeOf({ category }: SystemDefinition): number {
  const place = (categories as readonly string[]).indexOf(category);
  return place < 0 ? categories.length : place;
}

function typesFor(system: SystemDefinition, destinationId: string): CredentialTypeEntry[] {
  return Object.entries(system.credentialTypes)
    .filter(([, type]) => type.destinations?.includes(destinationId) ?? true)
    .map(([id, type]) => ({ ...type, id }))
    .toSorted((a, b) => Number(b.default ?? false) - Number(a.default ?? false));
}

async function systemFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    throw new StartError(`The systems folder ${folder} cannot be read. Check CREDENZA_SYSTEMS_DIR.`);
  });
  return names
    .filter((name) => /^[^.].*\.(ts|js|mjs)$/.test(name) && !/\.(test|d)\.ts$/.test(name))
    .map((name) => join(resolve(folder), name));
}

async function loadSystem(file: string): Promise<SystemDefinition> {
  const loaded = await import(/* @vite-ignore */ pathToFileURL(file).href).catch((error: unknown) => {
    throw new StartError(
      `The system file ${file} cannot be loaded: ${error instanceof Error ? error.message : "unknown"}`,
    );
  });
  const system = loaded.default as SystemDefinition | undefined;
  const faults = system ? systemFaults(system) : ["it has no default export"];
  if (!system || faults.length > 0) throw new StartError(`The system file ${file} is faulty: ${faults.join("; ")}.`);
  return system;
}
