import type { BaseUrl } from "./base-url.ts";
import type { Category } from "./categories.ts";
import type { Field } from "./fields.ts";
import type { SystemIntegrations } from "./integration.ts";
import { completeTest } from "./outcomes.ts";
import type { Scheme } from "./schemes.ts";
import type { NothingToChoose } from "./scopes.ts";
import type { IncomingWebhookRules } from "./verifications.ts";

export type Direction = "outgoing" | "incoming" | "signing";

export interface Destination {
  name: string;
  direction: Direction;
  description?: string;
  /** A destination for tests only. The form warns of keys that belong to the other one. */
  mode?: "test";
  baseUrl?: BaseUrl;
  /** Further hosts that a full URL may name, as templates. The base URL's own host always counts. */
  hosts?: string[];
  /** As `headers` of a type, for this destination only. */
  headers?: Record<string, string>;
}

export type Verdict =
  | "working"
  | "wrong_key"
  | "wrong_site"
  | "no_permission"
  | "revoked"
  | "uncertain"
  | "throttled"
  | "unreachable"
  | "not_testable"
  | "unexpected";

/** What the body of an answer must be: a value of its JSON at a dotted path (a number is an index), or text that it holds. */
export type BodyRule =
  | { path: string; equals: BodyValue | BodyValue[] }
  | { path: string; exists: boolean }
  | { includes: string };
type BodyValue = string | number | boolean;

/** One row of the table that turns an answer into a verdict; the first that fits counts. */
export interface Outcome {
  status: number | [from: number, to: number];
  body?: BodyRule;
  verdict: Verdict;
  /** Plain words; `{field}` places are filled with non-secret fields. */
  summary: string;
}

/** The call that tells whether a credential works. Places of the path are shown fields and claims of an access token. */
export interface TestCall {
  method: "GET" | "POST";
  /** Below the base URL, or a full URL on one of the destination's hosts. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  outcomes: Outcome[];
}

/** As a file writes it: what it leaves out is the same for all systems, see `outcomes.ts`. */
export interface TestDeclaration extends Pick<TestCall, "path" | "headers" | "body"> {
  /** GET unless said, POST where there is a body. */
  method?: TestCall["method"];
  /** JSON body. */
  json?: unknown;
  /** What the body of a 2xx answer must be; any will do unless said. */
  success?: BodyRule;
  /** Sentences that take the place of the usual ones. */
  say?: Partial<Record<Verdict, string>>;
  /** Rows that are looked at before the usual ones. Without a summary the verdict's usual sentence is said. */
  outcomes?: (Omit<Outcome, "summary"> & { summary?: string })[];
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
  /** The scheme does not sign the body (HTTP basic, a bearer JWT) or only what a parser makes of it (a form, some members). */
  bodyIsNotSigned?: true;
}

export interface PasteGuide {
  title: string;
  /** Where it goes, in a sentence or two. */
  help: string;
  link?: { label: string; href: string };
  /** A template over shown fields and `awsAccount`, the AWS account of this installation. */
  text: string;
}

export interface CredentialType {
  name: string;
  summary: string;
  /** All of the system's destinations of the type's direction unless said. */
  destinations?: string[];
  /** Taken when a credential for the destination names no type. */
  default?: boolean;
  fields: Record<string, Field>;
  /** What the sentences of a test call the credential, e.g. "access token"; the label of its first secret unless said. */
  keyName?: string;
  /** By destination, where this type calls another base URL than the destination's other types. */
  baseUrls?: Record<string, BaseUrl>;
  authorize?: Scheme;
  /** What a person pastes at the vendor once the credential is made, e.g. a trust policy. */
  paste?: PasteGuide;
  /**
   * Sent with each request unless the caller gives them. Templates over fields that are shown; one whose field was left
   * out is not sent.
   */
  headers?: Record<string, string>;
  /** Permissions that the key needs at the vendor, the test call's first, a phrase each; those of a sign-in unless said. */
  scopes?: string[] | NothingToChoose;
  test?: TestCall;
  incoming?: IncomingWebhookRules;
  /** An OAuth app of the organization's own: it holds what sign-ins by redirect are made with. */
  app?: boolean;
  /** Signs outgoing webhooks with the M3TER_SIGNED_REQUEST rules. */
  signing?: boolean;
  examples: {
    fields: Record<string, string>;
    /** What the sign-in brings. */
    received?: Record<string, string>;
    /** Field values that must be refused, each with the field that the error names. */
    refused?: { fields: Record<string, string>; field: string }[];
    /**
     * What the broker sends for GET `path`, the test call's unless said; of the type's first destination unless
     * `destination` says another.
     */
    authorized?: { path?: string; destination?: string; url: string; headers: Record<string, string> };
    /** Answers of the vendor to the test call, and the verdict each must get. */
    answers?: { status: number; body?: unknown; verdict: Verdict }[];
    /** Signed requests that must be accepted; every altered byte of them must be refused. */
    webhooks?: WebhookExample[];
  };
}

/** Names of the answer's headers that tell how many calls are left. */
export interface RateLimitHeaders {
  limit?: string;
  remaining?: string;
  reset?: string;
}

/** What a file rests on. Nothing in it was tried with a live account. */
export interface Basis {
  /** Packages of the vendor, and published examples, that the tests compare ours with. */
  comparedWith?: string[];
  /** Public pages, mostly the vendor's, where a fact was read that no test can compare; a phrase each. */
  readIn?: string[];
  /** What comes from memory or from third parties, or is our own choice; a sentence each. */
  unconfirmed: string[];
}

export const fromMemory: Basis = {
  unconfirmed: [
    "Hosts, headers, the test call and its answers are written from general knowledge of the API and are not confirmed by the vendor's documentation.",
  ],
};

/** From memory but for what was read, with what else is not confirmed. */
export const mostlyFromMemory = ({ unconfirmed = [], ...read }: Partial<Basis>): Basis => ({
  ...read,
  unconfirmed: [...fromMemory.unconfirmed, ...unconfirmed],
});

export interface SystemDefinition {
  /** Header that takes a key which makes a repeated call do nothing twice; `idempotency-key` unless said. */
  idempotencyHeader?: string;
  /** kebab-case, the file's name. */
  id: string;
  name: string;
  /** Group in forms and filter of cards; one of `categories` for the systems of this repository. */
  category: Category | (string & {});
  /** Of the monogram, `#rrggbb`. */
  color: string;
  summary: string;
  website?: string;
  /** Further words that a search finds it by, e.g. a former name. */
  keywords?: string[];
  /** Position among the systems of its category; lower first, 100 unless said. */
  order?: number;
  /** The vendor's limits, in a sentence; where it publishes none, that it does not. */
  limits?: string;
  rateLimit?: RateLimitHeaders;
  /** Known gaps and what else to know, a sentence each. */
  notes?: string[];
  basis?: Basis;
  destinations: Record<string, Destination>;
  credentialTypes: Record<string, CredentialType>;
  /** What integration configurations begin with. */
  integrations?: SystemIntegrations;
}

type TypeDeclaration = Omit<CredentialType, "test"> & { test?: TestDeclaration };
export type SystemDeclaration = Omit<SystemDefinition, "credentialTypes"> & {
  credentialTypes: Record<string, TypeDeclaration>;
};

/** Those of the direction that the type is for. */
function fittingDestinations(
  { destinations }: SystemDeclaration,
  { incoming, signing }: Omit<TypeDeclaration, "test">,
) {
  const direction: Direction = incoming ? "incoming" : signing ? "signing" : "outgoing";
  return Object.keys(destinations).filter((id) => destinations[id]?.direction === direction);
}

/** Declares an external system: one file, everything else is derived from it. */
export function defineSystem(declaration: SystemDeclaration): SystemDefinition {
  const types = Object.entries(declaration.credentialTypes).map(([id, { test, ...own }]): [string, CredentialType] => {
    const type = { ...own, destinations: own.destinations ?? fittingDestinations(declaration, own) };
    return [id, test ? { ...type, test: completeTest(declaration, type, test) } : type];
  });
  return { ...declaration, credentialTypes: Object.fromEntries(types) };
}
