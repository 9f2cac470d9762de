import { digest, hmacText } from "../../crypto/digest.ts";
import { reveal } from "../../vault/reveal.ts";
import type { OutgoingMessage, SigningCredential } from "./sign.ts";

/**
 * RFC 9421 with hmac-sha256 (section 3.3.3) over method, target URI and RFC 9530 Content-Digest; `keyid` is the API key.
 * Signed with the current secret; during a rotation with each earlier one too, labelled sig2, sig3 ...
 */
export function signMessage(
  { timestampSeconds, body, id }: OutgoingMessage,
  url: string,
  { apiKey, secrets }: SigningCredential,
): Record<string, string> {
  const contentDigest = `sha-256=:${digest("sha256", body, "base64")}:`;
  const parameters =
    `("@method" "@target-uri" "content-digest" "webhook-id");created=${timestampSeconds};` +
    `keyid=${quoted(apiKey)};alg="hmac-sha256"`;
  const base = [
    '"@method": POST',
    `"@target-uri": ${new URL(url).href}`,
    `"content-digest": ${contentDigest}`,
    `"webhook-id": ${id}`,
    `"@signature-params": ${parameters}`,
  ].join("\n");
  const signatures = secrets.map((secret) => hmacText("sha256", "base64", Buffer.from(reveal(secret), "utf8"), base));
  const label = (index: number): string => `sig${index + 1}`;
  return {
    "Content-Digest": contentDigest,
    "Signature-Input": signatures.map((_, index) => `${label(index)}=${parameters}`).join(", "),
    Signature: signatures.map((signature, index) => `${label(index)}=:${signature}:`).join(", "),
  };
}

/** RFC 9651 section 3.3.3; an API key is printable ASCII. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
