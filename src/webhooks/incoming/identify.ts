import { digest } from "../../crypto/digest.ts";
import type { EventIdRule, IncomingWebhookRules, RequestValue } from "../../define/verifications.ts";
import { lookUpHeader, type RawRequest } from "./raw-request.ts";
import type { Verdict } from "./verdict.ts";

/** A longer body is not parsed on arrival; its digest stands in for the event id. */
export const maxParsedBytes = 256 * 1024;
const maxShownCharacters = 200;

export interface EventIdentity {
  /** As the provider names the event; null when it names none. */
  eventId: string | null;
  eventType: string | null;
  /** The same for the same event of the same webhook: 32 bytes in hexadecimal, which cost less to make than bytes. */
  dedupeKey: string;
  /** Whether the key stands for the event for ever, or only as long as the window is. */
  isLasting: boolean;
}

interface Found {
  shown: string;
  identity: string;
}

/** What event a verified request tells of. Never throws. */
export function identify(rules: IncomingWebhookRules, request: RawRequest, verdict: Verdict): EventIdentity {
  const body = needsBody(rules) ? parse(request.body) : undefined;
  const eventType = firstOf(rules.eventType, (rule) => readValue(rule, request, verdict, body));
  const found = firstOf(rules.eventId, (rule) => readId(rule, request, verdict, body));
  const shownType = eventType === undefined ? null : showable(eventType);
  if (found !== undefined) {
    const dedupeKey = keyOf(`id\n${found.identity}`);
    return { eventId: showable(found.shown), eventType: shownType, dedupeKey, isLasting: true };
  }
  return { eventId: null, eventType: shownType, ...withoutId(rules, request, verdict) };
}

/**
 * Without an id: a body too long to parse is its own id, where the id would stand in the body; else what was signed
 * (signature with its time, and body) is the same request again, for as long as the window is.
 */
function withoutId(rules: IncomingWebhookRules, request: RawRequest, verdict: Verdict) {
  const bodyDigest = digest("sha256", request.body, "hex");
  if (request.body.length > maxParsedBytes && rules.eventId?.some((rule) => "each" in rule || rule.bodyPath)) {
    return { dedupeKey: keyOf(`body\n${bodyDigest}`), isLasting: true };
  }
  return { dedupeKey: keyOf(`signed\n${verdict.signature}\n${bodyDigest}`), isLasting: verdict.timestamped };
}

const keyOf = (text: string): string => digest("sha256", text, "hex");

const needsBody = (rules: IncomingWebhookRules): boolean =>
  [...(rules.eventId ?? []), ...(rules.eventType ?? [])].some((rule) => "each" in rule || rule.bodyPath !== undefined);

/** One value of a request, wherever the rule says it stands. */
export function readRequestValue(rule: RequestValue, request: RawRequest, verdict: Verdict): string | undefined {
  return readValue(rule, request, verdict, rule.bodyPath === undefined ? undefined : parse(request.body));
}

function parse(body: Buffer): unknown {
  if (body.length === 0 || body.length > maxParsedBytes) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function firstOf<Rule, Value>(rules: Rule[] | undefined, read: (rule: Rule) => Value | undefined): Value | undefined {
  for (const rule of rules ?? []) {
    const value = read(rule);
    if (value !== undefined) return value;
  }
  return undefined;
}

function readId(rule: EventIdRule, request: RawRequest, verdict: Verdict, body: unknown): Found | undefined {
  if ("each" in rule) return readEach(rule.each, rule.list === undefined ? body : at(body, rule.list));
  const value = readValue(rule, request, verdict, body);
  return value === undefined ? undefined : { shown: value, identity: value };
}

/** An id out of a list of events: every entry must have the first of the names; the others make it unique. */
function readEach(names: readonly string[], body: unknown): Found | undefined {
  if (!Array.isArray(body) || body.length === 0) return undefined;
  const ids: string[] = [];
  const identities: (string | null)[][] = [];
  for (const entry of body) {
    const values = names.map((name) => scalar(at(entry, name)) ?? null);
    const [first] = values;
    if (first === null || first === undefined) return undefined;
    ids.push(first);
    identities.push(values);
  }
  return { shown: ids.join(","), identity: JSON.stringify(identities) };
}

function readValue(rule: RequestValue, request: RawRequest, verdict: Verdict, body: unknown): string | undefined {
  const value = readRaw(rule, request, verdict, body);
  if (value === undefined || value === "") return undefined;
  return rule.pattern === undefined || new RegExp(rule.pattern).test(value) ? value : undefined;
}

function readRaw(rule: RequestValue, request: RawRequest, verdict: Verdict, body: unknown): string | undefined {
  if (rule.header !== undefined) {
    const { count, value } = lookUpHeader(request.rawHeaders, rule.header.toLowerCase());
    return count === 1 ? value : undefined;
  }
  if (rule.claim !== undefined) return scalar(memberOf(verdict.claims, rule.claim));
  return rule.bodyPath === undefined ? undefined : scalar(at(body, rule.bodyPath));
}

const at = (value: unknown, path: string): unknown => path.split(".").reduce(memberOf, value);

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function scalar(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** Cut, and without characters that a text column or a page cannot hold. */
function showable(value: string): string {
  if (value.length <= maxShownCharacters && /^[\x20-\x7e]*$/.test(value)) return value;
  const clean = value.slice(0, maxShownCharacters).replace(/[\p{Cc}\p{Cs}]/gu, "\ufffd");
  return value.length > maxShownCharacters ? `${clean}…` : clean;
}
