import type { Mac } from "./verifications.ts";

/** Verifications beside a header over a template. All text members are templates over the credential's fields. */
export interface FurtherVerifications {
  /** URL with the form's fields sorted, or the URL alone whose `bodySHA256` names the body. */
  twilio: { key: string };
  /** The signature stands in the JSON body, beside what it signs. */
  bodySignature: BodySignatureRule;
  /** A header, an algorithm and a template that the credential itself names; see `genericHmacFields`. */
  genericHmac: { key: string };
  /** A bearer JWT by somebody's published keys, or by a key in PEM. */
  bearerJwt: {
    jwksUrl: string;
    publicKey: string;
    algorithms: string;
    issuer: string;
    audience: string;
    /** One more claim that must have a value. */
    claim: string;
    claimValue: string;
  };
  /** RFC 9421, with Content-Digest (RFC 9530) for the body. */
  httpMessageSignature: { algorithm: string; key: string; keyId: string };
  /** A certificate that a proxy in front has checked, told in a header that only the proxy's addresses may send. */
  proxyCertificate: { header: string; expected: string; proxies: string };
  /** RSA over the vendor's own text, by a certificate that the request names, on pinned hosts and of the vendor's names only. */
  certificate: CertificateRule;
}

export interface BodySignatureRule {
  /** List of signed things in the body; without it the body is the one signed thing. */
  list?: { path: string; item: string };
  /** Dotted path of the signature in a signed thing. */
  signature: string;
  /** As a mac's, its template over `paths`. */
  mac: Omit<Mac, "kind">;
  /** Name in the template -> dotted path in a signed thing; a missing one is empty. */
  paths: Record<string, string>;
  timestamp?: { path: string };
}

export interface CertificateRule {
  /** Where the request names its certificate. */
  url: { header: string } | { bodyPath: string };
  /** Anchored pattern of the whole URL. */
  pinned: string;
  /** Host names of which the certificate must have one. Places: the named groups of `pinned`. */
  names: string[];
  signature: { header: string } | { bodyPath: string };
  /** What is signed; `paypal` and `sns` are written down in their own documents and are no template. */
  signed: "paypal" | "sns";
  webhookId?: string;
  /** The body's topic must be one of these. */
  topic?: string;
}

type Made<K extends keyof FurtherVerifications> = { verify: K } & FurtherVerifications[K];
const verification =
  <K extends keyof FurtherVerifications>(name: K) =>
  (options: FurtherVerifications[K]): Made<K> => ({ verify: name, ...options });

export const twilioSignature = verification("twilio");
export const bodySignature = verification("bodySignature");
export const genericHmac = verification("genericHmac");
export const bearerJwt = verification("bearerJwt");
export const httpMessageSignature = verification("httpMessageSignature");
export const proxyCertificate = verification("proxyCertificate");
export const certificate = verification("certificate");
