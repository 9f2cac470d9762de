import { type AsyncRouteComponent, lazyRouteComponent } from "@tanstack/react-router";
import { ApiProblem, offlineCode, serverAnswers } from "../lib/http.ts";

const reloadedKey = "credenza-reloaded-at";

/** A file of this Console is gone: the tab is older than the server, which a reload mends, or the server is away. */
async function explain(error: unknown): Promise<never> {
  if (!(await serverAnswers())) {
    throw new ApiProblem(0, {
      code: offlineCode,
      title: "The server does not answer",
      detail: "Check your connection and that Credenza is running, then try again.",
    });
  }
  if (Date.now() - Number(sessionStorage.getItem(reloadedKey) ?? 0) < 10_000) throw error;
  sessionStorage.setItem(reloadedKey, String(Date.now()));
  window.location.reload();
  return new Promise<never>(() => {});
}

/** A page that is loaded when it is first opened. */
export const lazyPage = <M extends Record<string, unknown>, K extends keyof M & string>(
  load: () => Promise<M>,
  name: K,
): AsyncRouteComponent<object> =>
  lazyRouteComponent(() => load().catch(explain) as Promise<Record<string, AsyncRouteComponent<object>>>, name);
