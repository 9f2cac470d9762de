import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { credentialsKey } from "./api/credentials.ts";
import { eventTypesKey } from "./api/event-types.ts";
import { eventsKey } from "./api/events.ts";
import { externalMappingsKey } from "./api/external-mappings.ts";
import { webhooksKey } from "./api/incoming-webhooks.ts";
import { integrationRunsKey } from "./api/integration-runs.ts";
import { integrationsKey } from "./api/integrations.ts";
import { rulesKey } from "./api/notification-rules.ts";
import { outgoingWebhooksKey } from "./api/outgoing-webhooks.ts";
import { runsKey } from "./api/workflow-runs.ts";
import { workflowsKey } from "./api/workflows.ts";

type Key = readonly [string, string];

/** What is read anew when a kind of thing has changed. Workflows being edited are not: their editor holds the newest. */
const keysOf = (org: string): Record<string, Key[]> => ({
  credential: [credentialsKey(org)],
  incomingwebhook: [webhooksKey(org), runsKey(org)],
  webhook: [outgoingWebhooksKey(org)],
  workflow: [runsKey(org)],
  integration: [integrationsKey(org), integrationRunsKey(org), externalMappingsKey(org)],
  event: [eventsKey(org), rulesKey(org), eventTypesKey(org)],
});

/** Shows what others do, and what arrives, without asking again and again. The browser opens a lost stream again by itself. */
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
    /** A browser opens few connections to one host, so a tab that nobody sees keeps none. */
    const follow = () => {
      if (document.hidden) {
        source?.close();
        source = undefined;
      } else if (!source) {
        source = new EventSource(`/organizations/${org}/live`);
        source.onmessage = ({ data }) => {
          const { kind } = JSON.parse(String(data)) as { kind: string | null };
          forget(kind === null ? all : (keys[kind] ?? []));
        };
      }
    };
    const onVisibility = () => {
      follow();
      if (!document.hidden) forget(all);
    };
    follow();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      source?.close();
    };
  }, [client, org]);
}
