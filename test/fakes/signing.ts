import { createHmac, createPublicKey, verify } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import OAuth from "oauth-1.0a";
import { signRequest } from "../../src/broker/schemes/sig-v4.ts";
import { type FakeServer, startServer } from "./server.ts";

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Vendors that sign or look into the request, each below its own folder. They enforce the rules and keep what they saw. */
export interface SigningFakes extends FakeServer {
  seen: Seen[];
  /** Answers every further request. */
  refuse: { status: number; body: string } | undefined;
  /** Of SAP, the one that counts. */
  csrfToken: string;
  intacctEndpoint: string;
}

type Judge = (seen: Seen, url: URL, state: SigningFakes, response: ServerResponse) => void | Promise<void>;

const answer = (
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string | string[]> = {},
) =>
  response
    .writeHead(status, { "content-type": body.startsWith("<") ? "application/xml" : "application/json", ...headers })
    .end(body);

export const netsuite = {
  accountId: "1234567_SB1",
  consumerKey: "71cc02b731f0",
  consumerSecret: "7278da58caf0",
  tokenId: "89e08d9767c5",
  tokenSecret: "060cd9ab3ffb",
};
export const awsKeys = {
  accessKeyId: "AKIDEXAMPLE000000",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
export const roleKeys = {
  accessKeyId: "ASIAROLE000000000",
  secretAccessKey: "role/secret",
  sessionToken: "role+session==",
};
export const intacct = { senderId: "acme", senderPassword: "s&<1>", companyId: "co", userId: "u", userPassword: "p'2" };

const judges: Record<string, Judge> = {
  NETSUITE: ({ method, headers }, url, _state, response) => {
    const { authorization = "" } = headers;
    const given = Object.fromEntries(
      [...authorization.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [
        name,
        decodeURIComponent(value),
      ]),
    );
    const { oauth_signature: signature, realm, ...oauth } = given;
    const peer = new OAuth({
      consumer: { key: netsuite.consumerKey, secret: netsuite.consumerSecret },
      signature_method: "HMAC-SHA256",
      hash_function: (base, key) => createHmac("sha256", key).update(base).digest("base64"),
    });
    const request = { url: `${url.origin}${url.pathname}`, method, data: Object.fromEntries(url.searchParams) };
    const right = peer.getSignature(request, netsuite.tokenSecret, oauth as unknown as OAuth.Data);
    if (realm === "1234567_SB1" && signature === right) answer(response, 200, '{"items":[{"one":"1"}]}');
    else answer(response, 401, '{"title":"Unauthorized"}');
  },
  AWS: async ({ method, headers, body }, url, _state, response) => {
    const form = new URLSearchParams(body);
    const keys = headers["x-amz-security-token"] === undefined ? awsKeys : roleKeys;
    if (!(await isSigned({ method, headers, body, url: "" }, url, keys)))
      return void answer(
        response,
        403,
        "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>",
      );
    if (form.get("Action") === "AssumeRole") {
      const isKnown =
        /^[\w-]{32}$/.test(form.get("ExternalId") ?? "") &&
        form.get("RoleArn") === "arn:aws:iam::123456789012:role/metering";
      if (!isKnown)
        return void answer(response, 403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>");
      const { accessKeyId, secretAccessKey, sessionToken } = roleKeys;
      return void answer(
        response,
        200,
        `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
          `<SessionToken>${sessionToken}</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    }
    answer(
      response,
      200,
      "<GetCallerIdentityResponse><GetCallerIdentityResult></GetCallerIdentityResult></GetCallerIdentityResponse>",
    );
  },
  SAGE_INTACCT: ({ method, headers, body }, _url, state, response) => {
    if (method !== "POST" || headers["content-type"] !== "application/xml")
      return void answer(response, 400, "<response/>");
    const failure = (place: string) =>
      `<response><control><status>success</status></control><operation><${place}><status>failure</status></${place}></operation></response>`;
    const isSender = body.includes("<senderid>acme</senderid><password>s&amp;&lt;1&gt;</password>");
    if (!isSender)
      return void answer(response, 400, "<response><control><status>failure</status></control></response>");
    const isLogin = body
      .replaceAll("&apos;", "'")
      .includes("<login><userid>u</userid><companyid>co</companyid><password>p'2</password></login>");
    if (!isLogin && !body.includes("<sessionid>session-1</sessionid>"))
      return void answer(response, 200, failure("authentication"));
    const timeout = new Date(Date.now() + 600_000).toISOString();
    const api = `<api><sessionid>session-1</sessionid><endpoint>${state.intacctEndpoint}</endpoint><locationid></locationid></api>`;
    const who = "<status>success</status><userid>u</userid><companyid>co</companyid>";
    answer(
      response,
      200,
      `<response><control><status>success</status></control><operation><authentication>${who}<sessiontimeout>${timeout}</sessiontimeout></authentication>` +
        `<result><status>success</status><function>any</function><controlid>any</controlid><data>${isLogin ? api : ""}</data></result></operation></response>`,
    );
  },
  SAP_BYD: ({ method, headers }, _url, state, response) => {
    if (headers.authorization !== `Basic ${btoa("_CREDENZA:Welcome 1:2")}`)
      return void answer(response, 401, "<html/>");
    if (method === "GET") {
      const more =
        headers["x-csrf-token"] === "fetch"
          ? { "x-csrf-token": state.csrfToken, "set-cookie": ["sap=1; path=/", "sid=2; secure"] }
          : {};
      return void answer(response, 200, "<edmx/>", more as Record<string, string | string[]>);
    }
    const isAllowed = headers["x-csrf-token"] === state.csrfToken && headers.cookie === "sap=1; sid=2";
    answer(response, isAllowed ? 201 : 403, isAllowed ? "{}" : "CSRF token validation failed");
  },
  SNOWFLAKE: ({ headers }, _url, _state, response) => {
    const [head = "", payload = "", signature = ""] = (headers.authorization ?? "").replace("Bearer ", "").split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString() || "{}");
    const key = createPublicKey(snowflake.privateKey);
    const isRight = verify("sha256", Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, "base64url"));
    const isOurs =
      claims.iss === `ACME-PROD1.CREDENZA.${snowflake.fingerprint}` &&
      claims.sub === "ACME-PROD1.CREDENZA" &&
      claims.exp - claims.iat <= 3600;
    const isTyped =
      headers["x-snowflake-authorization-token-type"] === "KEYPAIR_JWT" && headers["user-agent"] !== undefined;
    answer(response, isRight && isOurs && isTyped ? 200 : 401, '{"code":"390144"}');
  },
  PADDLE: ({ method, headers, body }, _url, _state, response) => {
    const form = new URLSearchParams(body);
    const isForm = method === "POST" && headers["content-type"] === "application/x-www-form-urlencoded";
    const isRight = isForm && form.get("vendor_id") === "12345" && form.get("vendor_auth_code") === "code-1";
    answer(response, 200, isRight ? '{"success":true}' : '{"success":false,"error":{"code":107}}');
  },
  SLACK: ({ method, body }, url, _state, response) => {
    if (method !== "POST" || url.pathname !== "/SLACK/services/T0/B0/secretpart")
      return void answer(response, 404, "no_service");
    answer(response, JSON.parse(body).text ? 200 : 400, JSON.parse(body).text ? "ok" : "no_text");
  },
};

export const snowflake = { privateKey: "", fingerprint: "" };

async function isSigned(seen: Seen, url: URL, keys: typeof awsKeys): Promise<boolean> {
  const stamp = String(seen.headers["x-amz-date"]);
  const date = new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const theirs = String(seen.headers.authorization);
  const [, region = "", service = ""] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(theirs) ?? [];
  const names = /SignedHeaders=([^,]+)/.exec(theirs)?.[1]?.split(";") ?? [];
  const own = /^(host|x-amz-date|x-amz-security-token|x-amz-content-sha256)$/;
  const headers = names.filter((name) => !own.test(name)).flatMap((name) => [name, String(seen.headers[name])]);
  const body = seen.body === "" ? null : Buffer.from(seen.body);
  const signed = await signRequest({ method: seen.method, url, headers, body }, { keys, region, service, date });
  return signed.headers.includes(theirs);
}

export async function startSigningFakes(): Promise<SigningFakes> {
  const state = {
    seen: [] as Seen[],
    refuse: undefined as SigningFakes["refuse"],
    csrfToken: "csrf-1",
    intacctEndpoint: "https://www3.intacct.com/ia/xml/xmlgw.phtml",
  } as SigningFakes;
  const server = await startServer(async (request, response) => {
    const seen = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: (await buffer(request)).toString("utf8"),
    };
    state.seen.push(seen);
    if (state.refuse) return void answer(response, state.refuse.status, state.refuse.body);
    const url = new URL(seen.url, server.url);
    await judges[url.pathname.split("/")[1] ?? ""]?.(seen, url, state, response);
  });
  return Object.assign(state, server);
}
