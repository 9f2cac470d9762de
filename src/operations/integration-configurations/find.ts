import { requireUse } from "../../access/require-use.ts";
import type { Actor, Context } from "../../context.ts";
import { invalidField, Problem } from "../../errors.ts";
import { integrationsOf, planOf, presetOf } from "../../integrations/plan.ts";
import { findCredential } from "../../store/credentials.ts";
import type { Tx } from "../../store/db.ts";
import {
  type ConfigValues,
  findConfig,
  type IntegrationConfigRow,
  lockConfig,
} from "../../store/integration-configs.ts";
import { findOutgoingWebhook } from "../../store/outgoing-webhooks.ts";

const missing = (): Problem => new Problem("not_found", "There is no integration configuration with this id.");

export async function requireConfig(tx: Tx, id: string): Promise<IntegrationConfigRow> {
  const row = await findConfig(tx, id);
  if (!row) throw missing();
  return row;
}

export async function requireConfigForChange(tx: Tx, id: string) {
  const row = await lockConfig(tx, id);
  if (!row) throw missing();
  return row;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a configuration names must be there, and be something the actor may use; else an error that names the field. */
export async function checkConfig(context: Context, tx: Tx, actor: Actor, values: ConfigValues): Promise<void> {
  const { destination, destinationId, entityType, configData, credentialId } = values;
  const entry = context.registry.destination(destination);
  if (destination === "WEBHOOK") {
    const webhook =
      destinationId && uuid.test(destinationId) ? await findOutgoingWebhook(tx, destinationId) : undefined;
    if (!webhook) throw invalidField("destinationId", "Give the id of an outgoing webhook.");
    return;
  }
  if (entry?.direction !== "outgoing")
    throw invalidField("destination", "Name a destination from the list of systems.");
  if (credentialId === null) throw invalidField("integrationCredentialsId", "Choose a credential of this destination.");
  const type = await checkCredential(tx, actor, destination, credentialId);
  const { presets } = integrationsOf(context.registry, destination);
  if (configData.preset !== undefined && !presets.some(({ id }) => id === configData.preset)) {
    throw invalidField("configData.preset", "This system has no such preset.");
  }
  const preset = presetOf(context.registry, destination, entityType, configData);
  if (!configData.steps && preset?.credentialTypes?.includes(type) === false) {
    const names = preset.credentialTypes.map((id) => context.registry.type(destination, id)?.name ?? id);
    throw invalidField(
      "integrationCredentialsId",
      `The mapping "${preset.name}" needs a credential of the type ${names.join(" or ")}.`,
    );
  }
  const plan = planOf(preset, configData);
  if (plan.steps.length === 0) {
    throw invalidField("configData.steps", "This system has no preset for the entity type. Give the calls to make.");
  }
}

/** Gives its type. */
async function checkCredential(tx: Tx, actor: Actor, destination: string, id: string): Promise<string> {
  const credential = await findCredential(tx, id);
  if (!credential || credential.dt_deleted)
    throw invalidField("integrationCredentialsId", "There is no such credential.");
  if (credential.destination !== destination) {
    throw invalidField("integrationCredentialsId", "Choose a credential of this destination.");
  }
  requireUse(actor, id);
  return credential.type;
}
