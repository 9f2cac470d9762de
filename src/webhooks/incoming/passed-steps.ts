import type {
  IncomingWebhookRules,
  SignatureRule,
  VerificationName,
  VerificationTable,
} from "../../define/verifications.ts";
import type { StoredVerdict } from "../../store/schema.ts";
import type { WebhookSettings } from "./check.ts";
import { lookUpHeader } from "./raw-request.ts";

const jwtChecks = ["Authorization header", "Signature", "Issuer and audience", "Time window"];

interface Seen {
  settings: WebhookSettings;
  has(header: string): boolean;
}

/** The checks that a request passes, by the headers it has; none when it was accepted under another type. */
const passedChecks: { [K in VerificationName]: (rule: VerificationTable[K], seen: Seen) => string[] } = {
  basic: (_rule, { has }) => (has("Authorization") ? ["Authorization header", "Username and password"] : []),
  signature: (rule, { has }) => (has(rule.signature.header) ? checksOf(rule) : []),
  signatureVersions: ({ versions }, { has }) => {
    const carried = Object.values(versions).find(({ signature }) => has(signature.header));
    return carried ? checksOf(carried) : [];
  },
  twilio: (_rule, { has }) => (has("X-Twilio-Signature") ? ["Signature header", "Signature"] : []),
  bodySignature: ({ timestamp }) => ["Signature in the body", "Signature", ...(timestamp ? ["Time window"] : [])],
  genericHmac: () => ["Signature header", "Signature"],
  bearerJwt: (_rule, { has }) => (has("Authorization") ? jwtChecks : []),
  httpMessageSignature: (_rule, { has }) =>
    has("Signature-Input") ? ["Signature-Input header", "Covered components", "Signature", "Time window"] : [],
  proxyCertificate: () => ["Sender's address", "Client certificate"],
  certificate: ({ topic }) => ["Certificate's address", ...(topic ? ["Topic"] : []), "Signature"],
  jwtOrHmac: (_rule, { settings: { signatureHeader }, has }) => {
    if (signatureHeader && has(signatureHeader)) return ["Signature header", "Signature"];
    return has("Authorization") ? ["Authorization header", "Algorithm", "Signature", "Time window"] : [];
  },
};

/** The verdict of a message that passed every check of its type; it is not stored, because it is always the same. */
export function passedVerdict(
  rules: IncomingWebhookRules | undefined,
  settings: WebhookSettings,
  headers: [string, string][],
): StoredVerdict {
  const rawHeaders = headers.flat();
  const has = (header: string): boolean => lookUpHeader(rawHeaders, header.toLowerCase()).count > 0;
  const checks = rules ? checksFor(rules, { settings, has }) : [];
  const steps = (checks.length > 0 ? checks : ["Verified on arrival"]).map((check) => ({ check, passed: true }));
  return { accepted: true, reason: null, steps };
}

function checksFor({ verification }: IncomingWebhookRules, seen: Seen): string[] {
  const checks = passedChecks[verification.verify] as (rule: typeof verification, seen: Seen) => string[];
  return checks(verification, seen);
}

function checksOf(rule: SignatureRule): string[] {
  return [
    "Signature header",
    ...(rule.timestamp ? ["Timestamp"] : []),
    ...Object.values(rule.parameters ?? {}).map(({ header }) => `${header} header`),
    ...(rule.equals ?? []).map(({ header }) => `${header} header`),
    "Signature",
    ...(rule.timestamp ? ["Time window"] : []),
  ];
}
