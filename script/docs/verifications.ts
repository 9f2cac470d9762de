import type {
  EventIdRule,
  IncomingWebhookRules,
  SignatureRule,
  Verification,
  VerificationName,
} from "../../src/define/verifications.ts";
import { bullets } from "./markdown.ts";
import { code } from "./schemes.ts";

type Describe<Name extends VerificationName> = (rule: Extract<Verification, { verify: Name }>) => string;

function describeSignature({ mac, signature, parameters, equals }: SignatureRule): string {
  const kind = { hmac: `HMAC-${mac.hash.toUpperCase()}`, hash: mac.hash.toUpperCase(), ed25519: "Ed25519" }[mac.kind];
  const others = signature.otherHeaders ? ` or up to ${signature.otherHeaders.length} more of its kind` : "";
  const fixed = [...Object.values(parameters ?? {}), ...(equals ?? [])].map(({ header }) => code(header));
  const also = fixed.length > 0 ? ` ${fixed.join(", ")} must come with it, once.` : "";
  return `${kind} in ${mac.encoding} of ${code(mac.signed)}, in the header ${code(signature.header)}${others}.${also}`;
}

/** How a request is verified, in a sentence or two. */
const verifications: { [Name in VerificationName]: Describe<Name> } = {
  basic: () => "The sender gives the username and the password with HTTP basic. Nothing of the body is signed.",
  signature: describeSignature,
  signatureVersions: ({ versions, default: preferred }) =>
    `A signature of one of the versions ${Object.keys(versions).join(", ")}; ${preferred.join(", ")} unless the webhook allows others.`,
  jwtOrHmac: ({ hash }) =>
    `A bearer JWT, or an HMAC-${hash.toUpperCase()} of the body in a header that the webhook names.`,
  twilio: () =>
    "HMAC-SHA1 in base64 of the public URL and the form's fields, sorted by name, in `X-Twilio-Signature`; of a JSON body the URL names the SHA-256.",
  bodySignature: ({ signature, mac, list }) =>
    `HMAC-${mac.hash.toUpperCase()} in ${mac.encoding} of ${code(mac.signed)}, in the body at ${code(list ? `${list.path}[].${list.item}.${signature}` : signature)}. What it leaves out is vouched for by TLS alone.`,
  genericHmac: () => "An HMAC whose header, prefix, hash, encoding and signed text the credential names.",
  bearerJwt: () =>
    "A bearer JWT, signed with a private key (RS, PS, ES or EdDSA; never a shared secret, never none). The body is not signed.",
  httpMessageSignature: () =>
    "RFC 9421: the signature must cover `@method`, `@target-uri` (or `@path` and `@query`), and of a body `content-digest` (RFC 9530), and say when it was made.",
  proxyCertificate: () =>
    "A header in which a proxy names the client certificate that it checked. It counts from the proxy's own addresses only.",
  certificate: ({ names }) =>
    `An RSA signature by a certificate that is fetched from the sender's hosts only, has one of the names ${names.map(code).join(", ")}, and is valid.`,
};

/** The paragraphs on how a type's requests are verified, what is answered, and what counts as the same event. */
export function incomingParts(rules: IncomingWebhookRules): string[] {
  const { verification, answer, handshake, confirm } = rules;
  const describe = verifications[verification.verify] as (rule: Verification) => string;
  const more = [
    windowOf(rules),
    sameEvent(rules.eventId),
    ...(handshake
      ? ["A request by which the sender makes sure of the address is answered once its signature holds."]
      : []),
    ...(confirm
      ? ["An address that a signed request asks to be visited is visited once, on the sender's hosts only."]
      : []),
    ...(answer === undefined ? [] : [`The sender hears 200 with ${answer === "" ? "an empty body" : code(answer)}.`]),
    "A repeated header that takes part in the check is refused.",
  ];
  return ["### How requests are verified", describe(verification), bullets(more)];
}

function windowOf({ verification, windowSeconds = 300, options }: IncomingWebhookRules): string {
  const own = options?.includes("windowSeconds") ? " unless the webhook says otherwise" : "";
  const { verify } = verification;
  if (verify === "certificate") return "The time that is signed is not checked.";
  const isTimed =
    (verify === "signature" && verification.timestamp !== undefined) ||
    (verify === "bodySignature" && verification.timestamp !== undefined) ||
    ["signatureVersions", "jwtOrHmac", "bearerJwt", "httpMessageSignature", "genericHmac"].includes(verify);
  return isTimed
    ? `A signed time may be at most ${windowSeconds} s away, in either direction${own}.`
    : "No time is signed.";
}

function sameEvent(rules: EventIdRule[] = []): string {
  const places = rules.map((rule) => {
    if ("each" in rule)
      return `${rule.each.map(code).join(", ")} of each entry${rule.list ? ` of ${code(rule.list)}` : ""}`;
    if (rule.header) return `the header ${code(rule.header)}`;
    return rule.claim ? `the claim ${code(rule.claim)}` : `${code(rule.bodyPath ?? "")} of the body`;
  });
  return places.length > 0
    ? `The same event is known by ${places.join(", else ")}.`
    : "The same event is known by its signature and body.";
}
