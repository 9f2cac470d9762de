import { fillTemplate } from "../../define/template.ts";
import type { SchemeRule } from "./scheme.ts";

/** The TLS connection shows the certificate; no other credential's call is sent on it. */
export const clientCertificate: SchemeRule<"clientCertificate"> = (options, { values }) => {
  const fill = (template = ""): string => fillTemplate(template, values);
  const tls = {
    certificate: fill(options.certificate),
    privateKey: fill(options.privateKey),
    passphrase: fill(options.passphrase) || undefined,
    authority: fill(options.authority) || undefined,
  };
  return { headers: [], secrets: [], tls };
};
