import { setFlagsFromString } from "node:v8";

setFlagsFromString("--enable-experimental-regexp-engine");

const longest = 500;

/**
 * A pattern that V8's second engine works through in linear time, whatever text it meets. Throws SyntaxError for what that
 * engine does not take: look-around, back references, long counts, \p.
 */
export function linearPattern(source: string): RegExp {
  if (source.length > longest) throw new SyntaxError("too long");
  return new RegExp(source, "l");
}
