import { createRoute } from "@tanstack/react-router";
import { oneOf, present, text } from "../lib/search.ts";
import { lazyPage } from "./lazy-page.ts";
import { shellRoute } from "./root-routes.ts";

const rulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "notification-rules",
  validateSearch: (search: Record<string, unknown>) => present({ after: text(search.after) }),
  component: lazyPage(() => import("../features/notification-rules/rules-page.tsx"), "RulesPage"),
});

const newRuleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "notification-rules/new",
  component: lazyPage(() => import("../features/notification-rules/new-rule-page.tsx"), "NewRulePage"),
});

const ruleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "notification-rules/$ruleId",
  component: lazyPage(() => import("../features/notification-rules/rule-page.tsx"), "RulePage"),
});

const eventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "events",
  validateSearch: (search: Record<string, unknown>) =>
    present({ name: text(search.name), all: oneOf(search.all, ["true"]), after: text(search.after) }),
  component: lazyPage(() => import("../features/events/events-page.tsx"), "EventsPage"),
});

const eventRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "events/$eventId",
  component: lazyPage(() => import("../features/events/event-page.tsx"), "EventPage"),
});

const integrationEventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "integration-events",
  validateSearch: (search: Record<string, unknown>) =>
    present({ all: oneOf(search.all, ["true"]), after: text(search.after) }),
  component: lazyPage(() => import("../features/events/integration-events-page.tsx"), "IntegrationEventsPage"),
});

const eventTypesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "event-types",
  validateSearch: (search: Record<string, unknown>) => present({ after: text(search.after) }),
  component: lazyPage(() => import("../features/event-types/event-types-page.tsx"), "EventTypesPage"),
});

const newEventTypeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "event-types/new",
  component: lazyPage(() => import("../features/event-types/new-event-type-page.tsx"), "NewEventTypePage"),
});

const eventTypeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "event-types/$eventTypeId",
  component: lazyPage(() => import("../features/event-types/event-type-page.tsx"), "EventTypePage"),
});

export const notificationRoutes = [
  integrationEventsRoute,
  rulesRoute,
  newRuleRoute,
  ruleRoute,
  eventsRoute,
  eventRoute,
  eventTypesRoute,
  newEventTypeRoute,
  eventTypeRoute,
] as const;
