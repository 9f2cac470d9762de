import { fillTemplate } from "../../define/template.ts";
import type { SchemeRule } from "./scheme.ts";

/** A header of the vendor's own, e.g. `X-Api-Key`. */
export const header: SchemeRule<"header"> = ({ name, value }, { values }) => {
  const filled = fillTemplate(value, values);
  return { headers: [name.toLowerCase(), filled], secrets: [filled] };
};
