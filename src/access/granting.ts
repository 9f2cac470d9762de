import type { PermissionStatement } from "../store/schema.ts";

/**
 * What a change of a policy gives to those who have it: statements that were not there before, and what a denial that goes
 * away no longer holds back. Whoever makes the change must have all of it.
 */
export function newlyGranted(
  before: readonly PermissionStatement[],
  after: readonly PermissionStatement[],
): PermissionStatement[] {
  const [were, are] = [before, after].map((list) => new Set(list.map(spelling)));
  const added = after.filter((statement) => !were?.has(spelling(statement)));
  const undenied = before
    .filter((statement) => statement.effect === "deny" && !are?.has(spelling(statement)))
    .map((statement): PermissionStatement => ({ ...statement, effect: "allow" }));
  return [...added, ...undenied];
}

const spelling = ({ effect, action, resource }: PermissionStatement): string =>
  JSON.stringify([effect, action, resource]);
