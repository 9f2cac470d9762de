/** Schemes that look at the request itself: they sign it, or change where or with what it goes. All members are templates. */
export interface RequestSchemes {
  /** RFC 5849 with HMAC; the realm is no part of what is signed. */
  oauth1: {
    consumerKey: string;
    consumerSecret: string;
    token: string;
    tokenSecret: string;
    realm?: string;
    /** "HMAC-SHA256" unless said. */
    method?: "HMAC-SHA256" | "HMAC-SHA1";
  };
  /** AWS Signature Version 4 with keys that last. */
  sigV4: SigV4Target & { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** The same with keys of a role, which STS gives for an hour to the keys of this installation. */
  awsAssumeRole: SigV4Target & { roleArn: string; externalId: string; sessionName: string; stsUrl: string };
  /** A parameter of the URL. */
  query: { name: string; value: string };
  /** Fields of the form that each POST sends. */
  formFields: { fields: Record<string, string> };
  /** The URL itself is the secret; calls go to it and nowhere else. */
  secretUrl: { url: string; host: string };
  /** HTTP basic; before a request that changes something a CSRF token and its cookies are fetched from `path`. */
  basicWithCsrf: { username: string; password: string; path: string };
  /** XML gateway of Sage Intacct: a session for a login, then `<function>` elements as the request's body. */
  intacctSession: {
    senderId: string;
    senderPassword: string;
    companyId: string;
    userId: string;
    userPassword: string;
    locationId?: string;
    /** The host of the endpoint that the session names must end with it. */
    endpointSuffix: string;
  };
  /** A JWT that the credential's own key signs is the bearer token. `fingerprint` may stand in `issuer`. */
  signedJwt: {
    privateKey: string;
    passphrase?: string;
    algorithm: "RS256" | "ES256" | "PS256";
    issuer: string;
    subject: string;
    audience?: string;
    lifetimeSeconds: number;
    headers?: Record<string, string>;
  };
  /** The connection itself shows a certificate (RFC 8705 section 2). All PEM. */
  clientCertificate: { certificate: string; privateKey: string; passphrase?: string; authority?: string };
}

interface SigV4Target {
  region: string;
  /** Host template -> name that the service is signed with; the first counts where no host fits. */
  services: Record<string, string>;
}

type Made<K extends keyof RequestSchemes> = { scheme: K } & RequestSchemes[K];
const scheme =
  <K extends keyof RequestSchemes>(name: K) =>
  (options: RequestSchemes[K]): Made<K> => ({ scheme: name, ...options });

export const oauth1 = scheme("oauth1");
export const sigV4 = scheme("sigV4");
export const awsAssumeRole = scheme("awsAssumeRole");
export const query = scheme("query");
export const formFields = scheme("formFields");
export const secretUrl = scheme("secretUrl");
export const basicWithCsrf = scheme("basicWithCsrf");
export const intacctSession = scheme("intacctSession");
export const signedJwt = scheme("signedJwt");
export const clientCertificate = scheme("clientCertificate");
