import { signRequest } from "../../broker/schemes/sig-v4.ts";
import type { AwsKeys } from "../../config/config.ts";
import type { Network } from "../../net/network.ts";
import { SealBroken } from "../sealed-value.ts";
import { askService, type ServiceAnswer, serviceProblem, shortCode, textMember } from "./ask.ts";
import type { KeyService } from "./key-service.ts";

const service = "AWS KMS";
const notOurs = /(InvalidCiphertext|IncorrectKey)Exception$/;

export interface AwsKmsKey {
  /** ARN of a key or an alias. */
  arn: string;
  partition: string;
  region: string;
}

/** Source: AWS KMS API reference, Encrypt and Decrypt. The associated data is the encryption context. */
export function awsKms(
  network: Network,
  { arn, partition, region }: AwsKmsKey,
  { keys, baseUrl, now }: { keys: AwsKeys; baseUrl: string | undefined; now: () => number },
): KeyService {
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const url = new URL(`${baseUrl ?? `https://kms.${region}.${suffix}`}/`);
  const allow = baseUrl === undefined ? [] : [url.host];
  const call = async (action: "Encrypt" | "Decrypt", input: Record<string, unknown>): Promise<ServiceAnswer> => {
    const headers = ["content-type", "application/x-amz-json-1.1", "x-amz-target", `TrentService.${action}`];
    const body = Buffer.from(JSON.stringify({ KeyId: arn, ...input }));
    const signing = { keys, region, service: "kms", date: new Date(now()) };
    const signed = await signRequest({ method: "POST", url, headers, body }, signing);
    const answer = await askService(network, service, {
      url,
      headers: toRecord(signed.headers),
      body: body.toString(),
      allow,
    });
    if (answer.status === 200) return answer;
    const code = shortCode(answer.body.__type, answer.status);
    if (action === "Decrypt" && notOurs.test(code)) throw new SealBroken("AWS KMS did not seal it for this place");
    throw serviceProblem(service, `refused: ${code}. The AWS keys need kms:Encrypt and kms:Decrypt on the key.`);
  };
  const context = (associatedData: string) => ({ EncryptionContext: { credenza: associatedData } });
  return {
    encrypt: async (plaintext, associatedData) => {
      const input = { Plaintext: Buffer.from(plaintext).toString("base64"), ...context(associatedData) };
      return textMember(service, await call("Encrypt", input), "CiphertextBlob");
    },
    decrypt: async (ciphertext, associatedData) => {
      const answer = await call("Decrypt", { CiphertextBlob: ciphertext, ...context(associatedData) });
      return Buffer.from(textMember(service, answer, "Plaintext"), "base64");
    },
  };
}

const toRecord = (pairs: string[]): Record<string, string> =>
  Object.fromEntries(pairs.flatMap((name, index) => (index % 2 === 0 ? [[name, pairs[index + 1] ?? ""]] : [])));
