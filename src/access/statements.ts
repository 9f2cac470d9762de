import { z } from "zod";
import { resourceTypes } from "../define/glossary.ts";
import type { PermissionStatement } from "../store/schema.ts";

const configActions = ["create", "retrieve", "update", "delete", "export", "use"].map((verb) => `config:${verb}`);

/** Actions of the m3ter API that policies may carry over; nothing here performs them. */
const carriedActions = [
  "analytics:query",
  "measurements:upload",
  "measurements:fileupload",
  "measurements:retrieve",
  "measurements:export",
  "forecast:retrieve",
  "healthscores:retrieve",
  "anomalies:retrieve",
  "exports:download",
  "marketplace:usage:create",
  "marketplace:usage:retrieve",
];

export const actions = ["*", "all", "config:*", ...configActions, "audit:retrieve", ...carriedActions];

/** Resource types of the m3ter API that policies may carry over. */
const carriedTypes = [
  "account",
  "accountplan",
  "aggregation",
  "balance",
  "bill",
  "billjob",
  "charge",
  "commitment",
  "compoundaggregation",
  "contract",
  "counter",
  "counteradjustment",
  "counterpricing",
  "creditlineitem",
  "creditreason",
  "currency",
  "customfield",
  "dataexport",
  "debitlineitem",
  "debitreason",
  "externalmapping",
  "integrationconfiguration",
  "meter",
  "notification",
  "organizationconfig",
  "plan",
  "plangroup",
  "plangrouplink",
  "plantemplate",
  "pricing",
  "product",
  "resourcegroup",
  "statement",
  "transactiontype",
  "usage",
];

const types: ReadonlySet<string> = new Set([...resourceTypes, ...carriedTypes]);
const itemId = /^[a-z0-9][a-z0-9_-]{0,99}$/;

const lowerCase = (example: string): string => `Write it in lower case, for example ${example}.`;

const hasUpperCase = (value: unknown): boolean => typeof value === "string" && value !== value.toLowerCase();

/** What is wrong with a resource, or undefined. Grammar: `service:resource-type/item-type/id` with a wildcard at the end. */
export function resourceFault(resource: string): string | undefined {
  if (hasUpperCase(resource)) return lowerCase("config:credential/*");
  if (resource === "*" || resource === "config:*") return undefined;
  const [service, path, ...more] = resource.split(":");
  if (service !== "config" || path === undefined || more.length > 0) return 'Begin with "config:", or use "*".';
  const [type = "", itemType, id, ...rest] = path.split("/");
  if (!types.has(type)) return `Use a resource type that exists: ${resourceTypes.join(", ")}.`;
  if (itemType === "*" && id === undefined) return undefined;
  if (itemType !== "item" && itemType !== "group") return `After the type write /*, /item/* or /item/ and an id.`;
  if (rest.length > 0 || id === undefined || (id !== "*" && !itemId.test(id))) return "End with * or with one id.";
  return undefined;
}

const many = { error: "Give at most 100." };

const effect = z.enum(["allow", "deny"], {
  error: ({ input }) => (hasUpperCase(input) ? lowerCase("allow") : 'Use "allow" or "deny".'),
});

const action = z.enum(actions, {
  error: ({ input }) =>
    hasUpperCase(input) ? lowerCase("config:create") : "Use an action that exists, for example config:retrieve or *.",
});

const resource = z
  .string({ error: "Give a resource, for example config:credential/*." })
  .max(200, "Use at most 200 characters.")
  .superRefine((value, check) => {
    const message = resourceFault(value);
    if (message) check.addIssue({ code: "custom", message });
  })
  .describe("`*`, `config:*`, `config:<type>/*`, `config:<type>/item/*` or `config:<type>/item/<id>`, in lower case");

const statement = z.strictObject(
  {
    effect,
    action: z.array(action, { error: "Give a list of actions." }).min(1, "Give at least one action.").max(100, many),
    resource: z
      .array(resource, { error: "Give a list of resources." })
      .min(1, "Give at least one resource.")
      .max(100, many),
  },
  { error: (issue) => (issue.code === "unrecognized_keys" ? undefined : "Give effect, action and resource.") },
);

export const statements = z
  .array(statement, { error: "Give a list of statements." })
  .min(1, "Give at least one statement.")
  .max(100, many) satisfies z.ZodType<PermissionStatement[]>;

/** Statements as they are stored; what an answer carries. */
export const statementsOutput = z.array(
  z.strictObject({ effect: z.enum(["allow", "deny"]), action: z.array(z.string()), resource: z.array(z.string()) }),
);
