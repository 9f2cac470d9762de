import { StartError } from "./start-error.ts";
import { type Environment, httpUrl, text } from "./values.ts";

/** How the services are reached that may keep the root key; each variable is the one that the service's own tools read. */
export interface KeyServices {
  vaultAddress: string | undefined;
  vaultToken: string | undefined;
  vaultNamespace: string | undefined;
  /** A service account's key file; without it the machine's own service account is asked for. */
  googleCredentialsFile: string | undefined;
}

const reference = /^(awskms|gcpkms|vault-transit):/;

/** The root key stands in a key service, and this only names it. */
export const isKeyReference = (value: string): boolean => reference.test(value);

export function readKeyServices(env: Environment): KeyServices {
  return {
    vaultAddress: httpUrl(env, "VAULT_ADDR"),
    vaultToken: text(env, "VAULT_TOKEN"),
    vaultNamespace: text(env, "VAULT_NAMESPACE"),
    googleCredentialsFile: text(env, "GOOGLE_APPLICATION_CREDENTIALS"),
  };
}

export function readRootKey(env: Environment): { rootKey: string | undefined; rootKeyFile: string | undefined } {
  const rootKey = text(env, "CREDENZA_ROOT_KEY");
  const rootKeyFile = text(env, "CREDENZA_ROOT_KEY_FILE");
  if (rootKey !== undefined && rootKeyFile !== undefined) {
    throw new StartError("CREDENZA_ROOT_KEY and CREDENZA_ROOT_KEY_FILE are both set. Keep one of them.");
  }
  const isNamed = rootKeyFile !== undefined && isKeyReference(rootKeyFile);
  return isNamed ? { rootKey: rootKeyFile, rootKeyFile: undefined } : { rootKey, rootKeyFile };
}
