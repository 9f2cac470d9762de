import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { credentialsKey } from "./api/credentials.ts";
import { dataKeysKey } from "./api/data-keys.ts";
import { eventTypesKey } from "./api/event-types.ts";
import { eventsKey } from "./api/events.ts";
import { externalMappingsKey } from "./api/external-mappings.ts";
import { webhooksKey } from "./api/incoming-webhooks.ts";
import { integrationRunsKey } from "./api/integration-runs.ts";
import { integrationsKey } from "./api/integrations.ts";
import { rulesKey } from "./api/notification-rules.ts";
import { organizationKey } from "./api/organization.ts";
import { outgoingWebhooksKey } from "./api/outgoing-webhooks.ts";
import { runsKey } from "./api/workflow-runs.ts";
import { workflowsKey } from "./api/workflows.ts";
import { sessionQuery } from "./session.ts";

type Key = readonly string[];

/** What is read anew when a kind of thing has changed. Workflows being edited are not: their editor holds the newest. */
const keysOf = (org: string): Record<string, Key[]> => ({
  credential: [credentialsKey(org)],
  incomingwebhook: [webhooksKey(org), runsKey(org)],
  webhook: [outgoingWebhooksKey(org)],
  workflow: [runsKey(org)],
  integration: [integrationsKey(org), integrationRunsKey(org), externalMappingsKey(org)],
  organization: [organizationKey(org), dataKeysKey(org), sessionQuery.queryKey],
  event: [eventsKey(org), rulesKey(org), eventTypesKey(org)],
});

const reopenMs = 5_000;

/** Shows what others do, and what arrives, without asking again and again. */
export function useLive(org: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!org) return;
    const keys = keysOf(org);
    const all = [...Object.values(keys).flat(), workflowsKey(org)];
    const forget = (stale: Key[]) => {
      for (const queryKey of stale) void client.invalidateQueries({ queryKey });
    };
    let source: EventSource | undefined;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const open = () => {
      source = new EventSource(`/organizations/${org}/live`);
      source.onopen = () => {
        if (wasLost) forget(all);
        wasLost = false;
      };
      source.onmessage = ({ data }) => {
        const { kind } = JSON.parse(String(data)) as { kind: string | null };
        forget(kind === null ? all : (keys[kind] ?? []));
      };
      /** The browser opens a lost stream again by itself, unless the answer was an error. */
      source.onerror = () => {
        wasLost = true;
        if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopenMs);
      };
    };
    const close = () => {
      clearTimeout(reopening);
      source?.close();
      source = undefined;
    };
    /** A browser opens few connections to one host, so a tab that nobody sees keeps none. */
    const onVisibility = () => {
      if (document.hidden) return close();
      if (!source) open();
      forget(all);
    };
    if (!document.hidden) open();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      close();
    };
  }, [client, org]);
}
