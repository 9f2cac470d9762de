import type { Network } from "../../net/network.ts";
import { SealBroken } from "../sealed-value.ts";
import { askService, type ServiceAnswer, serviceProblem, textMember } from "./ask.ts";
import type { GoogleTokens } from "./google-tokens.ts";
import type { KeyService } from "./key-service.ts";

const service = "Google Cloud KMS";

/** Source: REST reference of Cloud KMS, cryptoKeys.encrypt and cryptoKeys.decrypt. */
export function gcpKms(
  network: Network,
  keyName: string,
  { tokens, baseUrl }: { tokens: GoogleTokens; baseUrl: string | undefined },
): KeyService {
  const base = baseUrl ?? "https://cloudkms.googleapis.com";
  const allow = baseUrl === undefined ? [] : [new URL(base).host];
  const call = async (verb: "encrypt" | "decrypt", input: Record<string, string>): Promise<ServiceAnswer> => {
    const headers = { authorization: `Bearer ${await tokens.get()}`, "content-type": "application/json" };
    const url = new URL(`${base}/v1/${keyName}:${verb}`);
    const answer = await askService(network, service, { url, headers, body: JSON.stringify(input), allow });
    if (answer.status === 200) return answer;
    if (answer.status === 400 && verb === "decrypt") throw new SealBroken("Google did not seal it for this place");
    throw serviceProblem(
      service,
      `refused with status ${answer.status}. The service account needs the role cloudkms.cryptoKeyEncrypterDecrypter on the key.`,
    );
  };
  const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes as Uint8Array).toString("base64");
  return {
    encrypt: async (plaintext, associatedData) => {
      const input = { plaintext: base64(plaintext), additionalAuthenticatedData: base64(associatedData) };
      return textMember(service, await call("encrypt", input), "ciphertext");
    },
    decrypt: async (ciphertext, associatedData) => {
      const input = { ciphertext, additionalAuthenticatedData: base64(associatedData) };
      return Buffer.from(textMember(service, await call("decrypt", input), "plaintext"), "base64");
    },
  };
}
