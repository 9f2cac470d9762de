import { type KeyObject, X509Certificate } from "node:crypto";

const pemBlock = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const mostCertificates = 6;
const leastRsaBits = 2048;
const weakSignature = /md5|sha-?1/i;

export interface CertificateRules {
  /** PEM. */
  roots: readonly string[];
  /** Host names of which the certificate must have one, in its subjectAltName or as its common name; no wildcards. */
  names: readonly string[];
  atMs: number;
}

/** The key of a signing certificate that can be trusted, or why it cannot, as the end of "the certificate ...". */
export type JudgedCertificate = { publicKey: KeyObject } | { fault: string };

/**
 * The first certificate of a PEM text is the signer's; others that came along must lead from it to a trusted root (RFC
 * 5280 section 6). One that came alone is judged by itself: where it came from has to vouch for it.
 */
export function judgeCertificate(pem: string, { roots, names, atMs }: CertificateRules): JudgedCertificate {
  const sent = readCertificates(pem);
  const [signer, ...others] = sent;
  if (!signer || sent.length > mostCertificates) return { fault: "cannot be read" };
  if (!names.some((name) => signer.checkHost(name, { subject: "always", wildcards: false }) !== undefined))
    return { fault: "is of another sender" };
  if (signer.checkIssued(signer)) return { fault: "is signed by itself" };
  if (signer.ca) return { fault: "is an authority's" };
  const fault = ownFault(signer, atMs) ?? pathFault(signer, others, trusted(roots), atMs);
  return fault === undefined ? { publicKey: signer.publicKey } : { fault };
}

function readCertificates(pem: string): X509Certificate[] {
  try {
    return (pem.match(pemBlock) ?? []).map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}

/** When the first certificate of a PEM text ends. Undefined where there is none. */
export const endOfCertificate = (pem: string): Date | undefined => readCertificates(pem)[0]?.validToDate;

function ownFault(one: X509Certificate, atMs: number): string | undefined {
  if (atMs < one.validFromDate.getTime()) return "is not valid yet";
  if (atMs > one.validToDate.getTime()) return "has expired";
  if (weakSignature.test(one.signatureAlgorithm ?? "")) return "is signed with a weak hash";
  const { asymmetricKeyType, asymmetricKeyDetails } = one.publicKey;
  const isWeak = asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) < leastRsaBits;
  return isWeak ? "has a key that is too short" : undefined;
}

/** Climbs from the signer by the certificates that came along, each used once, until a trusted root has issued one. */
function pathFault(
  signer: X509Certificate,
  others: X509Certificate[],
  roots: Map<string, X509Certificate[]>,
  atMs: number,
): string | undefined {
  const left = new Set(others);
  for (let current = signer; ; ) {
    const root = (roots.get(current.issuer) ?? []).find((one) => isIssuedBy(current, one));
    if (root) return ownDates(root, atMs);
    const issuer = [...left].find((one) => isIssuedBy(current, one));
    if (!issuer) {
      if (current === signer && others.length === 0 && !roots.has(signer.issuer)) return undefined;
      return "does not lead to a trusted authority";
    }
    const fault = ownFault(issuer, atMs);
    if (fault) return `has an issuer that ${fault}`;
    left.delete(issuer);
    current = issuer;
  }
}

const ownDates = (root: X509Certificate, atMs: number): string | undefined =>
  atMs < root.validFromDate.getTime() || atMs > root.validToDate.getTime()
    ? "has a root that is out of date"
    : undefined;

const isIssuedBy = (one: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey);

const bySubject = new WeakMap<readonly string[], Map<string, X509Certificate[]>>();

/** Read once for each list. */
function trusted(roots: readonly string[]): Map<string, X509Certificate[]> {
  const held = bySubject.get(roots);
  if (held) return held;
  const read = Map.groupBy(
    roots.map((pem) => new X509Certificate(pem)),
    ({ subject }) => subject,
  );
  bySubject.set(roots, read);
  return read;
}
