import { z } from "zod";
import type { Context } from "../../context.ts";
import { awsAccountOf } from "../../define/aws-account.ts";
import type { Field } from "../../define/fields.ts";
import type { Registry } from "../../define/registry.ts";
import { isOauth, isRevocable } from "../../define/schemes.ts";
import { neededScopes } from "../../define/scopes.ts";
import type { CredentialType, PasteGuide, SystemDefinition } from "../../define/system.ts";
import { redirectUrlOf } from "../../sign-in/sign-in.ts";

const field = z.strictObject({
  name: z.string(),
  label: z.string(),
  kind: z.enum(["text", "secret", "url", "select", "credential"]),
  secret: z.boolean(),
  required: z.boolean(),
  trim: z.boolean(),
  received: z.boolean().optional(),
  credentialType: z.string().optional(),
  multiline: z.boolean().optional(),
  pattern: z.string().optional(),
  patternMessage: z.string().optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  placeholder: z.string().optional(),
  help: z.string().optional(),
  link: z.strictObject({ label: z.string(), href: z.string() }).optional(),
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  defaultValue: z.string().optional(),
  generated: z.literal(true).optional(),
  warnings: z
    .array(z.strictObject({ pattern: z.string(), message: z.string(), destinations: z.array(z.string()).optional() }))
    .optional(),
  recognise: z.array(z.strictObject({ pattern: z.string(), destination: z.string().optional() })).optional(),
});

export const system = z.strictObject({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  color: z.string(),
  monogram: z.string(),
  website: z.string().optional(),
  summary: z.string(),
  keywords: z.array(z.string()),
  limits: z.string().optional(),
  notes: z.array(z.string()),
  destinations: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      group: z.string(),
      description: z.string().optional(),
      direction: z.enum(["outgoing", "incoming", "signing"]),
      mode: z.literal("test").optional(),
    }),
  ),
  credentialTypes: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      summary: z.string(),
      destinations: z.array(z.string()),
      isDefault: z.boolean(),
      testable: z.boolean(),
      incoming: z.boolean(),
      /** Connected by a sign-in by redirect, with an OAuth app of this type. */
      signIn: z.strictObject({ app: z.string(), revocable: z.boolean() }).optional(),
      /** An OAuth app; the URL is to be registered with it. */
      app: z.strictObject({ redirectUrl: z.string() }).optional(),
      /** To be pasted at the vendor once the credential is made; its places are shown fields. */
      paste: z
        .strictObject({
          title: z.string(),
          help: z.string(),
          link: z.strictObject({ label: z.string(), href: z.string() }).optional(),
          text: z.string(),
        })
        .optional(),
      webhookOptions: z.array(z.string()),
      scopes: z.array(z.string()),
      fields: z.array(field),
    }),
  ),
  counts: z.strictObject({ credentials: z.int(), disconnected: z.int() }),
});

/** What forms say of the installation itself. */
interface Installation {
  redirectUrl: string;
  /** Unknown without a key of AWS, or with one that does not tell it. */
  awsAccount: string | undefined;
}

const unknownAccount = "ACCOUNT_ID_OF_THIS_INSTALLATION";

export const installationOf = ({ config }: Pick<Context, "config">): Installation => ({
  redirectUrl: redirectUrlOf({ config }),
  awsAccount: awsAccountOf(config.aws?.accessKeyId),
});

type Counts = Map<string, { credentials: number; disconnected: number }>;

function toPaste(paste: PasteGuide, awsAccount: string | undefined): PasteGuide {
  const isOpen = awsAccount === undefined && paste.text.includes("{awsAccount}");
  const ask = ` In place of ${unknownAccount} put the AWS account of this installation: whoever runs it knows its number.`;
  return {
    ...paste,
    help: isOpen ? paste.help + ask : paste.help,
    text: paste.text.replaceAll("{awsAccount}", awsAccount ?? unknownAccount),
  };
}

/** The catalogue entry of a system: what a form needs, no functions and nothing secret. */
export function toSystem(
  registry: Registry,
  definition: SystemDefinition,
  counts: Counts,
  { redirectUrl, awsAccount }: Installation,
): z.input<typeof system> {
  const destinationIds = Object.keys(definition.destinations);
  return {
    id: definition.id,
    name: definition.name,
    category: definition.category,
    color: definition.color,
    monogram: monogramOf(definition.name),
    website: definition.website,
    summary: definition.summary,
    keywords: definition.keywords ?? [],
    limits: definition.limits,
    notes: definition.notes ?? [],
    destinations: destinationIds.map((id) => toDestination(registry, definition, id)),
    credentialTypes: Object.entries(definition.credentialTypes).map(([id, type]) => ({
      ...toType(id, type, destinationIds),
      ...(type.app ? { app: { redirectUrl } } : {}),
      ...(type.paste ? { paste: toPaste(type.paste, awsAccount) } : {}),
    })),
    counts: {
      credentials: sum(destinationIds, (id) => counts.get(id)?.credentials),
      disconnected: sum(destinationIds, (id) => counts.get(id)?.disconnected),
    },
  };
}

function toDestination(registry: Registry, definition: SystemDefinition, id: string) {
  const { name, direction, description, mode } = definition.destinations[id] ??
    registry.destination(id) ?? { name: id, direction: "outgoing" as const, mode: undefined };
  return { id, name, direction, description, mode, group: definition.category };
}

function toType(id: string, type: CredentialType, destinationIds: string[]) {
  return {
    id,
    name: type.name,
    summary: type.summary,
    destinations: type.destinations ?? destinationIds,
    isDefault: type.default ?? false,
    testable: type.test !== undefined || isOauth(type.authorize),
    incoming: type.incoming !== undefined,
    ...(type.authorize?.scheme === "oauthCode"
      ? { signIn: { app: type.authorize.app, revocable: isRevocable(type.authorize) } }
      : {}),
    webhookOptions: type.incoming?.options ?? [],
    scopes: neededScopes(type),
    fields: Object.entries(type.fields).map(([name, definition]) => toField(name, definition)),
  };
}

function toField(name: string, { optional, trim, ...definition }: Field): z.input<typeof field> {
  return { ...definition, name, required: !optional, trim: trim ?? true };
}

/** One or two letters that stand for the system: "Chargebee" C, "Sage Intacct" SI. */
function monogramOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

const sum = (ids: string[], count: (id: string) => number | undefined): number =>
  ids.reduce((total, id) => total + (count(id) ?? 0), 0);
