import { awsAssumeRole } from "./aws-assume-role.ts";
import { basic } from "./basic.ts";
import { basicWithCsrf } from "./basic-with-csrf.ts";
import { bearer } from "./bearer.ts";
import { clientCertificate } from "./client-certificate.ts";
import { formFields } from "./form-fields.ts";
import { header, headers } from "./header.ts";
import { intacctSession } from "./intacct-session.ts";
import { oauth1 } from "./oauth1.ts";
import { query } from "./query.ts";
import type { PlainSchemeName, SchemeRule } from "./scheme.ts";
import { secretUrl } from "./secret-url.ts";
import { sigV4 } from "./sig-v4.ts";
import { signedJwt } from "./signed-jwt.ts";

/** Every mechanism but OAuth by its name in `define/schemes.ts`. */
export const schemes: { [Name in PlainSchemeName]: SchemeRule<Name> } = {
  basic,
  bearer,
  header,
  headers,
  oauth1,
  sigV4,
  awsAssumeRole,
  query,
  formFields,
  secretUrl,
  basicWithCsrf,
  intacctSession,
  signedJwt,
  clientCertificate,
};
