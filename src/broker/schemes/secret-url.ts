import { fillTemplate } from "../../define/template.ts";
import { Problem } from "../../errors.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import type { SchemeRule } from "./scheme.ts";

/** The whole address is the secret, so the caller names no path. Its host is pinned by the system's file. */
export const secretUrl: SchemeRule<"secretUrl"> = ({ url: template, host }, { values, destination }) => {
  const secret = fillTemplate(template, values);
  const own = URL.parse(secret);
  if (own?.protocol !== "https:" || own.host !== host) {
    throw new SignInFailed("wrong_key", `The address of this credential is not on ${host}.`, 0);
  }
  return {
    headers: [],
    secrets: [secret, own.pathname, own.pathname.slice(1)],
    apply: (request) => {
      if (request.url.pathname.replace(/\/$/, "") !== destination.basePath || request.url.search !== "") {
        throw new Problem("path_not_allowed", "The credential's own address is called: leave the path out.");
      }
      return { ...request, url: new URL(`${destination.origin}${destination.basePath}${own.pathname}${own.search}`) };
    },
  };
};
