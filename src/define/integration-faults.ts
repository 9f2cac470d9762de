import type { SystemDefinition } from "./system.ts";

/** Presets have ids of their own and calls to make; the refusals can be read. */
export function integrationFaults({ integrations, credentialTypes: known }: SystemDefinition): string[] {
  if (!integrations) return [];
  const { presets, refusals = [] } = integrations;
  const ids = presets.map(({ id }) => id);
  const faults = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two presets are named ${id}`);
  for (const { id, steps, updateSteps, credentialTypes = [] } of presets) {
    const unknown = credentialTypes.filter((type) => !Object.hasOwn(known, type));
    faults.push(...unknown.map((type) => `the preset ${id} names the credential type ${type}, which is not there`));
    if (steps.length === 0) faults.push(`the preset ${id} makes no call`);
    for (const { path } of [...steps, ...(updateSteps ?? [])]) {
      if (!path.startsWith("/")) faults.push(`a path of the preset ${id} does not begin with /`);
    }
  }
  for (const { body } of refusals) {
    if (!isExpression(body)) faults.push("the body of a refusal is no regular expression");
  }
  return faults;
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text, "i");
    return true;
  } catch {
    return false;
  }
}
