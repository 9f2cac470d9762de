import { fillTemplate } from "../../define/template.ts";
import type { SchemeRule } from "./scheme.ts";

/** RFC 6750 section 2.1; `prefix` for vendors that name it otherwise. */
export const bearer: SchemeRule<"bearer"> = ({ token, prefix = "Bearer" }, { values }) => {
  const filled = fillTemplate(token, values);
  return { headers: ["authorization", `${prefix} ${filled}`], secrets: [filled] };
};
