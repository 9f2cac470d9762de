import type { Event } from "../../lib/api/events.ts";
import { stringifySearch } from "../../lib/search.ts";

export interface FollowUp {
  label: string;
  path: string;
}

type Thing = Record<string, unknown>;

/** Where a thing has its page, by the noun of a change or the first word of our own events. */
const pages: Record<string, FollowUp> = {
  credential: { label: "Go to credential", path: "/credentials" },
  webhook: { label: "Go to webhook", path: "/outgoing-webhooks" },
  outgoingwebhook: { label: "Go to webhook", path: "/outgoing-webhooks" },
  incomingwebhook: { label: "Go to webhook", path: "/incoming-webhooks" },
  integrationconfiguration: { label: "Go to integration", path: "/integrations" },
  notificationrule: { label: "Go to rule", path: "/notification-rules" },
  eventtype: { label: "Go to event type", path: "/event-types" },
  workflow: { label: "Go to workflow", path: "/workflows" },
  serviceuser: { label: "Go to service user", path: "/settings/service-users" },
  permissionpolicy: { label: "Go to policy", path: "/settings/permission-policies" },
  user: { label: "Go to user", path: "/settings/users" },
  usergroup: { label: "Go to user group", path: "/settings/user-groups" },
};

/** What an event asks for next; undefined where it only tells. */
export function followUpOf({ eventName, m3terEvent }: Event): FollowUp | undefined {
  const thing = m3terEvent.eventData.newDto as Thing | undefined;
  const [area = "", noun = ""] = eventName.split(".");
  if (!thing) return undefined;
  if (area === "integration") return ofIntegration(thing);
  if (eventName === "workflow.run.failed") return to("Go to run", "/workflow-runs", thing.id);
  const page = area === "configuration" ? pages[noun] : isOurs.test(eventName) ? pages[area] : undefined;
  return page && to(page.label, page.path, thing.id);
}

const isOurs = /^(credential\.(disconnected|expiring)|webhook\.(paused|test))$/;

function ofIntegration(thing: Thing): FollowUp | undefined {
  const { missingMapping, destination, integrationRunId, integrationConfigId, notificationId } = thing;
  if (missingMapping) {
    const { m3terEntity, m3terId, externalTable } = missingMapping as Thing;
    const search = { entity: m3terEntity, entityId: m3terId, to: destination, table: externalTable };
    return { label: "Create mapping", path: `/external-mappings${stringifySearch(search)}` };
  }
  return (
    to("Go to run", "/integration-runs", integrationRunId) ??
    to("Go to integration", "/integrations", integrationConfigId) ??
    to("Go to rule", "/notification-rules", notificationId)
  );
}

const to = (label: string, path: string, id: unknown): FollowUp | undefined =>
  typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? { label, path: `${path}/${id}` } : undefined;
