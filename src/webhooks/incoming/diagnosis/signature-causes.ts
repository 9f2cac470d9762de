import type { Mac, SignatureRule } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { matchingFieldSet, readForSigning } from "../verifiers/signature.ts";
import type { Values } from "../verifiers/signed-parts.ts";
import { bodyVariants } from "./body-variants.ts";
import { secretVariants } from "./secret-variants.ts";

/** A guess at what the sender did instead. */
interface Guess {
  rule: SignatureRule;
  check: Check;
  values: Values;
  signatures: string[];
}

interface Explanation {
  cause: string;
  guesses(asReceived: Guess): Guess[];
}

/** Tries cheap explanations one after another; the words of the first that makes the signature right. */
export function signatureCause(rule: SignatureRule, check: Check): string | undefined {
  const asReceived: Guess = { rule, check, ...readForSigning(rule, check) };
  if (asReceived.signatures.length === 0) return undefined;
  for (const { cause, guesses } of [...explanations, ...bodyExplanations(check)]) {
    if (guesses(asReceived).some(isRight)) return cause;
  }
  return undefined;
}

const isRight = ({ rule, check, values, signatures }: Guess): boolean =>
  matchingFieldSet(rule, check, values, signatures) !== -1;

const explanations: Explanation[] = [
  {
    cause:
      "The signature is right but written in another form (upper-case hex, base64 for hex or the other way, or a prefix).",
    guesses: (guess) => [
      { ...guess, signatures: guess.signatures.map((signature) => signature.toLowerCase()) },
      { ...guess, signatures: guess.signatures.map((signature) => signature.replace(/^[a-z0-9]+=/i, "")) },
      withMac(guess, { encoding: guess.rule.mac.encoding === "hex" ? "base64" : "hex" }),
    ],
  },
  {
    cause: "The sender has the secret with a space, a line break or quotes round it. Copy it there again without them.",
    guesses: (guess) => secretVariants.padded.map((change) => withSecrets(guess, change)),
  },
  {
    cause:
      "The sender uses only a part of the secret, or decodes it first. It must be used as it is shown, prefix included.",
    guesses: (guess) => secretVariants.cut.map((change) => withSecrets(guess, change)),
  },
  {
    cause:
      "Another URL was signed: http and https differ, or the query is missing, or a slash at the end. Check CREDENZA_PUBLIC_URL and the URL at the sender.",
    guesses: (guess) => urlVariants(guess.check).map((url) => ({ ...guess, check: { ...guess.check, url } })),
  },
  {
    cause: "The time was signed in another unit: seconds and milliseconds are mixed up.",
    guesses: (guess) => {
      const timestamp = String(guess.values.timestamp ?? "");
      if (!/^[0-9]{1,15}$/.test(timestamp)) return [];
      return [`${timestamp}000`, timestamp.slice(0, -3)].map((other) => ({
        ...guess,
        values: { ...guess.values, timestamp: other },
      }));
    },
  },
  {
    cause: "The signature was made with another algorithm.",
    guesses: (guess) =>
      (["sha1", "sha512", "sha384", "sha256"] as const).flatMap((hash) => [
        withMac(guess, { hash }),
        withMac(guess, { hash, encoding: guess.rule.mac.encoding === "hex" ? "base64" : "hex" }),
      ]),
  },
  {
    cause: "The body alone was signed, as another scheme does it. Check the type of the credential.",
    guesses: (guess) =>
      (["hex", "base64"] as const).map((encoding) =>
        withMac(guess, { signed: "{body}", kind: "hmac", encoding, key: keyOf(guess) }),
      ),
  },
];

const bodyExplanations = (check: Check): Explanation[] =>
  bodyVariants(check.request.body).map(({ cause, body }) => ({
    cause: `The body is not what was signed: ${cause}.`,
    guesses: (guess) => [{ ...guess, check: { ...guess.check, request: { ...guess.check.request, body } } }],
  }));

const withMac = (guess: Guess, change: Partial<Mac>): Guess => ({
  ...guess,
  rule: { ...guess.rule, mac: { ...guess.rule.mac, ...change } },
});

const withSecrets = (guess: Guess, change: (value: string) => string): Guess => ({
  ...guess,
  check: {
    ...guess.check,
    fieldSets: guess.check.fieldSets.map((fields) =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)])),
    ),
  },
});

/** The template of the key; a bare digest has its secret as the first place of what is signed. */
const keyOf = ({ rule }: Guess): string => rule.mac.key ?? /\{[A-Za-z0-9]+\}/.exec(rule.mac.signed)?.[0] ?? "";

function urlVariants({ url, request }: Check): string[] {
  const host = lookUpHeader(request.rawHeaders, "host").value;
  const [withoutQuery = url] = url.split("?");
  const sameAtHost = /^[A-Za-z0-9.:[\]-]{1,255}$/.test(host)
    ? [`https://${host}${request.target}`, `http://${host}${request.target}`]
    : [];
  return [
    url.startsWith("https:") ? `http:${url.slice(6)}` : `https:${url.slice(5)}`,
    withoutQuery,
    `${url}/`,
    url.replace(/^(https?:\/\/[^/:]+):\d+/, "$1"),
    ...sameAtHost,
    request.target,
    safelyDecoded(url),
  ].filter((variant) => variant !== url);
}

function safelyDecoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
