import type { SchemeTable } from "../../define/schemes.ts";
import { fillTemplate } from "../../define/template.ts";
import { readLimited } from "../read-limited.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import { resolveTarget } from "../target.ts";
import { basicCredentials } from "./basic.ts";
import type { Authorization, SchemeInput, SchemeRule } from "./scheme.ts";

type Parameters = SchemeTable["oauthClientCredentials"];

const answerLimitBytes = 64 * 1024;
const timeoutMs = 10_000;
const lifetimeWhenUnsaidSeconds = 300;

/** RFC 6749 section 4.4. Costs one call to the token endpoint; who calls keeps the answer until it expires. */
export const oauthClientCredentials: SchemeRule<"oauthClientCredentials"> = async (parameters, input) => {
  const { url, allow } = resolveTarget(input.destination, fillTemplate(parameters.tokenUrl, input.values));
  const { headers, body } = tokenRequest(parameters, input.values);
  const answer = await input.network.request({ url, method: "POST", headers, body, timeoutMs, allow });
  const { bytes } = await readLimited(answer.body, answerLimitBytes);
  const members = parseObject(bytes);
  if (answer.status !== 200 && answer.status !== 201) throw tokenRefused(answer.status, members);
  return authorizationOf(members, input.now());
};

/** The id and secret go as they are, as in `curl -u`: many vendors do not undo the encoding of section 2.3.1. */
function tokenRequest(
  parameters: Parameters,
  values: SchemeInput["values"],
): { headers: Record<string, string>; body: Buffer } {
  const id = fillTemplate(parameters.clientId, values);
  const secret = fillTemplate(parameters.clientSecret, values);
  const inBody = parameters.clientAuthentication === "body";
  const members = {
    grant_type: "client_credentials",
    ...(parameters.scope === undefined ? {} : { scope: fillTemplate(parameters.scope, values) }),
    ...(inBody ? { client_id: id, client_secret: secret } : {}),
  };
  const isJson = parameters.bodyFormat === "json";
  return {
    headers: {
      accept: "application/json",
      "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
      ...(inBody ? {} : { authorization: `Basic ${basicCredentials(id, secret)}` }),
    },
    body: Buffer.from(isJson ? JSON.stringify(members) : new URLSearchParams(members).toString()),
  };
}

/** RFC 6749 section 5.1. */
function authorizationOf(members: Record<string, unknown>, now: number): Authorization {
  const { access_token: token, token_type: type = "Bearer", expires_in: expiresIn } = members;
  const isToken = typeof token === "string" && /^[\x21-\x7e]{1,16384}$/.test(token);
  if (!isToken || !/^bearer$/i.test(String(type))) {
    throw new SignInFailed("unexpected", "The token endpoint answered without a usable access token.", 200);
  }
  const seconds = Number(expiresIn);
  const lifetimeSeconds = Number.isFinite(seconds) && seconds > 0 ? seconds : lifetimeWhenUnsaidSeconds;
  return {
    headers: ["authorization", `Bearer ${token}`],
    secrets: [token],
    expiresAt: now + lifetimeSeconds * 1000,
    claims: claimsOf(token),
  };
}

/** RFC 6749 section 5.2: a wrong id or secret is 401, or 400 with `invalid_client`. */
function tokenRefused(status: number, { error }: Record<string, unknown>): SignInFailed {
  if (status === 429) return new SignInFailed("throttled", "The token endpoint asks for fewer requests.", status);
  const isWrongKey = status === 401 || error === "invalid_client" || (status === 400 && error === "invalid_grant");
  if (isWrongKey)
    return new SignInFailed("wrong_key", "The sign-in was refused: the id or the secret is wrong.", status);
  if (status === 403 || error === "unauthorized_client" || error === "invalid_scope") {
    return new SignInFailed("no_permission", "The sign-in was refused: the client may not get a token.", status);
  }
  return new SignInFailed("unexpected", `The token endpoint answered with status ${status}.`, status);
}

function parseObject(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function claimsOf(token: string): Record<string, string> {
  const [, payload = "", signature] = token.split(".");
  if (signature === undefined) return {};
  const claims = Object.entries(parseObject(Buffer.from(payload, "base64url")));
  return Object.fromEntries(claims.filter((claim): claim is [string, string] => typeof claim[1] === "string"));
}
