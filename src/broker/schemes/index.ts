import { basic } from "./basic.ts";
import { bearer } from "./bearer.ts";
import { header, headers } from "./header.ts";
import type { PlainSchemeName, SchemeRule } from "./scheme.ts";

/** Every mechanism but OAuth by its name in `define/schemes.ts`. */
export const schemes: { [Name in PlainSchemeName]: SchemeRule<Name> } = {
  basic,
  bearer,
  header,
  headers,
};
