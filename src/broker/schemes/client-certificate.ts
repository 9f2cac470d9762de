import type { RequestSchemes } from "../../define/request-schemes.ts";
import { fillTemplate } from "../../define/template.ts";
import type { ClientCertificate } from "../../net/network.ts";
import type { SchemeInput, SchemeRule } from "./scheme.ts";

export function certificateOf(
  options: RequestSchemes["clientCertificate"],
  values: SchemeInput["values"],
): ClientCertificate {
  const fill = (template = ""): string => fillTemplate(template, values);
  return {
    certificate: fill(options.certificate),
    privateKey: fill(options.privateKey),
    passphrase: fill(options.passphrase) || undefined,
    authority: fill(options.authority) || undefined,
  };
}

/** The TLS connection shows the certificate; no other credential's call is sent on it. */
export const clientCertificate: SchemeRule<"clientCertificate"> = (options, { values }) => ({
  headers: [],
  secrets: [],
  tls: certificateOf(options, values),
});
