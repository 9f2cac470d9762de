import { expect, it } from "vitest";
import { issueCertificate } from "../../test/certificates.ts";
import { knownExpiry } from "./known-expiry.ts";
import { Secret } from "./secret.ts";

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: object): string => `${part({ alg: "HS256" })}.${part(claims)}.c2lnbmF0dXJl`;

const expiryOf = (values: Record<string, string>): Date | null =>
  knownExpiry(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)])));

it("is the end of a certificate, or of a key that is a JWT; the earliest of several", () => {
  const validTo = new Date("2027-03-01T00:00:00Z");
  const { pem } = issueCertificate({ name: "client.example", validFrom: new Date("2026-01-01T00:00:00Z"), validTo });
  const apiKey = jwt({ exp: Date.parse("2026-12-24T18:00:00Z") / 1000 });
  expect(expiryOf({ certificate: pem, passphrase: "" })).toEqual(validTo);
  expect(expiryOf({ apiKey })).toEqual(new Date("2026-12-24T18:00:00Z"));
  expect(expiryOf({ certificate: pem, apiKey })).toEqual(new Date("2026-12-24T18:00:00Z"));
});

it.each([
  "sk_live_1",
  "a.b.c",
  jwt({}),
  jwt({ exp: "2026" }),
  jwt({ exp: 1e300 }),
  `eyJhbGciOiJub25lIn0.eyJub.c2ln`,
  "-----BEGIN CERTIFICATE-----\nMIIBexample\n-----END CERTIFICATE-----",
])("is not known of %s", (key) => {
  expect(expiryOf({ key })).toBeNull();
});
