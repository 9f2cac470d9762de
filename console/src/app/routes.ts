import { createRoute, redirect } from "@tanstack/react-router";
import { oneOf, present, text } from "../lib/search.ts";
import { onlyBeforeSetup, onlySignedOut } from "./gate.ts";
import { integrationRoutes } from "./integration-routes.ts";
import { lazyPage } from "./lazy-page.ts";
import { notificationRoutes } from "./notification-routes.ts";
import { outgoingRoutes } from "./outgoing-routes.ts";
import { rootRoute, shellRoute } from "./root-routes.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { workflowRoutes } from "./workflow-routes.ts";

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: ({ search }) => {
    throw redirect({ to: "/systems", search: { org: search.org }, replace: true });
  },
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "setup",
  validateSearch: (search: Record<string, unknown>) => present({ token: text(search.token) }),
  beforeLoad: ({ context }) => onlyBeforeSetup(context.queryClient),
  component: lazyPage(() => import("../features/setup/setup-page.tsx"), "SetupPage"),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sign-in",
  validateSearch: (search: Record<string, unknown>) => present({ next: text(search.next) }),
  beforeLoad: ({ context }) => onlySignedOut(context.queryClient),
  component: lazyPage(() => import("../features/sign-in/sign-in-page.tsx"), "SignInPage"),
});

const connectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "connect/$token",
  component: lazyPage(() => import("../features/connect/connect-page.tsx"), "ConnectPage"),
});

const connectedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "connected",
  validateSearch: (search: Record<string, unknown>) => present({ reason: text(search.reason) }),
  component: lazyPage(() => import("../features/connect/connected-page.tsx"), "ConnectedPage"),
});

const systemsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "systems",
  validateSearch: (search: Record<string, unknown>) => present({ category: text(search.category), q: text(search.q) }),
  component: lazyPage(() => import("../features/systems/systems-page.tsx"), "SystemsPage"),
});

const systemRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "systems/$systemId",
  component: lazyPage(() => import("../features/systems/system-page.tsx"), "SystemPage"),
});

const credentialsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "credentials",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      q: text(search.q),
      destination: text(search.destination),
      type: text(search.type),
      status: text(search.status),
      sort: oneOf(search.sort, ["name", "lastUsed"]),
      show: oneOf(search.show, ["deleted"]),
      after: text(search.after),
    }),
  component: lazyPage(() => import("../features/credentials/credentials-page.tsx"), "CredentialsPage"),
});

const newCredentialRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "credentials/new",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      destination: text(search.destination),
      type: text(search.type),
    }),
  component: lazyPage(() => import("../features/credentials/new-credential-page.tsx"), "NewCredentialPage"),
});

const credentialRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "credentials/$credentialId",
  validateSearch: (search: Record<string, unknown>) =>
    present({ connected: oneOf(search.connected, ["true"]), reason: text(search.reason) }),
  component: lazyPage(() => import("../features/credentials/credential-page.tsx"), "CredentialPage"),
});

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "incoming-webhooks",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      q: text(search.q),
      active: oneOf(search.active, ["true", "false"]),
      after: text(search.after),
    }),
  component: lazyPage(() => import("../features/incoming-webhooks/webhooks-page.tsx"), "WebhooksPage"),
});

const newWebhookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "incoming-webhooks/new",
  validateSearch: (search: Record<string, unknown>) => present({ credential: text(search.credential) }),
  component: lazyPage(() => import("../features/incoming-webhooks/new-webhook-page.tsx"), "NewWebhookPage"),
});

const webhookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "incoming-webhooks/$webhookId",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      show: oneOf(search.show, ["accepted", "rejected"]),
      message: text(search.message),
      after: text(search.after),
    }),
  component: lazyPage(() => import("../features/incoming-webhooks/webhook-page.tsx"), "WebhookPage"),
});

export const routeTree = rootRoute.addChildren([
  homeRoute,
  setupRoute,
  signInRoute,
  connectRoute,
  connectedRoute,
  shellRoute.addChildren([
    systemsRoute,
    systemRoute,
    credentialsRoute,
    newCredentialRoute,
    credentialRoute,
    webhooksRoute,
    newWebhookRoute,
    webhookRoute,
    ...integrationRoutes,
    ...outgoingRoutes,
    ...workflowRoutes,
    ...notificationRoutes,
    ...settingsRoutes,
  ]),
]);
