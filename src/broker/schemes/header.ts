import { fillTemplate } from "../../define/template.ts";
import type { SchemeRule } from "./scheme.ts";

/** A header of the vendor's own, e.g. `X-Api-Key`. */
export const header: SchemeRule<"header"> = ({ name, value }, { values }) => {
  const filled = fillTemplate(value, values).trim();
  return { headers: [fillTemplate(name, values).toLowerCase(), filled], secrets: [filled] };
};

/** Several of them. An empty value is that of an optional field, and its header stays out. */
export const headers: SchemeRule<"headers"> = ({ headers: templates }, { values }) => {
  const filled = Object.entries(templates).map(([name, template]) => [
    name.toLowerCase(),
    fillTemplate(template, values),
  ]);
  const sent = filled.filter(([, value]) => value !== "");
  return { headers: sent.flat(), secrets: sent.map(([, value = ""]) => value) };
};
