import type { Registry } from "../define/registry.ts";
import { isOauth } from "../define/schemes.ts";
import type { CredentialType, TestCall, Verdict } from "../define/system.ts";
import { fillTemplate, templateFields } from "../define/template.ts";
import type { Problem } from "../errors.ts";
import { type Network, NetworkFailure } from "../net/network.ts";
import type { CredentialStatus } from "../store/schema.ts";
import { type Destination, declaredUrl } from "./destination.ts";
import type { FoundCredential, OpenedCredentials } from "./opened-credentials.ts";
import type { PreparedCall, Preparer } from "./prepare.ts";
import { sendWhole } from "./send.ts";
import { SignInFailed } from "./sign-in-failed.ts";
import { judge } from "./verdict.ts";

export interface TestResult {
  status: CredentialStatus;
  verdict: Verdict;
  /** Plain words: what was found and what to do. */
  summary: string;
  /** Method and URL of the call; null when nothing was called. */
  checked: string | null;
  httpStatus: number | null;
  durationMs: number;
  checkedAt: string;
  /** Of the credential that was tested. */
  version: number;
  /** False: the answer says nothing of the credential, and its status is as it was. */
  isTelling: boolean;
}

interface Parts {
  opened: OpenedCredentials;
  preparer: Preparer;
  registry: Pick<Registry, "type" | "destination">;
  network: Network;
  now: () => number;
}

type Finding = Pick<TestResult, "verdict" | "summary" | "checked" | "httpStatus">;

const timeoutMs = 10_000;
const limitBytes = 1024 * 1024;

/** Verdicts that say nothing about the credential leave its status as it is. */
const statusOf: Partial<Record<Verdict, CredentialStatus>> = {
  working: "OK",
  wrong_key: "FAILING",
  wrong_site: "FAILING",
  no_permission: "FAILING",
  unreachable: "FAILING",
  unexpected: "FAILING",
  revoked: "REVOKED",
  uncertain: "UNCERTAIN",
};

/** Asks the system whether it takes the credential. Follows no redirect, writes nothing. Throws what `find` throws. */
export async function testCredential(
  parts: Parts,
  organizationId: string,
  credentialId: string,
  isForced: boolean,
): Promise<TestResult> {
  const credential = await parts.opened.find(organizationId, credentialId);
  const startedAt = performance.now();
  const type = parts.registry.type(credential.destination, credential.type);
  const isTestable = type !== undefined && (type.test !== undefined || isOauth(type.authorize));
  const finding = isTestable ? await find(parts, credential, type, isForced) : notTestable(parts.registry, credential);
  return {
    ...finding,
    status: statusOf[finding.verdict] ?? credential.status,
    isTelling: statusOf[finding.verdict] !== undefined,
    durationMs: Math.round(performance.now() - startedAt),
    checkedAt: new Date(parts.now()).toISOString(),
    version: credential.version,
  };
}

function notTestable(registry: Parts["registry"], { destination, type }: FoundCredential): Finding {
  const isIncoming = registry.type(destination, type)?.incoming !== undefined;
  const summary = isIncoming
    ? "This credential verifies what others send, so there is nothing to call. Send a request to an incoming webhook that uses it."
    : "There is no call that tests this type of credential. It is checked when it is used.";
  return { verdict: "not_testable", summary, checked: null, httpStatus: null };
}

/** A type that asks for a token and names no call is tested by the token. */
async function find(parts: Parts, credential: FoundCredential, type: Tested, isForced: boolean): Promise<Finding> {
  const { organizationId, id: credentialId } = credential;
  const { test } = type;
  let checked = checkedBefore(parts.preparer.destination(credential), type, credential.fields);
  try {
    const { method = "GET" } = test ?? {};
    const headers = test ? headersOf(parts.registry, credential, test) : [];
    const request = { organizationId, credentialId, method, headers, isForced };
    const signedIn = await parts.preparer.prepare({ ...request, path: "" });
    const path = test && fillPath(test.path, signedIn.claims, credential.fields);
    if (!test || path === undefined) return tokenOnly(parts, credential, checked);
    const call = await parts.preparer.prepare({ ...request, path });
    checked = `${method} ${call.url.href}`;
    return { ...(await ask(parts.network, call, test, credential)), checked };
  } catch (error) {
    return { ...findingOf(error), checked };
  }
}

type Tested = Pick<CredentialType, "test" | "authorize">;

/** What is said to be checked as long as no call is made. */
function checkedBefore(at: Destination, { test, authorize }: Tested, fields: Values): string {
  if (test) return `${test.method} ${at.origin}${at.basePath}${templateFields(test.path).length > 0 ? "" : test.path}`;
  return isOauth(authorize) ? `POST ${declaredUrl(at, authorize.tokenUrl, fields).href}` : at.origin;
}

async function ask(network: Network, call: PreparedCall, test: TestCall, { fields }: FoundCredential) {
  const body = test.body === undefined ? null : Buffer.from(test.body);
  const answer = await sendWhole(network, call, { method: test.method, body, timeoutMs, limitBytes });
  const { verdict, summary } = judge(test, { status: answer.status, body: answer.body.toString("utf8") }, fields);
  return { verdict, summary: answer.redact(summary), httpStatus: answer.status };
}

function tokenOnly({ registry }: Parts, { destination }: FoundCredential, checked: string): Finding {
  const name = registry.destination(destination)?.name ?? "The system";
  return {
    verdict: "working",
    summary: `${name} accepts the key and gave an access token.`,
    checked,
    httpStatus: null,
  };
}

function findingOf(error: unknown): Pick<Finding, "verdict" | "summary" | "httpStatus"> {
  if (error instanceof SignInFailed) {
    return { verdict: error.verdict, summary: error.detail, httpStatus: error.upstreamStatus };
  }
  if (error instanceof NetworkFailure) return { verdict: "unreachable", summary: error.message, httpStatus: null };
  throw error as Problem;
}

/** The usual `Accept` gives way to the one that the system wants on every request. */
function headersOf(registry: Parts["registry"], { destination, type }: FoundCredential, test: TestCall): string[] {
  const wanted = { ...registry.destination(destination)?.headers, ...registry.type(destination, type)?.headers };
  const hasAccept = Object.keys(wanted).some((name) => name.toLowerCase() === "accept");
  const usual = { ...(hasAccept ? {} : { accept: "application/json" }), "user-agent": "Credenza" };
  return Object.entries({ ...usual, ...test.headers }).flat();
}

type Values = Readonly<Record<string, string>>;

/**
 * Fields of the credential and claims of its access token may stand in the path; `undefined` when the token has no such
 * claim. What fields make of it is checked like the path of any call.
 */
function fillPath(path: string, claims: Values, fields: Values): string | undefined {
  const names = templateFields(path);
  if (path === `{${names[0]}}`) return fields[names[0] ?? ""] ?? "";
  const isKnown = (name: string): boolean => name in fields || /^[\w-]{1,128}$/.test(claims[name] ?? "");
  return names.every(isKnown) ? fillTemplate(path, { ...claims, ...fields }) : undefined;
}
