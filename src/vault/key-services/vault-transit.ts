import type { KeyServices } from "../../config/key-services.ts";
import type { Network } from "../../net/network.ts";
import { SealBroken } from "../sealed-value.ts";
import { askService, serviceProblem, textMember } from "./ask.ts";
import type { KeyService } from "./key-service.ts";

const service = "Vault";

/** Source: API of the transit secrets engine of Vault and OpenBao, "encrypt data" and "decrypt data". */
export function vaultTransit(
  network: Network,
  { mount, key }: { mount: string; key: string },
  { address, token, namespace }: { address: string; token: string; namespace: KeyServices["vaultNamespace"] },
): KeyService {
  const allow = [new URL(address).host];
  const headers = {
    "content-type": "application/json",
    "x-vault-token": token,
    "x-vault-request": "true",
    ...(namespace === undefined ? {} : { "x-vault-namespace": namespace }),
  };
  const call = async (verb: "encrypt" | "decrypt", input: Record<string, string>) => {
    const url = new URL(`${address}/v1/${mount}/${verb}/${key}`);
    const answer = await askService(network, service, { url, headers, body: JSON.stringify(input), allow });
    if (answer.status === 200) return { ...answer, body: dataOf(answer.body) };
    if (answer.status === 400 && verb === "decrypt") throw new SealBroken("Vault did not seal it for this place");
    throw serviceProblem(
      service,
      `refused with status ${answer.status}. The token needs update on ${mount}/encrypt/${key} and ${mount}/decrypt/${key}.`,
    );
  };
  const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes as Uint8Array).toString("base64");
  return {
    encrypt: async (plaintext, associatedData) => {
      const input = { plaintext: base64(plaintext), associated_data: base64(associatedData) };
      return textMember(service, await call("encrypt", input), "ciphertext");
    },
    decrypt: async (ciphertext, associatedData) => {
      const answer = await call("decrypt", { ciphertext, associated_data: base64(associatedData) });
      return Buffer.from(textMember(service, answer, "plaintext"), "base64");
    },
  };
}

const dataOf = ({ data }: Record<string, unknown>): Record<string, unknown> =>
  typeof data === "object" && data !== null ? { ...data } : {};
