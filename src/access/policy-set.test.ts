import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PermissionStatement } from "../store/schema.ts";
import { newlyGranted } from "./granting.ts";
import { compilePolicies, isAllowed, isWithin } from "./policy-set.ts";
import { actions } from "./statements.ts";

const ids = ["01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"];
const types = ["credential", "serviceuser", "user"];
const resources = [
  "*",
  "config:*",
  ...types.flatMap((type) => [
    `config:${type}/*`,
    `config:${type}/item/*`,
    ...ids.map((id) => `config:${type}/item/${id}`),
  ]),
  "config:meter/*",
];
const asked = ["config:create", "config:retrieve", "config:update", "config:use", "audit:retrieve"];

const statement: fc.Arbitrary<PermissionStatement> = fc.record({
  effect: fc.constantFrom("allow" as const, "deny" as const),
  action: fc.array(fc.constantFrom(...actions.slice(0, 10)), { minLength: 1, maxLength: 3 }),
  resource: fc.array(fc.constantFrom(...resources), { minLength: 1, maxLength: 3 }),
});
const statements = fc.array(statement, { maxLength: 6 });

/** The rule as one would say it: any deny that matches wins, else any allow that matches. */
function naive(policy: PermissionStatement[], action: string, type: string, id: string | null): boolean {
  const glob = (pattern: string, value: string) =>
    new RegExp(
      `^${pattern
        .split("*")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*")}$`,
    ).test(value);
  const resource = `config:${type}/item/${id ?? "*"}`;
  const matching = policy.filter(
    (one) =>
      one.action.some((pattern) => glob(pattern === "all" ? "*" : pattern, action)) &&
      one.resource.some((pattern) => glob(pattern, resource)),
  );
  return matching.some(({ effect }) => effect === "allow") && !matching.some(({ effect }) => effect === "deny");
}

const questions = asked.flatMap((action) =>
  types.flatMap((type) => [null, ...ids].map((id) => [action, type, id] as const)),
);

test("answers every question as the naive model does", () => {
  fc.assert(
    fc.property(statements, (policy) => {
      const set = compilePolicies(policy);
      for (const question of questions) expect(isAllowed(set, ...question)).toBe(naive(policy, ...question));
    }),
    { numRuns: 300 },
  );
});

test("the order of statements does not matter, and adding a denial never allows anything", () => {
  fc.assert(
    fc.property(statements, statement, (policy, extra) => {
      const [forward, backward] = [compilePolicies(policy), compilePolicies(policy.toReversed())];
      const denied = compilePolicies([...policy, { ...extra, effect: "deny" }]);
      for (const question of questions) {
        expect(isAllowed(forward, ...question)).toBe(isAllowed(backward, ...question));
        if (isAllowed(denied, ...question)) expect(isAllowed(forward, ...question)).toBe(true);
      }
    }),
  );
});

test("what is within another set allows nothing that the other does not", () => {
  let within = 0;
  fc.assert(
    fc.property(statements, statements, (granted, held) => {
      if (!isWithin(compilePolicies(granted), compilePolicies(held))) return;
      within += 1;
      for (const question of questions) if (naive(granted, ...question)) expect(naive(held, ...question)).toBe(true);
    }),
    { numRuns: 1500 },
  );
  expect(within).toBeGreaterThan(50);
});

test("a change that is within the changer's own permissions gives nobody more than those", () => {
  fc.assert(
    fc.property(statements, statements, statements, (before, after, held) => {
      if (!isWithin(compilePolicies(newlyGranted(before, after)), compilePolicies(held))) return;
      for (const question of questions) {
        const isNew = naive(after, ...question) && !naive(before, ...question);
        if (isNew) expect(naive(held, ...question)).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
});

describe("by example", () => {
  const allow = (action: string, resource: string): PermissionStatement => ({
    effect: "allow",
    action: [action],
    resource: [resource],
  });
  const deny = (action: string, resource: string): PermissionStatement => ({
    ...allow(action, resource),
    effect: "deny",
  });
  const [one = "", other = ""] = ids;

  test("nothing is allowed without a statement", () => {
    expect(isAllowed(compilePolicies([]), "config:retrieve", "credential", null)).toBe(false);
  });

  test("deny wins over Administrator", () => {
    const set = compilePolicies([allow("*", "*"), deny("config:use", `config:credential/item/${one}`)]);
    expect(isAllowed(set, "config:use", "credential", one)).toBe(false);
    expect(isAllowed(set, "config:use", "credential", one.toUpperCase())).toBe(false);
    expect(isAllowed(set, "config:use", "credential", other)).toBe(true);
    expect(isAllowed(set, "config:delete", "credential", one)).toBe(true);
  });

  test("a statement about one item does not open the list", () => {
    const set = compilePolicies([allow("config:retrieve", `config:credential/item/${one}`)]);
    expect(isAllowed(set, "config:retrieve", "credential", one)).toBe(true);
    expect(isAllowed(set, "config:retrieve", "credential", null)).toBe(false);
  });

  test("use is no part of retrieve or update, and config:* does not reach the audit trail", () => {
    const set = compilePolicies([allow("config:retrieve", "*"), allow("config:update", "*")]);
    expect(isAllowed(set, "config:use", "credential", one)).toBe(false);
    expect(isAllowed(compilePolicies([allow("config:*", "*")]), "audit:retrieve", "audit", null)).toBe(false);
  });

  test("a group, another service and a type that only begins alike match nothing here", () => {
    const set = compilePolicies([allow("*", `config:credential/group/${one}`), allow("*", "config:meter/*")]);
    expect(isAllowed(set, "config:retrieve", "credential", one)).toBe(false);
    expect(isAllowed(compilePolicies([allow("*", "config:user/*")]), "config:retrieve", "users", null)).toBe(false);
  });
});
