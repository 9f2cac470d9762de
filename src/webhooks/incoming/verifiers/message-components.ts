import { type InnerList, serializeInnerList, serializeItem } from "structured-headers";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";

type Component = InnerList[0][number];

/** Section 2.5; undefined when a component is not in the request or is one that we do not know. */
export function signatureBase(input: InnerList, check: Pick<Check, "request" | "url">): string | undefined {
  const lines: string[] = [];
  for (const item of input[0]) {
    const value = componentValue(item, check);
    const line = `${serializeItem(item)}: ${value}`;
    if (value === undefined || lines.includes(line)) return undefined;
    lines.push(line);
  }
  return [...lines, `"@signature-params": ${serializeInnerList(input)}`].join("\n");
}

function componentValue([name, parameters]: Component, check: Pick<Check, "request" | "url">): string | undefined {
  if (typeof name !== "string") return undefined;
  if (name === "@query-param") return queryParameter(parameters, check.url);
  if (parameters.size > 0) return undefined;
  return name.startsWith("@") ? derived(name, check) : combined(check.request.rawHeaders, name);
}

/** Section 2.2.8: a parameter that comes once, by its name as it is written in the component, encoded anew. */
function queryParameter(parameters: Component[1], url: string): string | undefined {
  const name = parameters.get("name");
  if (typeof name !== "string" || parameters.size !== 1) return undefined;
  const [value, ...others] = [...new URL(url).searchParams].filter(([key]) => encode(key) === name);
  return value === undefined || others.length > 0 ? undefined : encode(value[1]);
}

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Section 2.2, of the public URL. */
function derived(name: string, { request, url }: Pick<Check, "request" | "url">): string | undefined {
  const { host, protocol, pathname, search } = new URL(url);
  const values: Record<string, string> = {
    "@method": request.method,
    "@target-uri": url,
    "@authority": host.toLowerCase(),
    "@scheme": protocol.slice(0, -1),
    "@request-target": request.target,
    "@path": pathname,
    "@query": search === "" ? "?" : search,
  };
  return values[name];
}

/** Section 2.1: all values of the header, joined by a comma and a space. */
export function combined(rawHeaders: readonly string[], name: string): string | undefined {
  if (lookUpHeader(rawHeaders, name).count === 0) return undefined;
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
  return values.map((value) => value.trim()).join(", ");
}
