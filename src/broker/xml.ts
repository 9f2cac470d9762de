import { XMLParser } from "fast-xml-parser";

/** Entities and document types are not expanded: what comes from outside cannot grow or reach for files. */
const parser = new XMLParser({ processEntities: false, ignoreAttributes: true, parseTagValue: false });

export type XmlValue = string | XmlValue[] | { [name: string]: XmlValue } | undefined;

/** The document as nested members; undefined when it is no XML. */
export function readXml(text: string): XmlValue {
  try {
    return parser.parse(text) as XmlValue;
  } catch {
    return undefined;
  }
}

/** The text at a dotted path of elements. */
export function xmlText(value: XmlValue, path: string): string | undefined {
  const found = path.split(".").reduce<XmlValue>((at, name) => {
    const one = Array.isArray(at) ? at[0] : at;
    return typeof one === "object" && !Array.isArray(one) ? one[name] : undefined;
  }, value);
  return typeof found === "string" ? found : undefined;
}

export const escapeXml = (text: string): string =>
  text.replaceAll(
    /[&<>"']/g,
    (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" })[one] ?? one,
  );
