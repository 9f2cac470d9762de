import { readFileSync } from "node:fs";
import { z } from "zod";
import { StartError } from "../../config/start-error.ts";
import { signAssertion } from "../../crypto/assertion.ts";
import type { Network } from "../../net/network.ts";
import { askService, type ServiceAnswer, serviceProblem, textMember } from "./ask.ts";

/** Access tokens for Google's APIs, fetched again a minute before they expire. */
export interface GoogleTokens {
  get(): Promise<string>;
}

const service = "Google Cloud KMS";
const scope = "https://www.googleapis.com/auth/cloudkms";
const assertionSeconds = 600;
const marginMs = 60_000;
/** Answers on machines of Google only: the service account that the machine runs as. */
const metadataHost = "169.254.169.254:80";
const metadataUrl = "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token";

const keyFile = z.object({
  client_email: z.string(),
  private_key: z.string(),
  private_key_id: z.string(),
  token_uri: z.url(),
});
type KeyFile = z.infer<typeof keyFile>;

export function googleTokens(
  network: Network,
  { file, baseUrl, now }: { file: string | undefined; baseUrl: string | undefined; now: () => number },
): GoogleTokens {
  const key = file === undefined ? undefined : readKeyFile(file);
  let held: { token: string; untilMs: number } | undefined;
  return {
    get: async () => {
      if (held && now() < held.untilMs) return held.token;
      const answer = await (key ? byKey(network, key, baseUrl, now()) : byMachine(network));
      if (answer.status !== 200) throw serviceProblem(service, `refused the sign-in with status ${answer.status}.`);
      const seconds = typeof answer.body.expires_in === "number" ? answer.body.expires_in : 0;
      held = { token: textMember(service, answer, "access_token"), untilMs: now() + seconds * 1000 - marginMs };
      return held.token;
    },
  };
}

/** RFC 7523 section 2.1, as Google's service accounts use it. */
async function byKey(
  network: Network,
  key: KeyFile,
  baseUrl: string | undefined,
  nowMs: number,
): Promise<ServiceAnswer> {
  const iat = Math.floor(nowMs / 1000);
  const claims = { iss: key.client_email, scope, aud: key.token_uri, iat, exp: iat + assertionSeconds };
  const assertion = await signAssertion(key.private_key, { algorithm: "RS256", keyId: key.private_key_id }, claims);
  const url = new URL(baseUrl === undefined ? key.token_uri : `${baseUrl}/token`);
  const body = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return askService(network, service, {
    url,
    headers,
    body: body.toString(),
    allow: baseUrl === undefined ? [] : [url.host],
  });
}

const byMachine = (network: Network): Promise<ServiceAnswer> =>
  askService(network, service, {
    url: new URL(metadataUrl),
    method: "GET",
    headers: { "metadata-flavor": "Google" },
    allow: [metadataHost],
  });

function readKeyFile(file: string): KeyFile {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new StartError(
      "GOOGLE_APPLICATION_CREDENTIALS must name the JSON key file of a service account. It is not there, or is none.",
    );
  }
}
