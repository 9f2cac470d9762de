/** The vocabulary of a system file: `import { defineSystem, secret, text, basic } from "credenza/define"`. */
export { incoming, outgoing, sandbox } from "./destinations.ts";
export { examplePrivateKey } from "./example-key.ts";
export {
  appOf,
  clientId,
  clientPair,
  clientSecret,
  generated,
  hostLabel,
  key,
  printable,
  privateKeyPem,
  received,
  secret,
  select,
  text,
  tlsClient,
  url,
} from "./fields.ts";
export {
  bearerJwt,
  bodySignature,
  certificate,
  genericHmac,
  httpMessageSignature,
  proxyCertificate,
  twilioSignature,
} from "./further-verifications.ts";
export { hmacWebhook } from "./hmac-webhook.ts";
export { jwtBearer, oauthClientCredentials, oauthCode } from "./oauth.ts";
export { exampleAppId, oauthApp } from "./oauth-app.ts";
export { accountToCustomer, billToInvoice } from "./presets.ts";
export {
  awsAssumeRole,
  basicWithCsrf,
  clientCertificate,
  formFields,
  intacctSession,
  oauth1,
  query,
  secretUrl,
  signedJwt,
  sigV4,
} from "./request-schemes.ts";
export { sampleAccount, sampleBill, smallestUnits } from "./sample-entities.ts";
export { basic, bearer, header, headers } from "./schemes.ts";
export { defineSystem, fromMemory, mostlyFromMemory } from "./system.ts";
export { basicAuth, jwtOrHmac, signature, signatureVersions } from "./verifications.ts";
