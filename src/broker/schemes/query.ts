import { fillTemplate } from "../../define/template.ts";
import type { SchemeRule } from "./scheme.ts";

/** A key in the URL. It takes the place of a parameter of that name that the caller gave. */
export const query: SchemeRule<"query"> = ({ name, value }, { values }) => {
  const key = fillTemplate(value, values);
  return {
    headers: [],
    secrets: [key, encodeURIComponent(key)],
    apply: (request) => {
      const url = new URL(request.url);
      url.searchParams.set(fillTemplate(name, values), key);
      return { ...request, url };
    },
  };
};
