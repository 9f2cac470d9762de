import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPrincipals } from "../../src/access/principals.ts";
import type { ChangeListener } from "../../src/store/changes.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { allow, deny, type Person, serviceUserWith, signIn } from "./person.ts";

const password = "a long enough password";
const nobody = "01890000-0000-7000-8000-0000000000ff";
type Statements = ReturnType<typeof allow>[];
let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza.stop());

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await credenza.api(method, path, { body });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};
const addUser = (email: string) => call("POST", "users", { email, password });
const newGroup = (name: string) => call("POST", "usergroups", { name });
const newPolicy = (permissionPolicy: Statements) =>
  call("POST", "permissionpolicies", { name: "of a group", permissionPolicy });
const attach = (policyId: string, groupId: string) =>
  call("POST", `permissionpolicies/${policyId}/addtousergroup`, { principalId: groupId });

/** Somebody who is in a group with these statements and has nothing else. */
async function memberWith(email: string, permissionPolicy: Statements) {
  const user = await addUser(email);
  const group = await newGroup(email);
  const policy = await newPolicy(permissionPolicy);
  await attach(policy.id, group.id);
  const member = `usergroups/${group.id}/users/${user.id}`;
  await call("PUT", member);
  return { user, group, policy, member, person: await signIn(credenza, email, password) };
}
const status = async (person: Person, method: string, path: string, body?: unknown) =>
  (await person.api(method, path, { body })).status;

describe("user groups", () => {
  test("are made, renamed by version, listed and deleted", async () => {
    const made = await newGroup(" Finance ");
    expect(made).toMatchObject({ name: "Finance", version: 1, createdBy: expect.any(String) });
    const path = `usergroups/${made.id}`;
    const rename = (version: number) => credenza.api("PUT", path, { body: { name: "Ledger", version } });
    expect((await rename(2)).body).toMatchObject({ status: 409, code: "version_conflict" });
    expect((await rename(1)).body).toMatchObject({ name: "Ledger", version: 2 });
    await newGroup("Later");
    const { data, nextToken } = await call("GET", "usergroups?pageSize=1");
    expect([data[0].name, nextToken]).toEqual(["Later", expect.any(String)]);
    expect((await call("GET", `usergroups?pageSize=1&nextToken=${nextToken}`)).data[0].id).toBe(made.id);
    expect(await call("DELETE", path)).toMatchObject({ id: made.id, name: "Ledger" });
    expect((await credenza.api("GET", path)).status).toBe(404);
    expect((await credenza.api("POST", "usergroups", { body: { name: " " } })).body.errors[0].field).toBe("name");
  });

  test("have users: added twice is once, listed in pages, shown on the user, removed once", async () => {
    const group = await newGroup("Paged");
    const [ada, grace] = [await addUser("paged-1@example.test"), await addUser("paged-2@example.test")];
    const users = `usergroups/${group.id}/users`;
    const joined = await call("PUT", `${users}/${ada.id}`);
    expect(joined).toMatchObject({ userGroupId: group.id, userId: ada.id, dtCreated: expect.any(String) });
    expect(await call("PUT", `${users}/${ada.id}`)).toEqual(joined);
    await call("PUT", `${users}/${grace.id}`);
    const { data, nextToken } = await call("GET", `${users}?pageSize=1`);
    expect(data).toEqual([grace]);
    expect(await call("GET", `${users}?pageSize=1&nextToken=${nextToken}`)).toEqual({ data: [ada], nextToken: null });
    expect((await call("GET", `users/${ada.id}/usergroups`)).data).toEqual([group]);
    expect(await call("DELETE", `${users}/${ada.id}`)).toEqual(joined);
    expect((await credenza.api("DELETE", `${users}/${ada.id}`)).status).toBe(404);
    expect((await call("GET", `users/${ada.id}/usergroups`)).data).toEqual([]);
  });

  test("take users of the organization alone", async () => {
    const { id } = await newGroup("Ours");
    const robot = (await credenza.api("GET", "users/me")).body.serviceUser.id;
    for (const userId of [nobody, robot, "nonsense"]) {
      expect((await credenza.api("PUT", `usergroups/${id}/users/${userId}`)).status).toBe(404);
    }
  });

  test("a user who leaves the organization leaves its groups, and is in none after coming back", async () => {
    const { user, group, person } = await memberWith("leaver@example.test", [allow("config:retrieve", "*")]);
    await call("DELETE", `users/${user.id}`);
    expect((await call("GET", `usergroups/${group.id}/users`)).data).toEqual([]);
    expect(await status(person, "GET", "users")).toBe(404);
    expect((await addUser("leaver@example.test")).id).toBe(user.id);
    const again = await signIn(credenza, "leaver@example.test", password);
    expect(await status(again, "GET", "users")).toBe(403);
  });

  test("the audit trail names the group and the user", async () => {
    const { group, user, policy, member } = await memberWith("audited@example.test", [allow("config:retrieve", "*")]);
    await call("DELETE", member);
    const { data } = await call("GET", `audit?resourceType=usergroup&resourceId=${group.id}`);
    expect(data.map(({ action }: { action: string }) => action)).toEqual([
      ...["usergroup.userremoved", "usergroup.useradded", "usergroup.created"],
    ]);
    const named = { name: "audited@example.test", principalName: user.email };
    expect(data[0].detail).toMatchObject({ ...named, principalId: user.id });
    const attached = await call("GET", `audit?resourceType=permissionpolicy&resourceId=${policy.id}`);
    expect(attached.data[0].detail).toMatchObject({ principalType: "USERGROUP", principalName: named.name });
  });
});

describe("what a user may do", () => {
  test("is what the user's own policies and those of each group allow; a denial anywhere wins", async () => {
    const { user, person } = await memberWith("union@example.test", [allow("config:retrieve", "config:serviceuser/*")]);
    expect(await status(person, "GET", "serviceusers")).toBe(200);
    expect(await status(person, "GET", "users")).toBe(403);
    const own = await newPolicy([allow("config:retrieve", "config:user/*")]);
    await call("POST", `permissionpolicies/${own.id}/addtouser`, { principalId: user.id });
    expect(await status(person, "GET", "users")).toBe(200);
    const denying = await newPolicy([deny("config:retrieve", "config:user/*")]);
    const second = await newGroup("Denied");
    await attach(denying.id, second.id);
    await call("PUT", `usergroups/${second.id}/users/${user.id}`);
    expect(await status(person, "GET", "users")).toBe(403);
    expect(await status(person, "GET", "serviceusers")).toBe(200);
    expect((await call("GET", `users/${user.id}/permissions`)).data).toHaveLength(1);
  });

  test("follows at once: joining, leaving, attaching, detaching, changing and deleting the policy and the group", async () => {
    const { group, policy, member, person } = await memberWith("prompt@example.test", [allow("config:retrieve", "*")]);
    const may = () => status(person, "GET", "users");
    expect(await may()).toBe(200);
    await call("DELETE", member);
    expect(await may()).toBe(403);
    await call("PUT", member);
    expect(await may()).toBe(200);
    const attachment = await attach(policy.id, group.id);
    expect(attachment).toMatchObject({ principalType: "USERGROUP", principalId: group.id, version: 1 });
    const detach = { principalId: group.id };
    expect(await call("POST", `permissionpolicies/${policy.id}/removefromusergroup`, detach)).toEqual(attachment);
    expect(await may()).toBe(403);
    await attach(policy.id, group.id);
    expect(await may()).toBe(200);
    expect((await call("GET", `usergroups/${group.id}/permissions`)).data).toEqual([policy]);
    const narrow = { name: "n", version: 1, permissionPolicy: [allow("config:retrieve", "config:audit/*")] };
    await call("PUT", `permissionpolicies/${policy.id}`, narrow);
    expect(await may()).toBe(403);
    await call("PUT", `permissionpolicies/${policy.id}`, {
      ...narrow,
      version: 2,
      permissionPolicy: [allow("*", "*")],
    });
    expect(await may()).toBe(200);
    await call("DELETE", `usergroups/${group.id}`);
    expect(await may()).toBe(403);
    const attachments = credenza.context.store.system.selectFrom("policy_principals").selectAll();
    expect(await attachments.where("principal_id", "=", group.id).execute()).toEqual([]);
  });

  test("in another process, too: it lets go of the members when the database tells of the group or the user", async () => {
    const { user, group, policy, member } = await memberWith("afar@example.test", [allow("config:retrieve", "*")]);
    const heard: ChangeListener[] = [];
    const feed = {
      on: (_kind: string, listener: ChangeListener) => void heard.push(listener),
      tell: () => {},
      close: async () => {},
    };
    const principals = createPrincipals(credenza.context.store, feed);
    const tell = (id: string) => heard[0]?.(id);
    const may = async () =>
      (await principals.find("USER", user.id, credenza.organizationId))?.actor.may("config:retrieve", "user", null);
    expect(await may()).toBe(true);
    await call("POST", `permissionpolicies/${policy.id}/removefromusergroup`, { principalId: group.id });
    expect(await may()).toBe(true);
    tell(group.id);
    expect(await may()).toBe(false);
    await attach(policy.id, group.id);
    expect(await may()).toBe(false);
    tell(group.id);
    expect(await may()).toBe(true);
    await call("DELETE", member);
    tell(user.id);
    expect(await may()).toBe(false);
  });
});

describe("nobody gives what they do not have", () => {
  test("by a group either: attaching to it, joining it, or leaving and deleting it where it denies", async () => {
    const groupWork = [
      allow(["config:create", "config:update", "config:delete"], ["config:usergroup/*", "config:permissionpolicy/*"]),
      allow("config:retrieve", "*"),
    ];
    const { id: robotId, token } = await serviceUserWith(credenza, groupWork);
    const attempt = async (method: string, path: string, body?: unknown) =>
      (await credenza.api(method, path, { token, body })).status;
    const user = await addUser("granted@example.test");
    const [strong, weak, denying] = [await newGroup("Strong"), await newGroup("Weak"), await newGroup("Denying")];
    const everything = await newPolicy([allow("*", "*")]);
    const reading = await newPolicy([allow("config:retrieve", "*")]);
    const denial = await newPolicy([deny("config:use", "*")]);
    await attach(everything.id, strong.id);
    await attach(denial.id, denying.id);
    await call("PUT", `usergroups/${denying.id}/users/${user.id}`);
    const add = (policy: { id: string }) =>
      attempt("POST", `permissionpolicies/${policy.id}/addtousergroup`, { principalId: weak.id });
    expect(await add(everything)).toBe(403);
    expect(await add(reading)).toBe(200);
    expect(await attempt("PUT", `usergroups/${strong.id}/users/${user.id}`)).toBe(403);
    expect(await attempt("PUT", `usergroups/${weak.id}/users/${user.id}`)).toBe(200);
    expect(await attempt("DELETE", `usergroups/${denying.id}/users/${user.id}`)).toBe(403);
    expect(await attempt("DELETE", `usergroups/${denying.id}`)).toBe(403);
    const detach = { principalId: denying.id };
    expect(await attempt("POST", `permissionpolicies/${denial.id}/removefromusergroup`, detach)).toBe(403);
    const wider = { name: "wider", version: 1, permissionPolicy: [allow("*", "*")] };
    expect(await attempt("PUT", `permissionpolicies/${reading.id}`, wider)).toBe(403);
    await call("POST", `permissionpolicies/${everything.id}/addtoserviceuser`, { principalId: robotId });
    expect(await attempt("DELETE", `usergroups/${denying.id}/users/${user.id}`)).toBe(200);
  });

  test("and whoever has it through a group may give it", async () => {
    const { person } = await memberWith("giver@example.test", [allow("*", "*")]);
    const { id } = await newPolicy([allow("config:use", "*")]);
    const other = await addUser("given@example.test");
    const body = { principalId: other.id };
    expect(await status(person, "POST", `permissionpolicies/${id}/addtouser`, body)).toBe(200);
  });
});

describe("the last administrator", () => {
  /** An organization of two administrators: Ada, who made it, and Grace, through a group. */
  async function twoAdministrators(name: string) {
    const ada = await signIn(credenza);
    const { id } = (await ada.api("POST", "/organizations", { body: { name } })).body;
    const inside = (person: Person) => async (method: string, path: string, body?: unknown) =>
      person.api(method, `/organizations/${id}/${path}`, { body });
    const asAda = inside(ada);
    const made = async (path: string, body: object) => (await asAda("POST", path, body)).body.id as string;
    const { body: me } = await asAda("GET", "users/me");
    const { body: policies } = await asAda("GET", "permissionpolicies");
    const policy = `permissionpolicies/${policies.data.find((one: { name: string }) => one.name === "Administrator").id}`;
    const email = `grace-${name}@example.test`;
    const [grace, group] = [await made("users", { email, password }), await made("usergroups", { name })];
    await asAda("POST", `${policy}/addtousergroup`, { principalId: group });
    const member = `usergroups/${group}/users/${grace}`;
    expect((await asAda("PUT", member)).status).toBe(200);
    const asGrace = inside(await signIn(credenza, email, password));
    return { ...{ policy, member, group, grace, ada: me.user.id as string }, asAda, asGrace };
  }

  test("may be one through a group, and stays whichever way it is to go", async () => {
    const { policy, member, group, grace, ada, asGrace } = await twoAdministrators("stays");
    expect((await asGrace("DELETE", `users/${ada}`)).status).toBe(200);
    const empty = (await asGrace("POST", "usergroups", { name: "Empty" })).body.id;
    expect((await asGrace("POST", `${policy}/addtousergroup`, { principalId: empty })).status).toBe(200);
    const refused = [
      await asGrace("DELETE", member),
      await asGrace("DELETE", `usergroups/${group}`),
      await asGrace("DELETE", `users/${grace}`),
      await asGrace("POST", `${policy}/removefromusergroup`, { principalId: group }),
    ];
    for (const answer of refused) expect(answer.body).toMatchObject({ status: 409, code: "last_administrator" });
    expect((await asGrace("GET", `usergroups/${group}/users`)).body.data).toHaveLength(1);
  });

  test("stays when the last two go at once, one of them through a group", async () => {
    const { member, ada, asAda, asGrace } = await twoAdministrators("races");
    const answers = await Promise.all([asAda("DELETE", member), asGrace("DELETE", `users/${ada}`)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});
