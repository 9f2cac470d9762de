/**
 * What clients of the m3ter API read of an answer. `!` marks a member that is always there; the others may be absent or
 * null. Types: t text, n whole number, b boolean, d date and time, o object, a list, x anything; a name in brackets is a
 * list of that shape.
 */
const history = "version:n dtCreated:d dtLastModified:d createdBy:t lastModifiedBy:t";
const entity = `id!:t ${history}`;
const page = (name: string) => `data!:[${name}] nextToken:t`;
const run =
  "entityType!:t entityId!:t dtStarted:d dtCompleted:d status!:t destination!:t destinationId:t error:t url:t externalId:t parentIntegrationRunId:t";

export const shapes: Record<string, string> = {
  token: "token_type:t access_token!:t expires_in!:n scope:t",
  me: "user:o serviceUser:o organization:o",
  principalPermission: `${entity} permissionPolicyId:t principalId:t principalType:t`,
  policy: `${entity} name:t permissionPolicy:a managedPolicy:b`,
  policies: page("policy"),
  event: "id!:t eventName!:t eventTime!:d m3terEvent!:o dtActioned:d",
  events: page("event"),
  eventFields: "events:o",
  eventTypes: "events:a",
  notification: `${entity} name!:t description!:t active:b alwaysFireEvent:b eventName:t calculation:t code!:t`,
  notifications: page("notification"),
  evaluation: "success!:b errorMessage:t",
  run: `${entity} ${run}`,
  runs: page("run"),
  log: "Payload:t",
  config: `${entity} entityType!:t entityId:t destination!:t destinationId:t configData:o authorized:b enabled:b triggerType:t integrationCredentialsId:t name:t`,
  configs: page("config"),
  /** A configuration is read as a run; that of every entity of its type has no entity id. */
  configAsRun: `${entity} ${run.replace("entityId!", "entityId")}`,
  available: "supportedEntities!:o selectedConfigurations!:o globalConfigurationOptions!:o",
  options: "empty:b",
  option: "id:t label:t",
  entityOption: "readableName!:t destinations!:[destinationOption] entityConfigurationOptions!:o released!:b",
  destinationOption:
    "apiName!:t destination!:t displayName!:t destinationConfigOptions!:o authConfigOptions!:o released!:b authType!:t categories!:a",
  system: "name:t",
  mapping: `${entity} m3terEntity!:t m3terId!:t externalSystem!:t externalTable!:t externalId!:t integrationConfigId:t`,
  mappings: page("mapping"),
  mappingOptions: "m3terEntities!:a externalSystems!:[externalSystem]",
  externalSystem: "name!:t tables:a allowCustomExternalTables:b",
  externalEntity: "id:t",
  webhook: `${entity} url:t credentials:o name:t description:t code:t active:b`,
  webhooks: page("webhook"),
  credential: `${entity} type!:t destination!:t name:t`,
  credentials: page("credential"),
};

/** Method and path, and the shape that answers; in brackets where it is a list. Deletions stand last. */
export const endpoints: [call: string, shape: string][] = [
  ["GET /users/me", "me"],
  ["GET /permissionpolicies", "policies"],
  ["POST /permissionpolicies", "policy"],
  ["GET /permissionpolicies/{id}", "policy"],
  ["PUT /permissionpolicies/{id}", "policy"],
  ["POST /permissionpolicies/{id}/addtouser", "principalPermission"],
  ["POST /permissionpolicies/{id}/removefromuser", "principalPermission"],
  ["POST /permissionpolicies/{id}/addtoserviceuser", "principalPermission"],
  ["POST /permissionpolicies/{id}/removefromserviceuser", "principalPermission"],
  ["POST /permissionpolicies/{id}/addtousergroup", "principalPermission"],
  ["POST /permissionpolicies/{id}/removefromusergroup", "principalPermission"],
  ["GET /events", "events"],
  ["GET /events/types", "eventTypes"],
  ["GET /events/fields", "eventFields"],
  ["GET /events/{id}", "event"],
  ["GET /notifications/configurations", "notifications"],
  ["POST /notifications/configurations", "notification"],
  ["GET /notifications/configurations/{id}", "notification"],
  ["PUT /notifications/configurations/{id}", "notification"],
  ["POST /notifications/evaluate", "evaluation"],
  ["GET /integrationdestinations/webhooks", "webhooks"],
  ["POST /integrationdestinations/webhooks", "webhook"],
  ["GET /integrationdestinations/webhooks/{id}", "webhook"],
  ["PUT /integrationdestinations/webhooks/{id}", "webhook"],
  ["PUT /integrationdestinations/webhooks/{id}/active?active=true", "webhook"],
  ["GET /integrationcredentials", "credentials"],
  ["GET /integrationcredentials/{id}", "credential"],
  ["GET /integrationconfigs", "configs"],
  ["POST /integrationconfigs", "config"],
  ["GET /integrationconfigs/{id}", "configAsRun"],
  ["GET /integrationconfigs/{id}", "config"],
  ["PUT /integrationconfigs/{id}", "config"],
  ["POST /integrationconfigs/{id}/enable", "config"],
  ["GET /integrationconfigs/entity/{entityType}", "configAsRun"],
  ["GET /integrationconfigs/available", "available"],
  ["GET /integrationconfigs/available/systems", "[system]"],
  ["GET /integrationconfigs/available/{systemName}/entities", "[entityOption]"],
  ["GET /integrationconfigs/available/{systemName}/auth/{entityType}", "options"],
  ["GET /integrationconfigs/values/{systemName}/{configOption}", "[option]"],
  ["GET /integrationruns/{id}", "run"],
  ["GET /integrationruns/logs/{id}", "log"],
  ["GET /integrationruns/{entityType}/latest/{integrationEntity}", "run"],
  ["GET /integrationruns/{entityType}/latest?ids={integrationEntity}", "run"],
  ["GET /integrationruns/{entityType}/{integrationEntity}", "runs"],
  ["GET /integrationruns/destinations/{destinationId}", "runs"],
  ["GET /externalmappings", "mappings"],
  ["POST /externalmappings", "mapping"],
  ["GET /externalmappings/{id}", "mapping"],
  ["PUT /externalmappings/{id}", "mapping"],
  ["GET /externalmappings/external/{entity}/{m3terId}", "mappings"],
  ["GET /externalmappings/externalid/{system}/{externalTable}/{externalId}", "mappings"],
  ["GET /externalmappingconfiguration", "mappingOptions"],
  ["GET /externalmappingconfiguration/values/{destination}/{entityType}", "[externalEntity]"],
  [
    "GET /externalmappingconfiguration/values/{destination}/{entityType}/{integrationCredentialsId}",
    "[externalEntity]",
  ],
  ["DELETE /externalmappings/{id}", "mapping"],
  ["DELETE /integrationconfigs/{id}", "config"],
  ["DELETE /notifications/configurations/{id}", "notification"],
  ["DELETE /integrationdestinations/webhooks/{id}", "webhook"],
];

const fits: Record<string, (value: unknown) => boolean> = {
  t: (value) => typeof value === "string",
  n: Number.isInteger,
  b: (value) => typeof value === "boolean",
  d: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  o: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  a: Array.isArray,
};

/** Where the value is not of the shape; empty when it is. */
export function misfits(value: unknown, shape: string, at = ""): string[] {
  if (shape.startsWith("[")) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((one, index) => misfits(one, shape.slice(1, -1), `${at}[${index}]`));
  }
  if (!fits.o?.(value)) return [`${at} is no object`];
  return (shapes[shape] ?? "unknown!:x").split(" ").flatMap((member) => {
    const [, name = "", always, type = ""] = /^(\w+)(!?):(.+)$/.exec(member) ?? [];
    const found = (value as Record<string, unknown>)[name];
    const place = `${at}.${name}`;
    if (found === undefined || found === null) return always ? [`${place} is missing`] : [];
    if (type.startsWith("[")) return misfits(found, type, place);
    return fits[type]?.(found) ? [] : [`${place} is not ${type}`];
  });
}
