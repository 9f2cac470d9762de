import { configurationEntities } from "./configuration-events.ts";

const entities = [
  "account",
  "accountplan",
  "aggregation",
  "balance",
  "commitment",
  "contract",
  "counter",
  "credittype",
  "meter",
  "plan",
  "plangroup",
  "plantemplate",
  "pricing",
  "product",
];
const changes = ["created", "updated", "deleted"];

const ours = [
  ...changesOf(configurationEntities),
  ...["integration.validation.error", "integration.missingaccountmapping.error", "integration.authentication.error"],
  ...["integration.perform.error", "integration.disabled.error"],
  ...[
    "credential.disconnected",
    "credential.expiring",
    "webhook.paused",
    "webhook.gone",
    "webhook.test",
    "workflow.run.failed",
  ],
];

function changesOf(names: readonly string[]): string[] {
  return names.flatMap((entity) => changes.map((change) => `configuration.${entity}.${change}`));
}

/** Those that Credenza raises itself. */
export const ownEventNames: ReadonlySet<string> = new Set(ours);

/** Names that may come without anybody having published them yet: those of the m3ter API, then our own. */
export const knownEventNames: readonly string[] = [
  ...changesOf(entities),
  ...ours,
  ...["billing.bill.created", "billing.bill.updated", "billing.bill.approved", "billing.bill.locked"],
  ...["billing.billjob.created", "billing.billjob.updated", "billing.commitment.created", "billing.commitment.updated"],
  ...["ingest.validation.failure", "dataexport.job.failure"],
].toSorted();
