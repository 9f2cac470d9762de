import { createRoute } from "@tanstack/react-router";
import { oneOf, present, text } from "../lib/search.ts";
import { lazyPage } from "./lazy-page.ts";
import { shellRoute } from "./root-routes.ts";

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "outgoing-webhooks",
  validateSearch: (search: Record<string, unknown>) => present({ q: text(search.q), after: text(search.after) }),
  component: lazyPage(() => import("../features/outgoing-webhooks/webhooks-page.tsx"), "OutgoingWebhooksPage"),
});

const newWebhookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "outgoing-webhooks/new",
  component: lazyPage(() => import("../features/outgoing-webhooks/new-webhook-page.tsx"), "NewOutgoingWebhookPage"),
});

const webhookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "outgoing-webhooks/$webhookId",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      show: oneOf(search.show, ["WAITING", "DELIVERED", "FAILED"]),
      delivery: text(search.delivery),
      after: text(search.after),
    }),
  component: lazyPage(() => import("../features/outgoing-webhooks/webhook-page.tsx"), "OutgoingWebhookPage"),
});

export const outgoingRoutes = [webhooksRoute, newWebhookRoute, webhookRoute] as const;
