import type { Catalogue } from "../../lib/api/systems.ts";
import { tidied } from "../../lib/paste.ts";
import { expression } from "./field-check.ts";

/** Where a pasted value belongs, by the way it begins. */
export interface Recognition {
  destination: string;
  type: string;
  field: string;
  value: string;
}

const shortest = 6;

/** `undefined` when the value is no system's for certain. */
export function recognised({ systems }: Catalogue, pasted: string): Recognition | undefined {
  const value = tidied(pasted);
  if (value.length < shortest || /\s/.test(value)) return undefined;
  for (const type of systems.flatMap((system) => system.credentialTypes)) {
    for (const { name, recognise = [] } of type.fields) {
      const known = recognise.find(({ pattern }) => expression(pattern)?.test(value));
      const destination = known?.destination ?? type.destinations[0];
      if (known && destination) return { destination, type: type.id, field: name, value };
    }
  }
  return undefined;
}
