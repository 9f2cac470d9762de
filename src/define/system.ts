import type { Field } from "./fields.ts";
import type { Scheme } from "./schemes.ts";
import type { IncomingWebhookRules } from "./verifications.ts";

export type Direction = "outgoing" | "incoming" | "signing";

export interface Destination {
  name: string;
  direction: Direction;
  description?: string;
  /** Template over non-secret fields, without a slash at the end, e.g. `https://{site}.chargebee.com/api/v2`. */
  baseUrl?: string;
  /** Further hosts that a full URL may name, as templates. The base URL's own host always counts. */
  hosts?: string[];
}

export type Verdict =
  | "working"
  | "wrong_key"
  | "wrong_site"
  | "no_permission"
  | "throttled"
  | "unreachable"
  | "not_testable"
  | "unexpected";

/** One row of the table that turns an answer into a verdict; the first that fits counts. */
export interface Outcome {
  status: number | [from: number, to: number];
  /** Value that the JSON body has at a dotted path. */
  body?: { path: string; equals: string | boolean };
  verdict: Verdict;
  /** Plain words; `{field}` places are filled with non-secret fields. */
  summary: string;
}

export interface TestCall {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
  outcomes: Outcome[];
}

export interface WebhookExample {
  name: string;
  fields: Record<string, string>;
  method?: string;
  url?: string;
  headers: Record<string, string>;
  body: string;
  /** The clock of the check, Unix milliseconds. */
  at?: number;
  options?: Record<string, unknown>;
  /** The scheme does not sign the body (HTTP basic, a bearer JWT), so another body is accepted too. */
  bodyIsNotSigned?: true;
}

export interface CredentialType {
  name: string;
  summary: string;
  /** All of the system's destinations unless said. */
  destinations?: string[];
  /** Taken when a credential for the destination names no type. */
  default?: boolean;
  fields: Record<string, Field>;
  authorize?: Scheme;
  test?: TestCall;
  incoming?: IncomingWebhookRules;
  /** Signs outgoing webhooks with the M3TER_SIGNED_REQUEST rules. */
  signing?: boolean;
  examples: {
    fields: Record<string, string>;
    /** Field values that must be refused, each with the field that the error names. */
    refused?: { fields: Record<string, string>; field: string }[];
    /** What the broker sends for GET `path`. */
    authorized?: { path: string; url: string; headers: Record<string, string> };
    /** Answers of the vendor to the test call, and the verdict each must get. */
    answers?: { status: number; body?: unknown; verdict: Verdict }[];
    /** Signed requests that must be accepted; every altered byte of them must be refused. */
    webhooks?: WebhookExample[];
  };
}

export interface SystemDefinition {
  /** kebab-case, the file's name. */
  id: string;
  name: string;
  category: string;
  /** Of the monogram, `#rrggbb`. */
  color: string;
  summary: string;
  website?: string;
  /** Position among systems in a form; lower first. */
  order?: number;
  destinations: Record<string, Destination>;
  credentialTypes: Record<string, CredentialType>;
}

/** Declares an external system: one file, everything else is derived from it. */
export const defineSystem = (definition: SystemDefinition): SystemDefinition => definition;
