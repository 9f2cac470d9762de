import { expect, test } from "vitest";
import { managedPolicies } from "./managed-policies.ts";
import { resourceFault, statements } from "./statements.ts";

const id = "01890000-0000-7000-8000-000000000001";

test.each([
  "*",
  "config:*",
  "config:credential/*",
  "config:credential/item/*",
  `config:credential/item/${id}`,
  "config:meter/*",
  `config:plan/group/${id}`,
  "config:system/item/chargebee",
  "config:audit/*",
])("%s is a resource", (resource) => expect(resourceFault(resource)).toBeUndefined());

test.each([
  "",
  " ",
  "**",
  "config",
  "config:",
  "config:credential",
  "config:credential/",
  "config:credential/item",
  "config:credential/item/",
  "config:cred*",
  "config:*/item/*",
  "config:credential/thing/*",
  `config:credential/item/${id}/more`,
  `config:credential/item/${id}*`,
  "config:credentials/*",
  "billing:bill/*",
  "config:credential/item/../*",
  "config:credential/*/x",
  " config:*",
  "config:*\n",
  "config:credential/item/a b",
  "config:ⅽredential/*",
  "config:credential:/*",
])("%j is refused", (resource) => expect(resourceFault(resource)).toBeTypeOf("string"));

test.each(["CONFIG:*", "config:Credential/*", `config:credential/item/${id.replace("a", "A")}X`])(
  "%s: the answer says lower case",
  (resource) => {
    expect(resourceFault(resource)).toContain("lower case");
  },
);

const faultsOf = (input: unknown): [string, string][] => {
  const { error } = statements.safeParse(input);
  return (error?.issues ?? []).map((issue) => [issue.path.join("."), issue.message]);
};

test("each fault names its place and says how to mend it, without the value", () => {
  const faults = faultsOf([
    { effect: "ALLOW", action: ["config:create", "CONFIG_CREATE"], resource: ["config:canary-4711/*"] },
    { effect: "permit", action: ["canary-4711"], resource: "*", extra: 1 },
    "canary-4711",
  ]);
  expect(faults).toEqual([
    ["0.effect", "Write it in lower case, for example allow."],
    ["0.action.1", "Write it in lower case, for example config:create."],
    ["0.resource.0", expect.stringContaining("Use a resource type that exists")],
    ["1.effect", 'Use "allow" or "deny".'],
    ["1.action.0", "Use an action that exists, for example config:retrieve or *."],
    ["1.resource", "Give a list of resources."],
    ["1", expect.stringContaining("extra")],
    ["2", "Give effect, action and resource."],
  ]);
  expect(JSON.stringify(faults)).not.toContain("canary");
});

test("empty and endless lists are refused", () => {
  const statement = { effect: "allow", action: ["*"], resource: ["*"] };
  expect(faultsOf([])).toHaveLength(1);
  expect(faultsOf([{ ...statement, action: [] }])).toHaveLength(1);
  expect(faultsOf(Array(101).fill(statement))).toHaveLength(1);
  expect(faultsOf([{ ...statement, resource: Array(101).fill("*") }])).toHaveLength(1);
  expect(faultsOf(Array(100).fill(statement))).toHaveLength(0);
});

test("the managed policies are written in the grammar that everybody uses", () => {
  for (const policy of managedPolicies) expect(statements.safeParse(policy.statements).success, policy.name).toBe(true);
});
