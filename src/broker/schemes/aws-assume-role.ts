import type { AwsKeys } from "../../config/config.ts";
import { fillTemplate } from "../../define/template.ts";
import { readLimited } from "../read-limited.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import { readXml, xmlText } from "../xml.ts";
import type { Authorization, SchemeInput, SchemeRule } from "./scheme.ts";
import { hostsOf, signer, signRequest } from "./sig-v4.ts";

const timeoutMs = 10_000;
const answerLimitBytes = 64 * 1024;
const lifetimeSeconds = 3600;

/** Keys of the role, good for an hour. Costs one call to STS, signed with the keys of this installation. */
export const awsAssumeRole: SchemeRule<"awsAssumeRole"> = async (options, input) => {
  const { values, now, operator } = input;
  const fill = (template: string): string => fillTemplate(template, values);
  if (!operator.aws) {
    throw new SignInFailed(
      "no_permission",
      "This installation has no AWS keys of its own to assume the role with. Its operator sets AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
      0,
    );
  }
  const region = fill(options.region);
  const members = {
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: fill(options.roleArn),
    RoleSessionName: fill(options.sessionName),
    ExternalId: fill(options.externalId),
    DurationSeconds: String(lifetimeSeconds),
  };
  const answer = await ask(input, fill(options.stsUrl), region, operator.aws, members);
  return authorizationOf(answer, (keys) => signer(keys, region, hostsOf(options.services, fill), now), now());
};

async function ask(
  { destination, network, now }: SchemeInput,
  stsUrl: string,
  region: string,
  keys: AwsKeys,
  members: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const url =
    destination.replacedHost === undefined ? new URL(stsUrl) : new URL(`${destination.origin}${destination.basePath}/`);
  const body = Buffer.from(new URLSearchParams(members).toString());
  const headers = ["content-type", "application/x-www-form-urlencoded; charset=utf-8"];
  const request = { method: "POST", url, headers, body };
  const signed = await signRequest(request, { keys, region, service: "sts", date: new Date(now()) });
  const answer = await network.request({
    url,
    method: "POST",
    headers: pairsOf(signed.headers),
    body,
    timeoutMs,
    allow: destination.allow,
  });
  const { bytes } = await readLimited(answer.body, answerLimitBytes);
  return { status: answer.status, text: bytes.toString("utf8") };
}

function authorizationOf(
  { status, text }: { status: number; text: string },
  sign: (keys: AwsKeys) => NonNullable<Authorization["apply"]>,
  now: number,
): Authorization {
  const xml = readXml(text);
  if (status !== 200) throw refused(status, xmlText(xml, "ErrorResponse.Error.Code"));
  const read = (name: string): string => xmlText(xml, `AssumeRoleResponse.AssumeRoleResult.Credentials.${name}`) ?? "";
  const keys = {
    accessKeyId: read("AccessKeyId"),
    secretAccessKey: read("SecretAccessKey"),
    sessionToken: read("SessionToken"),
  };
  const ends = Date.parse(read("Expiration"));
  if (Object.values(keys).includes("") || !Number.isFinite(ends)) {
    throw new SignInFailed("unexpected", "AWS answered without keys for the role.", status);
  }
  return {
    headers: [],
    secrets: [keys.secretAccessKey, keys.sessionToken],
    apply: sign(keys),
    expiresAt: Math.min(ends, now + lifetimeSeconds * 1000),
  };
}

function refused(status: number, code: string | undefined): SignInFailed {
  if (code === "AccessDenied")
    return new SignInFailed(
      "no_permission",
      "AWS does not let this installation assume the role. Check the role's name and that its trust policy names our account and this external id.",
      status,
    );
  if (code === "Throttling" || status === 429)
    return new SignInFailed("throttled", "AWS asks for fewer requests.", status);
  if (status >= 500) return new SignInFailed("unreachable", "AWS has a fault of its own right now.", status);
  return new SignInFailed("wrong_key", `AWS refused to give keys for the role (status ${status}).`, status);
}

const pairsOf = (headers: string[]): Record<string, string> =>
  Object.fromEntries(headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ""]] : [])));
