import type { AuditAction } from "../define/glossary.ts";
import type { NewEvent } from "./event.ts";

type ChangeKind = "created" | "updated" | "deleted";

interface Noun {
  /** As event names call it. */
  entity: string;
  /** The operation that shows one; undefined where the answer of the change does. */
  shownBy?: string;
}

/** By the first word of audit actions. */
const nouns: Record<string, Noun> = {
  credential: { entity: "credential", shownBy: "credentials.get" },
  incomingwebhook: { entity: "incomingwebhook", shownBy: "incomingWebhooks.get" },
  webhook: { entity: "outgoingwebhook", shownBy: "outgoingWebhooks.get" },
  workflow: { entity: "workflow", shownBy: "workflows.get" },
  workflowparameter: { entity: "workflowparameter", shownBy: "workflowParameters.get" },
  integration: { entity: "integrationconfiguration", shownBy: "integrationConfigurations.get" },
  externalmapping: { entity: "externalmapping", shownBy: "externalMappings.get" },
  eventtype: { entity: "eventtype", shownBy: "eventTypes.get" },
  notificationrule: { entity: "notificationrule", shownBy: "notifications.get" },
  serviceuser: { entity: "serviceuser", shownBy: "serviceUsers.get" },
  accesskey: { entity: "accesskey", shownBy: "serviceUsers.getCredential" },
  permissionpolicy: { entity: "permissionpolicy", shownBy: "permissionPolicies.get" },
  user: { entity: "user", shownBy: "users.get" },
  usergroup: { entity: "usergroup", shownBy: "userGroups.get" },
  datakey: { entity: "datakey" },
  organization: { entity: "organization", shownBy: "organizations.get" },
};
/** Actions whose first word does not say what they change. */
const others: Record<string, Noun> = {
  "integration.settings": { entity: "integrationsettings", shownBy: "integrationConfigurations.getSettings" },
  "permissionpolicy.attached": { entity: "principalpermission" },
  "permissionpolicy.detached": { entity: "principalpermission" },
  "usergroup.useradded": { entity: "usergroupmember" },
  "usergroup.userremoved": { entity: "usergroupmember" },
};

/** By the second word. */
const kinds: Record<string, ChangeKind> = {
  created: "created",
  imported: "created",
  duplicated: "created",
  updated: "updated",
  rotated: "updated",
  disabled: "updated",
  enabled: "updated",
  activated: "updated",
  deactivated: "updated",
  restored: "updated",
  connected: "updated",
  published: "updated",
  usedraft: "updated",
  settings: "updated",
  attached: "created",
  useradded: "created",
  deleted: "deleted",
  removed: "deleted",
  detached: "deleted",
  userremoved: "deleted",
};

/** What our own events name: `configuration.<entity>.created` and so on. */
export const configurationEntities: readonly string[] = [
  ...new Set([...Object.values(nouns), ...Object.values(others)].map(({ entity }) => entity)),
];

export interface ConfigurationChange extends Noun {
  kind: ChangeKind;
}

/** What an audited action changes; undefined for one that changes nothing, such as a test. */
export function configurationChange(action: AuditAction): ConfigurationChange | undefined {
  const [what = "", verb = ""] = action.split(".");
  const noun = others[action] ?? nouns[what];
  const kind = kinds[verb];
  return noun && kind && { ...noun, kind };
}

/** Who made a change; without an id where nobody was signed in. */
export interface EventActor {
  type: "USER" | "SERVICEUSER" | "SYSTEM";
  id: string | null;
  name: string | null;
}

/** The thing before and after, as the API shows it, which holds no secret; and who changed it. */
export function configurationEvent(
  { entity, kind }: Pick<ConfigurationChange, "entity" | "kind">,
  organizationId: string,
  shown: { old?: unknown; new?: unknown },
  { type, id, name }: EventActor,
): NewEvent {
  const data = { ...shown, actor: { type, id, name } };
  return { organizationId, eventName: `configuration.${entity}.${kind}`, data };
}
