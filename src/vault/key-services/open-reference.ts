import type { Config } from "../../config/config.ts";
import { StartError } from "../../config/start-error.ts";
import { createNetwork, type Network } from "../../net/network.ts";
import type { RootKey, RootKeySource } from "../root-key.ts";
import { awsKms } from "./aws-kms.ts";
import { gcpKms } from "./gcp-kms.ts";
import { googleTokens } from "./google-tokens.ts";
import { type KeyService, rootKeyOfService } from "./key-service.ts";
import { vaultTransit } from "./vault-transit.ts";

export type KeyServiceSettings = Pick<Config, "aws" | "baseUrls" | "egressAllow" | "keyServices">;
type Open = (name: string, settings: KeyServiceSettings, network: Network) => KeyService;

/** By the word before the first colon of a reference. */
const services: Record<string, { source: RootKeySource; open: Open }> = {
  awskms: { source: "AWS_KMS", open: openAws },
  gcpkms: { source: "GCP_KMS", open: openGoogle },
  "vault-transit": { source: "VAULT_TRANSIT", open: openVault },
};

/** The root key that a reference names. Asks nobody yet. Throws StartError when the name or what it needs is missing. */
export function openReference(reference: string, settings: KeyServiceSettings): RootKey {
  const colon = reference.indexOf(":");
  const service = services[reference.slice(0, colon)];
  if (!service) throw new StartError("The root key's reference must begin with awskms:, gcpkms: or vault-transit:.");
  const network = createNetwork({ egressAllow: settings.egressAllow });
  return rootKeyOfService(reference, service.source, service.open(reference.slice(colon + 1), settings, network));
}

function openAws(arn: string, { aws, baseUrls }: KeyServiceSettings, network: Network): KeyService {
  const [, partition, region] = /^arn:(aws[\w-]*):kms:([a-z0-9-]+):\d{12}:(?:key|alias)\/[\w/-]+$/.exec(arn) ?? [];
  if (!partition || !region) {
    throw new StartError(
      "awskms: must be followed by the ARN of a key or an alias, such as arn:aws:kms:eu-west-1:111122223333:alias/credenza.",
    );
  }
  if (!aws) throw new StartError("A root key in AWS KMS needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
  return awsKms(network, { arn, partition, region }, { keys: aws, baseUrl: baseUrls.AWSKMS, now: Date.now });
}

function openGoogle(name: string, { keyServices, baseUrls }: KeyServiceSettings, network: Network): KeyService {
  if (!/^projects\/[^/\s]+\/locations\/[^/\s]+\/keyRings\/[\w-]+\/cryptoKeys\/[\w-]+$/.test(name)) {
    throw new StartError("gcpkms: must be followed by projects/.../locations/.../keyRings/.../cryptoKeys/...");
  }
  const baseUrl = baseUrls.GCPKMS;
  const tokens = googleTokens(network, { file: keyServices.googleCredentialsFile, baseUrl, now: Date.now });
  return gcpKms(network, name, { tokens, baseUrl });
}

function openVault(place: string, { keyServices }: KeyServiceSettings, network: Network): KeyService {
  const [, mount, key] = /^([\w-]+(?:\/[\w-]+)*)\/([\w.-]+)$/.exec(place) ?? [];
  if (!mount || !key)
    throw new StartError("vault-transit: must be followed by the mount and the key, such as transit/credenza.");
  const { vaultAddress: address, vaultToken: token, vaultNamespace: namespace } = keyServices;
  if (!address || !token) throw new StartError("A root key in Vault needs VAULT_ADDR and VAULT_TOKEN.");
  return vaultTransit(network, { mount, key }, { address, token, namespace });
}
