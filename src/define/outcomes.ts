import { baseUrlTemplates } from "./base-url.ts";
import { capital } from "./fields-schema.ts";
import { neededScopes, nothingToChoose } from "./scopes.ts";
import type { Destination, Outcome, SystemDeclaration, TestCall, TestDeclaration, Verdict } from "./system.ts";
import { templateFields } from "./template.ts";

type TypeSoFar = Omit<SystemDeclaration["credentialTypes"][string], "test">;
type Judged = Exclude<Verdict, "not_testable" | "unexpected" | "revoked" | "uncertain">;

/** Adds to a test call what is the same for all systems: the usual rows below the file's own, and the usual sentences. */
export function completeTest(system: SystemDeclaration, type: TypeSoFar, declared: TestDeclaration): TestCall {
  const { say, success, outcomes = [], json, ...call } = declared;
  const site = siteField(system, type);
  const sentences: Partial<Record<Verdict, string>> = { ...usualSentences(system.name, type, site), ...say };
  const usual: Omit<Outcome, "summary">[] = [
    { status: [200, 299], ...(success ? { body: success } : {}), verdict: "working" },
    { status: 401, verdict: "wrong_key" },
    { status: 403, verdict: "no_permission" },
    ...(site ? [{ status: 404, verdict: "wrong_site" as const }] : []),
    { status: 429, verdict: "throttled" },
    { status: [500, 599], verdict: "unreachable" },
  ];
  const isOpen = ({ status }: Pick<Outcome, "status">): boolean =>
    !outcomes.some((row) => row.body === undefined && row.status === status);
  const rows = [...outcomes, ...usual.filter(isOpen)].map((row) => ({ summary: sentences[row.verdict] ?? "", ...row }));
  const body = json === undefined ? call.body : JSON.stringify(json);
  return {
    ...call,
    method: call.method ?? (body === undefined ? "GET" : "POST"),
    ...(body === undefined ? {} : { body }),
    ...(json === undefined ? {} : { headers: { "content-type": "application/json", ...call.headers } }),
    outcomes: rows,
  };
}

function usualSentences(name: string, type: TypeSoFar, site: string | undefined): Record<Judged, string> {
  const key = type.keyName ?? keyLabel(type);
  const siteLabel = site ? inSentence(type.fields[site]?.label ?? site) : "";
  const atSite = site ? ` for ${siteLabel} {${site}}` : "";
  return {
    working: `Working: ${name} accepts this ${key}${atSite}.`,
    wrong_key: `${name} refuses this ${key}${atSite}. It may be mistyped, deleted or expired. Copy it again or make another.`,
    no_permission: `${name} knows this ${key}, but it may not do what the test asks. ${permissionAdvice(type)}`,
    wrong_site: `${name} finds nothing${atSite || " at this address"}. Check it in the address of your ${name}.`,
    throttled: `${name} asks for fewer requests right now, so the ${key} could not be judged. Test again in a minute.`,
    unreachable: `${name} has a fault of its own right now. Test again later.`,
  };
}

function permissionAdvice(type: TypeSoFar): string {
  const scopes = neededScopes(type);
  if (scopes.length > 0) return `It needs: ${scopes.join(", ")}.`;
  const reason = nothingToChoose(type);
  return reason ? `${capital(reason)}, so look at the account itself.` : "Give it more permissions there.";
}

/** The field that a person may get wrong so that the vendor finds nothing: the first that stands in a host. */
function siteField(system: SystemDeclaration, type: TypeSoFar): string | undefined {
  const ids = type.destinations ?? Object.keys(system.destinations);
  const urls = ids.map((id) => type.baseUrls?.[id] ?? (system.destinations[id] as Destination | undefined)?.baseUrl);
  const templates = urls.flatMap((url) => (url === undefined ? [] : baseUrlTemplates(url)));
  return templates.flatMap(templateFields).find((name) => type.fields[name] !== undefined);
}

function keyLabel({ fields }: TypeSoFar): string {
  const first = Object.values(fields).find((field) => field.secret);
  return inSentence(first?.label ?? "Key");
}

/** "Access token" inside a sentence is "access token"; "API key" stays. */
const inSentence = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
