import { expect, it } from "vitest";
import { changedFields } from "./changed-fields.ts";

const before = { id: "1", name: "Old", site: "acme", version: 1, credentials: { apiKey: "k" }, tags: ["a"] };

it.each([
  ["a member with another value", { name: "New" }, { name: "New", version: 1 }, ["name"]],
  ["nothing, when all stays", {}, { name: "Old", version: 1 }, []],
  ["a secret that was given, which no answer shows", {}, { password: "p", version: 1 }, ["password"]],
  ["a member that holds a secret", {}, { credentials: { apiKey: "k", secret: "s" } }, ["credentials"]],
  ["nothing, when it is restored", { dtDeleted: null }, {}, []],
  ["a list with another item", { tags: ["a", "b"] }, { tags: ["a", "b"] }, ["tags"]],
  [
    "several, in order",
    { site: "x", name: "New" },
    { site: "x", name: "New", apiKey: "k" },
    ["apiKey", "name", "site"],
  ],
])("names %s", (_name, change, given, changed) => {
  const after = { ...before, ...change, version: 2, dtLastModified: "2030-01-01T00:00:00.000Z" };
  expect(changedFields(before, after, given)).toEqual(changed);
});
