import type { Client } from "../../sdk/client.ts";
import { StartError } from "../config/start-error.ts";
import { ask } from "./ask.ts";
import type { Command, FlagSchema } from "./commands.ts";
import { convert, type Given, readSecretFlag } from "./flags.ts";

type Values = Record<string, unknown>;
type Flags = Given["flags"];

/** A field of a credential type as `GET /systems/{destination}` describes it. */
interface CatalogueField {
  name: string;
  label: string;
  secret: boolean;
  required: boolean;
  help?: string;
  options?: { value: string; label: string }[];
  defaultValue?: string;
}

interface Catalogue {
  credentialTypes: {
    id: string;
    name: string;
    destinations: string[];
    isDefault: boolean;
    fields: CatalogueField[];
  }[];
}

/** Makes the request's body of flags, and asks for what is missing. Throws StartError naming a flag that does not fit. */
export async function readBody(
  command: Command,
  client: Client,
  id: string | undefined,
  flags: Flags,
): Promise<Values> {
  if (command.isOpen) return readFields(command, client, id, flags);
  refuseUnknown(Object.keys(command.body), flags);
  const body: Values = {};
  for (const [name, schema] of Object.entries(command.body)) {
    const typed = flags[name];
    if (typed !== undefined)
      body[name] = isSecret(name, schema) ? readSecretFlag(name, typed) : convert(name, typed, schema);
    else if (command.required.includes(name)) body[name] = await askFor(name, schema);
  }
  return body;
}

export const isSecret = (name: string, schema: FlagSchema): boolean =>
  schema.writeOnly === true || /password|secret$/i.test(name);

async function askFor(name: string, schema: FlagSchema): Promise<unknown> {
  const answer = await ask({
    name,
    label: schema.title ?? name,
    help: schema.description,
    isSecret: isSecret(name, schema),
  });
  return isSecret(name, schema) ? answer : convert(name, answer, schema);
}

const credentialsPath = "/integrationcredentials";

/** Fields that the credential's type decides: all of a new credential, those that are given of one that exists. */
async function readFields({ body }: Command, client: Client, id: string | undefined, flags: Flags): Promise<Values> {
  const known: Values = id === undefined ? {} : await client.request("GET", `${credentialsPath}/${id}`);
  const { destination: typedDestination, type: typedType, name, version, ...rest } = flags;
  const destination = String(
    known.destination ?? typedDestination ?? (await ask({ name: "destination", label: "Destination" })),
  );
  const { credentialTypes } = await client.request<Catalogue>("GET", `/systems/${encodeURIComponent(destination)}`);
  const types = credentialTypes.filter((type) => type.destinations.includes(destination));
  const type =
    types.find((one) => one.id === (known.type ?? typedType)) ?? types.find((one) => one.isDefault) ?? types[0];
  if (!type || (typedType !== undefined && type.id !== typedType)) {
    throw new StartError(`--type must be one of ${types.map((one) => one.id).join(", ")}.`);
  }
  const places = type.fields.map((field) => field.name);
  const further = Object.entries(body).filter(([key]) => key in rest);
  refuseUnknown([...places, ...Object.keys(body)], rest);
  const settings = further.map(([key, schema]) => [key, convert(key, rest[key] ?? true, schema)]);
  const fields = { ...Object.fromEntries(settings), ...(await readGiven(type.fields, rest, id === undefined)) };
  const asVersion = version === undefined ? known.version : convert("version", version, { type: "integer" });
  if (id !== undefined) return { ...(name ? { name } : {}), version: asVersion, ...fields };
  const label = name ?? (await ask({ name: "name", label: "Name", fallback: type.name }));
  return { name: label, destination, type: type.id, ...fields };
}

async function readGiven(fields: CatalogueField[], flags: Flags, isNew: boolean): Promise<Values> {
  const values: Values = {};
  for (const { name, label, secret, required, help, options, defaultValue } of fields) {
    const typed = flags[name];
    if (typed !== undefined) values[name] = secret ? readSecretFlag(name, typed) : typed;
    else if (isNew && required) {
      values[name] = await ask({ name, label, help, isSecret: secret, choices: options, fallback: defaultValue });
    }
  }
  return values;
}

function refuseUnknown(known: string[], flags: Flags): void {
  const unknown = Object.keys(flags).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new StartError(
    `There is no flag --${unknown} here. Known: ${known.map((name) => `--${name}`).join(", ") || "none"}.`,
  );
}
