import { createRoute } from "@tanstack/react-router";
import { present, text } from "../lib/search.ts";
import { lazyPage } from "./lazy-page.ts";
import { shellRoute } from "./root-routes.ts";

const day = (value: unknown): string | undefined => {
  const given = text(value);
  return given && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : undefined;
};

const newIntegrationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "integrations/new",
  validateSearch: (search: Record<string, unknown>) => present({ system: text(search.system) }),
  component: lazyPage(() => import("../features/integrations/new-integration-page.tsx"), "NewIntegrationPage"),
});

const integrationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "integrations/$integrationId",
  component: lazyPage(() => import("../features/integrations/integration-page.tsx"), "IntegrationPage"),
});

const editIntegrationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "integrations/$integrationId/edit",
  component: lazyPage(() => import("../features/integrations/edit-integration-page.tsx"), "EditIntegrationPage"),
});

const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "integration-runs",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      configuration: text(search.configuration),
      status: text(search.status),
      destination: text(search.destination),
      from: day(search.from),
      to: day(search.to),
      after: text(search.after),
    }),
  component: lazyPage(() => import("../features/integrations/runs/runs-page.tsx"), "IntegrationRunsPage"),
});

const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "integration-runs/$runId",
  component: lazyPage(() => import("../features/integrations/runs/run-page.tsx"), "IntegrationRunPage"),
});

const mappingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "external-mappings",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      ...{ system: text(search.system), ids: text(search.ids), after: text(search.after) },
      ...{
        entity: text(search.entity),
        entityId: text(search.entityId),
        to: text(search.to),
        table: text(search.table),
      },
    }),
  component: lazyPage(() => import("../features/external-mappings/mappings-page.tsx"), "ExternalMappingsPage"),
});

export const integrationRoutes = [
  newIntegrationRoute,
  integrationRoute,
  editIntegrationRoute,
  runsRoute,
  runRoute,
  mappingsRoute,
] as const;
