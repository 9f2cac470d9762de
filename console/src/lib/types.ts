export interface Page<T> {
  data: T[];
  nextToken: string | null;
}

export interface Access {
  manage: boolean;
  use: boolean;
  administer: boolean;
}

export interface Organization {
  id: string;
  name: string;
}

export interface OrganizationDetails extends Organization {
  version: number;
  dtCreated: string;
  dtLastModified: string;
  users: number;
  serviceUsers: number;
  credentials: number;
}

export type RootKeySource = "GENERATED_FILE" | "FILE" | "ENVIRONMENT" | "AWS_KMS" | "GCP_KMS" | "VAULT_TRANSIT";
export interface RootKey {
  source: RootKeySource;
  fingerprint: string;
}

export type DataKeyStatus = "ACTIVE" | "RETIRING" | "RETIRED";
export interface DataKey {
  id: string;
  generation: number;
  status: DataKeyStatus;
  /** null: being counted. */
  sealedValues: number | null;
  isCountComplete: boolean;
  valuesFound: number | null;
  dtCreated: string;
  dtRetired: string | null;
}

export interface DataKeys extends Page<DataKey> {
  rootKey: RootKey;
}

export interface Session {
  setupRequired: boolean;
  signedIn: boolean;
  csrfToken?: string;
  user?: { id: string; email: string; firstName?: string | null; lastName?: string | null };
  organizations?: Organization[];
  access?: Record<string, Access>;
  version: string;
}

export interface Field {
  name: string;
  label: string;
  kind: "text" | "secret" | "url" | "select" | "number" | "boolean" | "credential";
  secret: boolean;
  required: boolean;
  multiline?: boolean;
  pattern?: string;
  patternMessage?: string;
  minLength?: number;
  maxLength?: number;
  placeholder?: string;
  help?: string;
  link?: { label: string; href: string };
  options?: { value: string; label: string }[];
  defaultValue?: string;
  trim: boolean;
  /** A sign-in brings it: nobody types it. */
  received?: boolean;
  /** Of a `credential`: the type that it must have. */
  credentialType?: string;
  /** We make it when the credential is created. */
  generated?: boolean;
  /** Only at these destinations, where it names some. */
  warnings?: { pattern: string; message: string; destinations?: string[] }[];
  /** Beginnings that only values of this field have; the destination is the type's first unless said. */
  recognise?: { pattern: string; destination?: string }[];
}

export interface Paste {
  title: string;
  help: string;
  link?: { label: string; href: string };
  text: string;
}

export interface CredentialType {
  id: string;
  name: string;
  summary: string;
  destinations: string[];
  isDefault: boolean;
  testable: boolean;
  incoming: boolean;
  /** Connected by a sign-in by redirect. */
  signIn?: { app: string; revocable: boolean };
  /** To be pasted at the vendor once the credential is made; its places are shown fields. */
  paste?: Paste;
  /** An OAuth app; the URL is to be registered with it. */
  app?: { redirectUrl: string };
  /** What the key needs at the vendor. */
  scopes: string[];
  fields: Field[];
}

export interface Destination {
  id: string;
  name: string;
  group: string;
  description?: string;
  direction: "outgoing" | "incoming" | "signing";
  mode?: "test";
}

export interface System {
  id: string;
  name: string;
  category: string;
  color: string;
  monogram: string;
  website?: string;
  summary: string;
  keywords: string[];
  limits?: string;
  notes: string[];
  destinations: Destination[];
  credentialTypes: CredentialType[];
  counts: { credentials: number; disconnected: number };
}

export type CredentialStatus =
  | "UNTESTED"
  | "OK"
  | "FAILING"
  | "EXPIRING"
  | "REVOKED"
  | "UNCERTAIN"
  | "DISABLED"
  | "PENDING";

interface Changed {
  version: number;
  dtCreated: string;
  dtLastModified: string;
  createdBy: string | null;
  lastModifiedBy: string | null;
}

export interface Credential extends Changed {
  id: string;
  name: string;
  destination: string;
  type: string;
  sealedFields: string[];
  status: CredentialStatus;
  statusDetail: { verdict: string; summary: string; checkedAt: string; checked?: string | null } | null;
  lastUsedAt: string | null;
  lastSuccessAt: string | null;
  lastFailureAt: string | null;
  lastFailure: string | null;
  pendingUntil: string | null;
  choices: { id: string; name: string }[] | null;
  expiresAt: string | null;
  createdByName?: string | null;
  dtDeleted: string | null;
  [field: string]: unknown;
}

export interface TestResult {
  status: CredentialStatus;
  verdict: string;
  summary: string;
  checked: string | null;
  httpStatus: number | null;
  durationMs: number;
  checkedAt: string;
}

export interface UsedBy {
  kind: string;
  id: string;
  name: string;
}

export interface Usage {
  usedBy: UsedBy[];
  calls: { hour: string; calls: number; failures: number }[];
  callsLast24Hours: number;
  lastUsedAt: string | null;
}

export interface AuditEvent {
  id: string;
  action: string;
  actorId: string | null;
  actorType: string;
  actorName: string | null;
  dtOccurred: string;
  detail: Record<string, unknown>;
  resourceType?: string;
  resourceId?: string | null;
}

export interface BrokerAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: unknown;
  durationMs: number;
  truncated?: boolean;
}

export interface WebhookOptions {
  hubspotVersions?: string[];
  windowSeconds?: number;
  signatureHeader?: string;
}

export interface IncomingWebhook extends Changed {
  id: string;
  name: string;
  /** Null, with what follows of it, while nothing verifies what arrives. */
  credentialId: string | null;
  credentialName: string | null;
  destination: string | null;
  type: string | null;
  workflowId: string | null;
  active: boolean;
  url: string;
  options: WebhookOptions;
  counts: { accepted24h: number; rejected24h: number };
  lastMessageAt: string | null;
}

export interface MessageSummary {
  id: string;
  status: "ACCEPTED" | "REJECTED";
  processed: boolean;
  processedAt: string | null;
  receivedAt: string;
  providerEventId: string | null;
  eventType: string | null;
  method: string;
  sizeBytes: number;
  reason: string | null;
  sourceAddress: string | null;
  duplicates: number;
  replayOf: string | null;
}

export interface VerdictStep {
  check: string;
  passed: boolean | null;
  expected?: string;
  received?: string;
  likelyCause?: string;
}

export interface Verdict {
  accepted: boolean;
  reason: string | null;
  steps: VerdictStep[];
}

export interface Message extends MessageSummary {
  headers: [string, string][];
  body: string;
  bodyEncoding: "utf-8" | "base64";
  verdict: Verdict | null;
}

export interface Sample {
  curl: string;
  method: string;
  url: string;
  headers: [string, string][];
  body: string;
  note?: string;
}

export interface ServiceUser extends Changed {
  id: string;
  name: string;
}

export interface UserGroup extends Changed {
  id: string;
  name: string;
}

export interface AccessKey {
  id: string;
  accessKeyId: string;
  status: "ACTIVE" | "INACTIVE";
  lastUsedAt: string | null;
  dtCreated: string;
  createdBy: string | null;
}

export interface NewAccessKey extends AccessKey {
  apiSecret: string;
  organizationId?: string;
}

export interface Statement {
  effect: "allow" | "deny";
  action: string[];
  resource: string[];
}

export interface PermissionPolicy extends Changed {
  id: string;
  name: string;
  permissionPolicy: Statement[];
  managedPolicy: boolean;
}

export interface User {
  id: string;
  email: string;
  firstName?: string | null;
  lastName?: string | null;
  dtCreated?: string;
}
