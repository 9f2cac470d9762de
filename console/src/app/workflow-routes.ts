import { createRoute } from "@tanstack/react-router";
import { oneOf, present, text } from "../lib/search.ts";
import { lazyPage } from "./lazy-page.ts";
import { shellRoute } from "./root-routes.ts";

const workflowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "workflows",
  validateSearch: (search: Record<string, unknown>) =>
    present({ q: text(search.q), enabled: oneOf(search.enabled, ["true", "false"]), after: text(search.after) }),
  component: lazyPage(() => import("../features/workflows/workflows-page.tsx"), "WorkflowsPage"),
});

const newWorkflowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "workflows/new",
  validateSearch: (search: Record<string, unknown>) => present({ template: text(search.template) }),
  component: lazyPage(() => import("../features/workflows/new-workflow-page.tsx"), "NewWorkflowPage"),
});

const workflowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "workflows/$workflowId",
  validateSearch: (search: Record<string, unknown>) =>
    present({ view: oneOf(search.view, ["runs", "versions"]), after: text(search.after) }),
  component: lazyPage(() => import("../features/workflows/workflow-page.tsx"), "WorkflowPage"),
});

const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "workflow-runs",
  validateSearch: (search: Record<string, unknown>) =>
    present({
      workflow: text(search.workflow),
      status: text(search.status),
      test: oneOf(search.test, ["true", "false"]),
      after: text(search.after),
    }),
  component: lazyPage(() => import("../features/workflows/runs/runs-page.tsx"), "RunsPage"),
});

const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "workflow-runs/$runId",
  component: lazyPage(() => import("../features/workflows/runs/run-page.tsx"), "RunPage"),
});

const templatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "workflow-templates",
  component: lazyPage(() => import("../features/workflows/templates-page.tsx"), "TemplatesPage"),
});

const parametersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "workflow-parameters",
  validateSearch: (search: Record<string, unknown>) => present({ after: text(search.after) }),
  component: lazyPage(() => import("../features/workflows/parameters/parameters-page.tsx"), "ParametersPage"),
});

const transformationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "transformations",
  component: lazyPage(() => import("../features/workflows/transformations-page.tsx"), "TransformationsPage"),
});

export const workflowRoutes = [
  workflowsRoute,
  newWorkflowRoute,
  workflowRoute,
  runsRoute,
  runRoute,
  templatesRoute,
  parametersRoute,
  transformationsRoute,
] as const;
