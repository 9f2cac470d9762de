import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** DER (X.690): tag, length, content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const rsaWith = {
  sha1: sequence(Buffer.from("06092a864886f70d0101050500", "hex")),
  sha256: sequence(Buffer.from("06092a864886f70d01010b0500", "hex")),
};
const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from(name)))));
const time = (date: Date): Buffer => der(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]|\.\d+/g, "")}`));
const critical = Buffer.from("0101ff", "hex");

const subjectAltName = (names: Buffer[]): Buffer =>
  sequence(Buffer.from("0603551d11", "hex"), der(0x04, sequence(...names)));
const basicConstraints = (isAuthority: boolean): Buffer =>
  sequence(Buffer.from("0603551d13", "hex"), critical, der(0x04, isAuthority ? sequence(critical) : sequence()));

export interface Certificate {
  pem: string;
  key: KeyObject;
  publicKey: KeyObject;
  name: string;
}

export interface CertificateOptions {
  /** Common name; also a DNS name of the subjectAltName unless `dnsNames` are given. */
  name: string;
  dnsNames?: string[];
  addresses?: Buffer[];
  /** Signs itself when nobody does. */
  issuer?: Pick<Certificate, "name" | "key">;
  validFrom: Date;
  validTo: Date;
  isAuthority?: boolean;
  hash?: keyof typeof rsaWith;
  bits?: number;
  /** Another certificate whose keys it shares: making keys takes a while. */
  like?: Pick<Certificate, "key" | "publicKey">;
}

function newKeys(modulusLength: number): Pick<Certificate, "key" | "publicKey"> {
  const { publicKey, privateKey: key } = generateKeyPairSync("rsa", { modulusLength });
  return { publicKey, key };
}

/** A certificate (RFC 5280) with its private key. */
export function issueCertificate(options: CertificateOptions): Certificate {
  const { name, dnsNames = [name], addresses = [], isAuthority = false, hash = "sha256", bits = 2048 } = options;
  const { publicKey, key } = options.like ?? newKeys(bits);
  const issuer = options.issuer ?? { name, key };
  const alternatives = [...dnsNames.map((dns) => der(0x82, Buffer.from(dns))), ...addresses.map((ip) => der(0x87, ip))];
  const extensions = [
    basicConstraints(isAuthority),
    ...(alternatives.length > 0 ? [subjectAltName(alternatives)] : []),
  ];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    rsaWith[hash],
    commonName(issuer.name),
    sequence(time(options.validFrom), time(options.validTo)),
    commonName(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign(hash, body, issuer.key));
  const base64 = sequence(body, rsaWith[hash], signature).toString("base64");
  const pem = `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
  return { pem, key, publicKey, name };
}

/** One that signs itself, good for 127.0.0.1. */
export const selfSigned = (validFrom: Date, validTo: Date): Certificate =>
  issueCertificate({
    name: "vendor.test",
    addresses: [Buffer.from([127, 0, 0, 1])],
    validFrom,
    validTo,
    isAuthority: true,
  });
