import { type BaseUrl, baseUrlTemplates } from "./base-url.ts";
import type { Field } from "./fields.ts";
import type { CredentialType, SystemDefinition } from "./system.ts";
import { templateFields } from "./template.ts";

/** Only fields that are shown may stand in a URL, and in its host only those whose pattern keeps them one label or name. */
export function urlFaults(system: SystemDefinition, typeId: string, type: CredentialType): string[] {
  const faults: string[] = [];
  for (const id of Object.keys(type.baseUrls ?? {})) {
    if (!system.destinations[id]) faults.push(`the type ${typeId} has a base URL for the unknown destination ${id}`);
  }
  for (const [id, destination] of destinationsOf(system, type)) {
    const baseUrl = type.baseUrls?.[id] ?? destination.baseUrl;
    if (baseUrl !== undefined) faults.push(...choiceFaults(id, typeId, type, baseUrl));
    for (const template of [
      ...(baseUrl === undefined ? [] : baseUrlTemplates(baseUrl)),
      ...(destination.hosts ?? []),
    ]) {
      for (const name of templateFields(template)) faults.push(...placeFaults(id, typeId, name, type.fields[name]));
    }
  }
  return faults;
}

/** Templates of default headers take fields that are shown, and names that HTTP allows and the broker does not set. */
export function headerFaults(system: SystemDefinition, typeId: string, type: CredentialType): string[] {
  const faults: string[] = [];
  const all = [type.headers, ...destinationsOf(system, type).map(([, destination]) => destination.headers)];
  for (const [name, template] of all.flatMap((headers) => Object.entries(headers ?? {}))) {
    if (!/^[A-Za-z0-9-]+$/.test(name) || /^(host|cookie|authorization|content-length|connection)$/i.test(name))
      faults.push(`the header ${name} of ${typeId} cannot be set`);
    for (const field of templateFields(template)) {
      if (type.fields[field]?.secret !== false)
        faults.push(`the header ${name} of ${typeId} names ${field}, which is no shown field`);
    }
  }
  return faults;
}

const destinationsOf = (system: SystemDefinition, type: CredentialType) =>
  Object.entries(system.destinations).filter(([id]) => type.destinations?.includes(id) ?? true);

/** A base URL by a field's value has one for each value that the field can have. */
function choiceFaults(id: string, typeId: string, type: CredentialType, baseUrl: BaseUrl): string[] {
  if (typeof baseUrl === "string") return [];
  const values = type.fields[baseUrl.field]?.options?.map(({ value }) => value);
  const urls = Object.keys(baseUrl.urls);
  const fits = values && values.length === urls.length && values.every((value) => urls.includes(value));
  return fits ? [] : [`the base URLs of ${id} are not those of the options of ${typeId}.${baseUrl.field}`];
}

function placeFaults(id: string, typeId: string, name: string, field: Field | undefined): string[] {
  if (!field) return [`the URL of ${id} names ${name}, which ${typeId} does not have`];
  if (field.secret) return [`the URL of ${id} would hold the secret ${name}`];
  if (field.optional) return [`${typeId}.${name} stands in a URL and is optional`];
  if (field.kind === "text" && !field.pattern) return [`${typeId}.${name} stands in a URL and has no pattern`];
  if (field.kind === "url" && !field.pattern?.startsWith("^https://"))
    return [`the pattern of ${typeId}.${name} does not begin with ^https://`];
  return [];
}
