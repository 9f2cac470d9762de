import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, Outlet, retainSearchParams } from "@tanstack/react-router";
import { text } from "../lib/search.ts";
import { onlySignedIn } from "./gate.ts";
import { Shell } from "./shell.tsx";

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  validateSearch: (search: Record<string, unknown>): { org?: string } => {
    const org = text(search.org);
    return org ? { org } : {};
  },
  search: { middlewares: [retainSearchParams(["org"])] },
  component: Outlet,
});

/** Everything behind the sign-in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: ({ context, location }) => onlySignedIn(context.queryClient, location.href),
  component: Shell,
});
