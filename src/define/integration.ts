/** How entities of one type become things of a system: a start for a configuration, which may change every part. */
export interface IntegrationPreset {
  /** Of the system's presets, e.g. `bill-to-invoice`. */
  id: string;
  name: string;
  /** `Bill`, `Account`, `Contract`, `Notification` or a type of the organization's own. */
  entityType: string;
  /** The system's name of what is made; external mappings stand under it. */
  externalTable: string;
  /** The table in which the entity's account must be mapped: `{accountExternalId}` in paths and mappings. */
  accountTable?: string;
  /** Credential types whose base URL the paths stand below; all of the system's unless said. */
  credentialTypes?: string[];
  /** One call after another; a later one sees the answers of the earlier as `steps`. */
  steps: PresetStep[];
  /** In their place where the entity is mapped already; without them nothing is sent then. */
  updateSteps?: PresetStep[];
  /** JSONata over the answers: `steps[0].id`. */
  externalId: string;
  /** An entity that the mapping works on, for the preview and the tests. */
  sample: Record<string, unknown>;
}

export interface PresetStep {
  method: "POST" | "PUT" | "PATCH";
  /** Below the base URL; places are dotted paths: `{entity.id}`, `{externalId}`, `{accountExternalId}`, `{steps.0.id}`. */
  path: string;
  /** JSON unless said. */
  format?: "json" | "form";
  /** JSONata over `entity`, `old`, `event`, `accountExternalId`, `externalId` and `steps`; its value is the body. */
  mapping: string;
}

/** An answer that is no success, by what it says. */
export interface RefusalRule {
  status?: number;
  /** Regular expression over the body. */
  body: string;
  means: "ACCOUNTING_PERIOD_CLOSED" | "INVOICE_ALREADY_PAID" | "RATE_LIMIT_RETRY" | "AUTH_FAILED";
}

export interface RemoteList {
  /** External table. */
  table: string;
  path: string;
  /** JSONata over the answer's body; gives objects of `id` and `name`. */
  values: string;
}

export interface SystemIntegrations {
  presets: IntegrationPreset[];
  refusals?: RefusalRule[];
  /** Where the ids of a table can be looked up. */
  lists?: RemoteList[];
}
