import type { Mac } from "../../../define/verifications.ts";
import { fillText, type Values } from "./signed-parts.ts";

const hex = /^([0-9A-Fa-f]{2})+$/;
const prefixed = /^wh(?:sec|pk|sk)_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

/** The key's bytes as the vendor makes them of what it shows; the text itself where it is not of that form. */
export function macKey({ key = "", keyEncoding }: Pick<Mac, "key" | "keyEncoding">, values: Values): string | Buffer {
  const text = fillText(key, values);
  if (keyEncoding === "hex" && hex.test(text)) return Buffer.from(text, "hex");
  const encoded = keyEncoding === "prefixedBase64" ? prefixed.exec(text)?.[1] : undefined;
  return encoded === undefined ? text : Buffer.from(encoded, "base64");
}
