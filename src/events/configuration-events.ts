import type { AuditAction } from "../define/glossary.ts";
import type { NewEvent } from "./event.ts";

const entities: Record<string, string> = {
  credential: "credential",
  incomingwebhook: "incomingwebhook",
  webhook: "outgoingwebhook",
  workflow: "workflow",
  serviceuser: "serviceuser",
};

const changes: Record<string, "created" | "updated" | "deleted"> = {
  created: "created",
  imported: "created",
  duplicated: "created",
  updated: "updated",
  rotated: "updated",
  disabled: "updated",
  enabled: "updated",
  restored: "updated",
  published: "updated",
  deleted: "deleted",
};

/**
 * What an audited change is as an event: `configuration.credential.created` with the thing as the API shows it, which holds
 * no secret. Undefined for actions that change nothing, such as a test.
 */
export function configurationEvent(
  action: AuditAction,
  organizationId: string,
  output: unknown,
  actor: { type: string; id: string; name: string },
): NewEvent | undefined {
  const [what = "", verb = ""] = action.split(".");
  const entity = entities[what];
  const change = changes[verb];
  if (!entity || !change) return undefined;
  const shown = output as Record<string, unknown>;
  const { type, id, name } = actor;
  const data = { [change === "deleted" ? "old" : "new"]: shown, actor: { type, id, name } };
  return { organizationId, eventName: `configuration.${entity}.${change}`, data };
}
