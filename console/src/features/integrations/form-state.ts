import type {
  AccountFilter,
  ConfigData,
  Integration,
  IntegrationForm,
  MappingStep,
} from "../../lib/api/integrations.ts";

/** The form as it is typed: what is empty is left out when it is saved. */
export interface Draft {
  name: string;
  entityType: string;
  destination: string;
  destinationId: string | null;
  credentialId: string | null;
  /** Null: steps of one's own. */
  preset: string | null;
  steps: MappingStep[];
  externalId: string;
  externalTable: string;
  accountTable: string;
  events: string[];
  allow: string[];
  deny: string[];
  expression: string;
  maxFailures: number | null;
  notify: string[];
}

export const emptyStep: MappingStep = { method: "POST", path: "/", format: "json", mapping: '{ "id": entity.id }' };

export const emptyDraft: Draft = {
  name: "",
  entityType: "Bill",
  destination: "",
  destinationId: null,
  credentialId: null,
  preset: null,
  steps: [emptyStep],
  externalId: "",
  externalTable: "",
  accountTable: "",
  events: [],
  allow: [],
  deny: [],
  expression: "",
  maxFailures: null,
  notify: [],
};

export function draftOf(integration: Integration): Draft {
  const { name, entityType, destination, destinationId, integrationCredentialsId, configData: data } = integration;
  return {
    ...{ name, entityType, destination, destinationId, credentialId: integrationCredentialsId },
    preset: data.steps ? null : (data.preset ?? null),
    steps: data.steps ?? [],
    externalId: data.externalId ?? "",
    externalTable: data.externalTable ?? "",
    accountTable: data.accountTable ?? "",
    events: data.events ?? [],
    allow: data.accountFilter?.allow ?? [],
    deny: data.accountFilter?.deny ?? [],
    expression: data.accountFilter?.expression ?? "",
    maxFailures: data.maxFailures ?? null,
    notify: data.notify ?? [],
  };
}

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
const given = (text: string): string | undefined => text.trim() || undefined;

function filterOf({ allow, deny, expression }: Draft): AccountFilter | undefined {
  const filter = { allow: some(allow), deny: some(deny), expression: given(expression) };
  return Object.values(filter).some((member) => member !== undefined) ? filter : undefined;
}

export function configDataOf(draft: Draft): ConfigData {
  const own = draft.preset === null;
  return {
    preset: draft.preset ?? undefined,
    steps: own ? some(draft.steps) : undefined,
    externalId: given(draft.externalId),
    externalTable: given(draft.externalTable),
    accountTable: given(draft.accountTable),
    events: some(draft.events),
    accountFilter: filterOf(draft),
    maxFailures: draft.maxFailures ?? undefined,
    notify: some(draft.notify),
  };
}

export const formOf = (draft: Draft): IntegrationForm => ({
  name: draft.name.trim(),
  entityType: draft.entityType.trim(),
  destination: draft.destination,
  destinationId: draft.destinationId,
  configData: draft.destination === "WEBHOOK" ? withoutCalls(configDataOf(draft)) : configDataOf(draft),
  integrationCredentialsId: draft.destination === "WEBHOOK" ? null : draft.credentialId,
});

/** A webhook gets the event as it is. */
const withoutCalls = ({ events, accountFilter, maxFailures, notify }: ConfigData): ConfigData => ({
  events,
  accountFilter,
  maxFailures,
  notify,
});
