import { integrationFaults } from "./integration-faults.ts";
import { oauthFaults } from "./oauth-faults.ts";
import type { CredentialType, SystemDefinition } from "./system.ts";
import { headerFaults, urlFaults } from "./url-faults.ts";
import { recognitionFaults, sentenceFaults } from "./word-faults.ts";

const constantName = /^[A-Z][A-Z0-9_]*$/;
const fieldName = /^[a-z][A-Za-z0-9]*$/;

/** Names that an answer or a request uses itself, so that no field may. */
const reservedNames = new Set([
  "id", "name", "destination", "type", "status", "statusDetail", "sealedFields", "version", "lastUsedAt", "expiresAt", "lastSuccessAt", "lastFailureAt", "lastFailure", "pendingUntil", "choices",
  "dtCreated", "dtLastModified", "dtDeleted", "createdBy", "createdByName", "lastModifiedBy", "previousSecretValidHours",
]); // biome-ignore format: a list

/** What is wrong with a definition, in words; empty when nothing is. The conformance tests and the start both ask it. */
export function systemFaults(system: SystemDefinition): string[] {
  const faults: string[] = [];
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(system.id)) faults.push("its id is not kebab-case");
  if (!/^#[0-9a-f]{6}$/i.test(system.color)) faults.push("its color is not #rrggbb");
  for (const [id, destination] of Object.entries(system.destinations)) {
    if (!constantName.test(id)) faults.push(`the destination ${id} is not in capitals`);
    if (destination.direction === "outgoing" && !destination.baseUrl)
      faults.push(`the destination ${id} has no baseUrl`);
  }
  for (const [id, type] of Object.entries(system.credentialTypes)) {
    if (!constantName.test(id)) faults.push(`the type ${id} is not in capitals`);
    for (const destination of type.destinations ?? []) {
      if (!system.destinations[destination]) faults.push(`the type ${id} names the unknown destination ${destination}`);
    }
    faults.push(...typeFaults(id, type), ...oauthFaults(system, id, type));
    if (!type.app) faults.push(...urlFaults(system, id, type), ...headerFaults(system, id, type));
    faults.push(...sentenceFaults(id, type), ...recognitionFaults(system, id, type));
  }
  faults.push(...integrationFaults(system));
  return faults;
}

function typeFaults(id: string, type: CredentialType): string[] {
  const faults: string[] = [];
  for (const [name, field] of Object.entries(type.fields)) {
    if (!fieldName.test(name) || reservedNames.has(name))
      faults.push(`the field ${id}.${name} has a name that cannot be used`);
    if (field.pattern !== undefined && !isAnchored(field.pattern))
      faults.push(`the pattern of ${id}.${name} is not ^anchored$`);
    if (field.secret !== (field.kind === "secret"))
      faults.push(`the field ${id}.${name} does not say whether it is secret`);
  }
  if (!type.authorize && !type.incoming && !type.signing && !type.app)
    faults.push(`the type ${id} authorises, verifies and signs nothing`);
  return faults;
}

const isAnchored = (pattern: string): boolean => pattern.startsWith("^") && pattern.endsWith("$");
