import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeServer, startServer } from "../../../test/fakes/server.ts";
import { headerOf } from "../outgoing.ts";
import { signRequest } from "./sig-v4.ts";

const example = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const s3Example = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const signatureOf = (headers: string[]): string =>
  /Signature=([0-9a-f]{64})/.exec(headerOf(headers, "authorization") ?? "")?.[1] ?? "";

describe("AWS Signature Version 4 signs as", () => {
  it("the documentation's example of IAM ListUsers", async () => {
    const url = new URL("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08");
    const headers = ["content-type", "application/x-www-form-urlencoded; charset=utf-8"];
    const signing = { keys: example, region: "us-east-1", service: "iam", date: new Date("2015-08-30T12:36:00Z") };
    const { headers: signed } = await signRequest({ method: "GET", url, headers, body: null }, signing);
    const expected = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
    expect(headerOf(signed, "x-amz-content-sha256")).toMatch(/^[0-9a-f]{64}$/);
    expect(await withoutHashHeader(url, headers, signing)).toBe(expected);
  });

  it("get-vanilla of the vendor's test suite", async () => {
    const signing = { keys: example, region: "us-east-1", service: "service", date: new Date("2015-08-30T12:36:00Z") };
    const expected = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    expect(await withoutHashHeader(new URL("https://example.amazonaws.com/"), [], signing)).toBe(expected);
  });

  it.each([
    ["https://examplebucket.s3.amazonaws.com/test.txt", ["range", "bytes=0-9"], "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"],
    ["https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", [], "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"],
    ["https://examplebucket.s3.amazonaws.com/?lifecycle", [], "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"],
  ])("S3's example %s", async (url, headers, expected) => {
    const signing = { keys: s3Example, region: "us-east-1", service: "s3", date: new Date("2013-05-24T00:00:00Z") };
    const signed = await signRequest({ method: "GET", url: new URL(url), headers, body: null }, signing);
    expect(signatureOf(signed.headers)).toBe(expected);
  }); // biome-ignore format: a table
});

/** The suite for other services than S3 does not sign the hash of the body as a header. */
async function withoutHashHeader(url: URL, headers: string[], signing: Parameters<typeof signRequest>[1]) {
  const { SignatureV4 } = await import("@smithy/signature-v4");
  const { Sha256 } = await import("../../crypto/streamed-hash.ts");
  const signer = new SignatureV4({
    service: signing.service,
    region: signing.region,
    credentials: signing.keys,
    sha256: Sha256,
    applyChecksum: false,
  });
  const request = {
    method: "GET",
    protocol: "https:",
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...(headers.length > 0 ? { [headers[0] ?? ""]: headers[1] ?? "" } : {}) },
  };
  const signed = await signer.sign(request, { signingDate: signing.date });
  return /Signature=([0-9a-f]{64})/.exec(signed.headers.authorization ?? "")?.[1];
}

describe("what the vendor's SDK sends is signed alike", () => {
  let server: FakeServer;
  const seen: { request: IncomingMessage; body: Buffer }[] = [];
  beforeAll(async () => {
    server = await startServer(async (request, response) => {
      seen.push({ request, body: await buffer(request) });
      response.writeHead(403, { "content-type": "application/xml" }).end("<Error><Code>AccessDenied</Code></Error>");
    });
  });
  afterAll(() => server?.close());

  const keys = { ...example, sessionToken: "a+session/token==" };
  const options = () => ({ endpoint: server.url, region: "eu-west-1", credentials: keys, maxAttempts: 1 });
  const sts = () => new STSClient(options());
  const s3 = () =>
    new S3Client({
      ...options(),
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  const assume = { RoleArn: "arn:aws:iam::123456789012:role/x", RoleSessionName: "credenza", ExternalId: "e-1" };

  it.each<[string, () => Promise<unknown>]>([
    ["sts", () => sts().send(new GetCallerIdentityCommand({}))],
    ["sts", () => sts().send(new AssumeRoleCommand(assume))],
    ["s3", () => s3().send(new GetObjectCommand({ Bucket: "b", Key: "a b/ü (1).txt", Range: "bytes=0-9" }))],
    ["s3", () => s3().send(new ListObjectsV2Command({ Bucket: "b", Prefix: "x/y z", MaxKeys: 2 }))],
    ["s3", () => s3().send(new PutObjectCommand({ Bucket: "b", Key: "k", Body: "hello", ContentType: "text/plain" }))],
  ])("%s, call %#", async (service, send) => {
    await send().catch(() => {});
    const { request, body } = seen.at(-1) ?? {};
    if (!request || !body) throw new Error("The SDK sent nothing");
    const theirs = request.headers.authorization ?? "";
    const signedNames = /SignedHeaders=([^,]+)/.exec(theirs)?.[1]?.split(";") ?? [];
    const own = /^(authorization|host|x-amz-date|x-amz-security-token|x-amz-content-sha256)$/;
    const headers = signedNames
      .filter((name) => !own.test(name) && name !== "content-length")
      .flatMap((name) => [name, String(request.headers[name])]);
    const stamp = String(request.headers["x-amz-date"]);
    const date = new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    const url = new URL(request.url ?? "", server.url);
    const hasLength = signedNames.includes("content-length");
    const ours = await signRequest(
      { method: request.method ?? "", url, headers, body: body.length > 0 ? body : null },
      { keys, region: "eu-west-1", service, date },
    );
    expect(headerOf(ours.headers, "x-amz-content-sha256")).toBe(
      request.headers["x-amz-content-sha256"] ?? expect.anything(),
    );
    if (!hasLength) expect(headerOf(ours.headers, "authorization")).toBe(theirs);
    else expect(signedNames.filter((name) => name !== "content-length")).toEqual(namesOf(ours.headers));
  });

  const namesOf = (headers: string[]): string[] =>
    /SignedHeaders=([^,]+)/.exec(headerOf(headers, "authorization") ?? "")?.[1]?.split(";") ?? [];
});
