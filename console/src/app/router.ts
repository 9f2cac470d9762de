import { createRouter } from "@tanstack/react-router";
import { whenSignedOut } from "../lib/http.ts";
import { parseSearch, stringifySearch } from "../lib/search.ts";
import { sessionQuery } from "../lib/session.ts";
import { NotFound } from "./not-found.tsx";
import { PageError } from "./page-error.tsx";
import { queryClient } from "./query-client.ts";
import { routeTree } from "./routes.ts";

export const router = createRouter({
  routeTree,
  context: { queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadDelay: 60,
  defaultPendingMs: 400,
  defaultPendingMinMs: 200,
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageError,
});

whenSignedOut(() => {
  queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
  void router.invalidate();
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** The row that has just been made. */
    createdId?: string;
  }
}
