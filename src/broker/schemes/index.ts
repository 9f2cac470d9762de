import type { SchemeName } from "../../define/schemes.ts";
import { basic } from "./basic.ts";
import { bearer } from "./bearer.ts";
import { header, headers } from "./header.ts";
import { oauthClientCredentials } from "./oauth-client-credentials.ts";
import type { SchemeRule } from "./scheme.ts";

/** Every mechanism by its name in `define/schemes.ts`. */
export const schemes: { [Name in SchemeName]: SchemeRule<Name> } = {
  basic,
  bearer,
  header,
  headers,
  oauthClientCredentials,
};
