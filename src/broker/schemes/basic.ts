import { fillTemplate } from "../../define/template.ts";
import type { SchemeRule } from "./scheme.ts";

/** RFC 7617, with the UTF-8 that its section 2.1 prefers. */
export const basic: SchemeRule<"basic"> = ({ username, password }, { values }) => {
  const encoded = basicCredentials(fillTemplate(username, values), fillTemplate(password, values));
  return { headers: ["authorization", `Basic ${encoded}`], secrets: [encoded] };
};

export const basicCredentials = (username: string, password: string): string =>
  Buffer.from(`${username}:${password}`, "utf8").toString("base64");
