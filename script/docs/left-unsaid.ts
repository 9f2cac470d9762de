import { neededScopes, nothingToChoose } from "../../src/define/scopes.ts";
import type { SystemDefinition } from "../../src/define/system.ts";

/** What the page of a system would leave out: what a key needs, and the limits of a vendor that is called. */
export function leftUnsaid({ id, limits, destinations, credentialTypes }: SystemDefinition): string[] {
  const isCalled = Object.values(destinations).some(({ direction }) => direction === "outgoing");
  const unsaid = Object.entries(credentialTypes).filter(
    ([, type]) => type.authorize && neededScopes(type).length === 0 && !nothingToChoose(type),
  );
  return [
    ...(isCalled && !limits ? [`systems/${id}.ts has no limits. Write the vendor's, or that it publishes none.`] : []),
    ...unsaid.map(
      ([type]) =>
        `systems/${id}.ts: ${type} has no scopes. Write what its key needs, or nothingToChoose with the reason.`,
    ),
  ];
}
