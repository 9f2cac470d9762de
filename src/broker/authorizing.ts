import { isOauth, type Scheme } from "../define/schemes.ts";
import type { Authorizer, PlainScheme } from "./authorize.ts";
import type { OpenedCredential } from "./opened-credentials.ts";
import type { Authorization, SchemeInput } from "./schemes/scheme.ts";
import type { TokenEngine } from "./tokens/engine.ts";
import type { Values } from "./tokens/token-request.ts";

/** What a credential is authorised with, whichever mechanism its type names. */
export interface Authorizing {
  authorize(isForced: boolean): Promise<Authorization>;
  forget(refused: Authorization): void;
}

interface Parts {
  authorizer: Authorizer;
  tokens: TokenEngine;
  /** Fields of the OAuth app that the credential names. */
  appValues: (organizationId: string, appId: string) => Promise<Values>;
}

export function authorizingOf(
  { authorizer, tokens, appValues }: Parts,
  { id: credentialId, organizationId, version, fields }: OpenedCredential,
  scheme: Scheme,
  input: SchemeInput,
): Authorizing {
  const key = `${credentialId}:${version}`;
  if (!isOauth(scheme)) {
    return {
      authorize: () => authorizer.authorize(key, scheme as PlainScheme, input),
      forget: (refused) => authorizer.forget(key, refused),
    };
  }
  const values = async (): Promise<Values> =>
    fields.appId === undefined ? input.values : { ...(await appValues(organizationId, fields.appId)), ...input.values };
  const use = { key, organizationId, credentialId, scheme, destination: input.destination, values };
  return {
    authorize: (isForced) => tokens.authorize({ ...use, isForced }),
    forget: (refused) => tokens.forget(key, refused),
  };
}
