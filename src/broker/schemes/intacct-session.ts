import { newId } from "../../crypto/ids.ts";
import type { RequestSchemes } from "../../define/request-schemes.ts";
import { fillTemplate } from "../../define/template.ts";
import { Problem } from "../../errors.ts";
import type { Destination } from "../destination.ts";
import { wholeBody, withBody, withoutHeader } from "../outgoing.ts";
import { readLimited } from "../read-limited.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import { escapeXml, readXml, type XmlValue, xmlText } from "../xml.ts";
import type { SchemeInput, SchemeRule } from "./scheme.ts";

type Options = RequestSchemes["intacctSession"];

const timeoutMs = 15_000;
const answerLimitBytes = 256 * 1024;
const shortestSessionMs = 60_000;

/**
 * The XML gateway: `getAPISession` for the login, then each request's body, one or more `<function>` elements, goes in an
 * envelope with the session. Calls follow the endpoint that the session names, on the vendor's hosts only.
 */
export const intacctSession: SchemeRule<"intacctSession"> = async (options, input) => {
  const fill = (template: string): string => escapeXml(fillTemplate(template, input.values));
  const control = `<control><senderid>${fill(options.senderId)}</senderid><password>${fill(options.senderPassword)}</password>`;
  const place = options.locationId === undefined ? "" : fill(options.locationId);
  const location = place === "" ? "" : `<locationid>${place}</locationid>`;
  const login =
    `<login><userid>${fill(options.userId)}</userid><companyid>${fill(options.companyId)}</companyid>` +
    `<password>${fill(options.userPassword)}</password>${location}</login>`;
  const envelope = (authentication: string, functions: string): string =>
    requestXml(control, authentication, functions);
  const session = await signIn(
    input,
    options,
    envelope(login, `<function controlid="${newId()}"><getAPISession /></function>`),
  );
  return {
    headers: [],
    secrets: [session.id],
    expiresAt: session.endsAtMs,
    apply: async (request) => {
      const functions = (await wholeBody(request.body)).toString("utf8").trim();
      if (request.method !== "POST" || !/^<function[\s>]/.test(functions)) {
        throw new Problem(
          "malformed_body",
          "POST one or more <function> elements; the envelope and the session are added here.",
        );
      }
      const authentication = `<sessionid>${escapeXml(session.id)}</sessionid>`;
      const sent = withBody(request, Buffer.from(envelope(authentication, functions)));
      const headers = [...withoutHeader(sent.headers, "content-type"), "content-type", "application/xml"];
      return { ...sent, url: session.endpoint, headers };
    },
  };
};

/** As the vendor's own SDK sends it. */
const requestXml = (control: string, authentication: string, functions: string): string =>
  `<?xml version="1.0" encoding="utf-8" ?><request>${control}<controlid>${newId()}</controlid><uniqueid>false</uniqueid>` +
  `<dtdversion>3.0</dtdversion><includewhitespace>false</includewhitespace></control><operation transaction="false">` +
  `<authentication>${authentication}</authentication><content>${functions}</content></operation></request>`;

async function signIn({ destination, network, now }: SchemeInput, options: Options, body: string) {
  const url = new URL(`${destination.origin}${destination.basePath}`);
  const headers = { "content-type": "application/xml", accept: "application/xml" };
  const sent = { url, method: "POST", headers, body: Buffer.from(body), timeoutMs, allow: destination.allow };
  const answer = await network.request(sent);
  const { bytes } = await readLimited(answer.body, answerLimitBytes);
  const xml = readXml(bytes.toString("utf8"));
  const read = (path: string): string | undefined => xmlText(xml, `response.${path}`);
  if (read("control.status") !== "success" || read("operation.authentication.status") !== "success") {
    throw refused(answer.status, xml);
  }
  const id = read("operation.result.data.api.sessionid");
  const endpoint = read("operation.result.data.api.endpoint");
  if (!id || !endpoint) throw new SignInFailed("unexpected", "Sage Intacct answered without a session.", answer.status);
  const ends = Date.parse(read("operation.authentication.sessiontimeout") ?? "");
  const endsAtMs = Math.max(Number.isFinite(ends) ? ends : 0, now() + shortestSessionMs);
  return { id, endpoint: pinned(endpoint, destination, options.endpointSuffix), endsAtMs };
}

/** The endpoint comes from outside: only the vendor's hosts count. An operator's override keeps its own origin. */
function pinned(endpoint: string, destination: Destination, suffix: string): URL {
  const url = URL.parse(endpoint);
  if (url?.protocol !== "https:" || !url.hostname.endsWith(suffix) || url.port !== "") {
    throw new SignInFailed("unexpected", `Sage Intacct named an endpoint that is not on ${suffix.slice(1)}.`, 200);
  }
  return destination.replacedHost === undefined ? url : new URL(`${destination.origin}${destination.basePath}`);
}

function refused(status: number, xml: XmlValue): SignInFailed {
  const isControl = xmlText(xml, "response.control.status") === "failure";
  if (status === 429) return new SignInFailed("throttled", "Sage Intacct asks for fewer requests.", status);
  if (status >= 500) return new SignInFailed("unreachable", "Sage Intacct has a fault of its own right now.", status);
  if (xmlText(xml, "response.operation.authentication.status") === "failure")
    return new SignInFailed(
      "wrong_key",
      "Sage Intacct refuses this sign-in: the company, the user or the user's password is wrong.",
      status,
    );
  if (isControl)
    return new SignInFailed(
      "wrong_key",
      "Sage Intacct refuses the sender: its id or password is wrong, or the company has not authorised it.",
      status,
    );
  return new SignInFailed("unexpected", `Sage Intacct answered the sign-in with status ${status}.`, status);
}
