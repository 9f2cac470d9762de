import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type CertificateOptions, issueCertificate } from "../../test/certificates.ts";
import { judgeCertificate } from "./certificate.ts";

const atMs = Date.UTC(2026, 5, 1);
const day = 86_400_000;
const valid = { validFrom: new Date(atMs - day), validTo: new Date(atMs + day) };
const expired = { validFrom: new Date(atMs - 2 * day), validTo: new Date(atMs - 1000) };
const authority = (options: Partial<CertificateOptions> = {}) =>
  issueCertificate({ ...valid, name: "Root", dnsNames: [], isAuthority: true, ...options });

const root = authority();
const middle = authority({ name: "Middle", issuer: root });
const keys = issueCertificate({ ...valid, name: "keys" });
const signer = (options: Partial<CertificateOptions> = {}) =>
  issueCertificate({
    ...valid,
    name: "sign.vendor.test",
    issuer: middle,
    ...(options.bits ? {} : { like: keys }),
    ...options,
  });
const names = ["sign.vendor.test", "sign.other.test"];
const roots = [root.pem];
const judge = (...chain: { pem: string }[]) =>
  judgeCertificate(chain.map(({ pem }) => pem).join(""), { roots, names, atMs });
const fault = (...chain: { pem: string }[]) => {
  const judged = judge(...chain);
  return "fault" in judged ? judged.fault : undefined;
};

describe("a signing certificate is taken", () => {
  it("with the chain to a trusted root, in any order, with the root or without", () => {
    const leaf = signer();
    const judged = judge(leaf, middle);
    const expected = new X509Certificate(leaf.pem).publicKey;
    expect("publicKey" in judged && judged.publicKey.equals(expected)).toBe(true);
    expect(fault(leaf, middle, root)).toBeUndefined();
    expect(fault(leaf, root, middle)).toBeUndefined();
    expect(fault(signer({ issuer: root }))).toBeUndefined();
  });

  it("alone, when it names an authority that we do not know and came from an address that vouches for it", () => {
    expect(fault(signer())).toBeUndefined();
  });

  it("by its common name when it has no other names", () => {
    expect(fault(signer({ dnsNames: [] }), middle)).toBeUndefined();
  });
});

describe("a signing certificate is refused", () => {
  const stranger = authority({ name: "Stranger" });
  const impostor = authority({ name: "Middle" });
  const past = authority({ ...expired, name: "Middle", issuer: root });
  const noAuthority = issueCertificate({ ...valid, name: "Middle", dnsNames: [], issuer: root });
  const weak = authority({ name: "Middle", issuer: root, hash: "sha1" });

  it.each([
    ["when it has expired", [signer(expired), middle], "has expired"],
    ["before it is valid", [signer({ validFrom: new Date(atMs + 1000) }), middle], "is not valid yet"],
    ["with another name", [signer({ name: "sign.vendor.test.evil.test" }), middle], "is of another sender"],
    ["with a wildcard", [signer({ name: "x", dnsNames: ["*.vendor.test"] }), middle], "is of another sender"],
    ["when it signs itself", [signer({ issuer: undefined })], "is signed by itself"],
    [
      "when it signs itself, with a real chain behind it",
      [signer({ issuer: undefined }), middle],
      "is signed by itself",
    ],
    ["when it is an authority", [signer({ isAuthority: true }), middle], "is an authority's"],
    [
      "with a chain to a root that is not trusted",
      [signer({ issuer: stranger }), stranger],
      "does not lead to a trusted authority",
    ],
    ["with a certificate that is not its issuer", [signer(), stranger], "does not lead to a trusted authority"],
    [
      "with an issuer of the right name and another key",
      [signer({ issuer: impostor }), middle],
      "does not lead to a trusted authority",
    ],
    [
      "alone, in the name of a trusted root that did not sign it",
      [signer({ issuer: { ...stranger, name: "Root" } })],
      "does not lead to a trusted authority",
    ],
    ["with an issuer that has expired", [signer({ issuer: past }), past], "has an issuer that has expired"],
    [
      "with an issuer that is no authority",
      [signer({ issuer: noAuthority }), noAuthority],
      "does not lead to a trusted authority",
    ],
    [
      "with an issuer that is signed with SHA-1",
      [signer({ issuer: weak }), weak],
      "has an issuer that is signed with a weak hash",
    ],
    ["when it is signed with SHA-1", [signer({ hash: "sha1" }), middle], "is signed with a weak hash"],
    ["with a key of 1,024 bits", [signer({ bits: 1024 }), middle], "has a key that is too short"],
    [
      "when it is no certificate",
      [{ pem: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" }],
      "cannot be read",
    ],
    ["when there is none", [{ pem: "no certificate" }], "cannot be read"],
    ["among far too many", Array(7).fill(signer()), "cannot be read"],
  ] as [string, { pem: string }[], string][])("%s", (_name, chain, words) => {
    expect(fault(...chain)).toBe(words);
  });

  it("when its root is out of date", () => {
    const old = authority({ ...expired, name: "Root" });
    const judged = judgeCertificate(signer({ issuer: old }).pem, { roots: [old.pem], names, atMs });
    expect(judged).toEqual({ fault: "has a root that is out of date" });
  });
});
