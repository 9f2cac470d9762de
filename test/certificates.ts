import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** DER (X.690): tag, length, content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const sha256WithRsa = sequence(Buffer.from("06092a864886f70d01010b0500", "hex"));
const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from(name)))));
const time = (date: Date): Buffer => der(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]|\.\d+/g, "")}`));

/** subjectAltName of 127.0.0.1. */
const onLoopback = der(
  0xa3,
  sequence(sequence(Buffer.from("0603551d11", "hex"), der(0x04, sequence(Buffer.from("87047f000001", "hex"))))),
);

/** A certificate that signs itself (RFC 5280), good for 127.0.0.1, in PEM, and its private key. */
export function selfSigned(validFrom: Date, validTo: Date): { pem: string; key: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const name = commonName("vendor.test");
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    sequence(time(validFrom), time(validTo)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    onLoopback,
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = sequence(body, sha256WithRsa, signature).toString("base64");
  const pem = `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
  return { pem, key: privateKey };
}
