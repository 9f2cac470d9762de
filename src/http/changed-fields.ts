type Members = Record<string, unknown>;

/** They change with every change, say how to make one, or say no more than "deleted" and "restored" do. */
const besides = new Set(["version", "dtLastModified", "lastModifiedBy", "previousSecretValidHours", "dtDeleted"]);

/** Names of the members that a change changed, never values. A secret that was given is in no answer; its name is here too. */
export function changedFields(before: unknown, after: unknown, given: unknown): string[] {
  const [was, is, sent] = [before, after, given].map(toMembers) as [Members, Members, Members];
  const names = [...new Set([...Object.keys(is), ...Object.keys(sent)])].filter((name) => !besides.has(name));
  const isChanged = (name: string): boolean =>
    JSON.stringify(was[name]) !== JSON.stringify(is[name]) || (name in sent && holdsMore(sent[name], is[name]));
  return names.filter(isChanged).toSorted();
}

function holdsMore(given: unknown, shown: unknown): boolean {
  if (shown === undefined) return given !== undefined;
  const [sent, is] = [toMembers(given), toMembers(shown)];
  return Object.entries(sent).some(([name, value]) => holdsMore(value, is[name]));
}

const toMembers = (value: unknown): Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
