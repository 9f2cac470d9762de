import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Panel } from "../../components/panel.tsx";
import { deliveryCountsQuery } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { count } from "../../lib/words.ts";

const hours = 48;
const DeliveriesChart = lazy(() =>
  import("./deliveries-chart.tsx").then((module) => ({ default: module.DeliveriesChart })),
);

/** Attempts of the last two days; the sentence says what the chart shows. */
export function CountsPanel({ webhookId }: { webhookId: string }) {
  const { id: org } = useOrganization();
  const { data: counts } = useQuery(deliveryCountsQuery(org, webhookId, hours));
  if (!counts || counts.length === 0) return null;
  const sum = (of: "delivered" | "failed") => counts.reduce((total, one) => total + one[of], 0);
  return (
    <Panel
      title="Last two days"
      hint={`${count(sum("delivered"), "attempt")} accepted, ${sum("failed").toLocaleString()} failed.`}
    >
      <Suspense fallback={<Skeleton aria-busy="true" height={160} />}>
        <DeliveriesChart counts={counts} hours={hours} />
      </Suspense>
    </Panel>
  );
}
