import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { type Person, signIn, trySignIn } from "./person.ts";

const password = "a long enough password";
let credenza: TestCredenza;
let admin: Person;
let secondOrganization: string;

beforeAll(async () => {
  credenza = await startCredenza();
  admin = await signIn(credenza);
  secondOrganization = (await admin.api("POST", "/organizations", { body: { name: "Second" } })).body.id;
});
afterAll(() => credenza.stop());

const add = (body: Record<string, unknown>, organization = credenza.organizationId) =>
  admin.api("POST", `/organizations/${organization}/users`, { body });

describe("users", () => {
  test("are added with a password that no answer, log or audit row repeats, and may do nothing yet", async () => {
    const added = await add({ email: " Grace@Example.test ", firstName: "Grace", password });
    expect(added.body).toEqual({
      id: expect.any(String),
      email: "Grace@Example.test",
      firstName: "Grace",
      lastName: null,
      version: 1,
      dtCreated: expect.any(String),
      dtLastModified: expect.any(String),
    });
    const grace = await signIn(credenza, "grace@example.TEST", password);
    expect((await grace.api("GET", "users")).status).toBe(403);
    expect(grace.answer.body.access).toEqual({
      [credenza.organizationId]: { manage: false, use: false, administer: false },
    });
    const { body: page, text } = await admin.api("GET", "users");
    expect(page.data[0]).toEqual(added.body);
    expect(text).not.toMatch(/password|argon2/i);
    expect((await admin.api("GET", `users/${added.body.id}`)).body).toEqual(added.body);
    const audit = await credenza.context.store.system.selectFrom("audit_events").selectAll().execute();
    const row = audit.find(({ action }) => action === "user.created");
    expect(row).toMatchObject({ actor_name: credenza.admin.email, resource_id: added.body.id });
    expect(JSON.stringify(audit) + credenza.logs.join("\n")).not.toContain(password);
  });

  test.each([
    ["no address", { password }, "email"],
    ["what is no address", { email: "nonsense", password }, "email"],
    ["a short password", { email: "a@b.c", password: "short" }, "password"],
    ["a new address without password", { email: "new@example.test" }, "password"],
    ["an unknown field", { email: "a@b.c", password, role: "admin" }, "role"],
    ["an endless first name", { email: "a@b.c", password, firstName: "x".repeat(101) }, "firstName"],
  ])("400 names the field for %s", async (_name, body, field) => {
    const answer = await add(body);
    expect(answer.body).toMatchObject({ status: 400, errors: [{ field }] });
    expect(answer.text).not.toContain(password);
  });

  test("409 for somebody who belongs to the organization already, however the address is spelled", async () => {
    for (const email of [credenza.admin.email, credenza.admin.email.toUpperCase(), "ada\u200b@example.test"]) {
      expect((await add({ email, password })).body).toMatchObject({ status: 409, code: "already_exists" });
      expect((await add({ email })).body).toMatchObject({ status: 409, code: "already_exists" });
    }
  });

  test("an account of another organization joins without a password, and nobody can set one for it", async () => {
    const { body: made } = await add({ email: "joan@example.test", password });
    const attempt = await add({ email: "JOAN@example.test", password: "chosen by a stranger" }, secondOrganization);
    expect(attempt.body).toMatchObject({ status: 409, errors: [{ field: "password" }] });
    expect((await trySignIn(credenza, "joan@example.test", "chosen by a stranger")).status).toBe(401);
    const joined = await add({ email: "joan@example.test" }, secondOrganization);
    expect(joined.body.id).toBe(made.id);
    const joan = await signIn(credenza, "joan@example.test", password);
    expect(joan.answer.body.organizations).toHaveLength(2);
  });

  test("removing ends access at once, and the account starts anew when it is added again", async () => {
    const { body: made } = await add({ email: "leaver@example.test", password });
    const leaver = await signIn(credenza, "leaver@example.test", password);
    expect((await leaver.api("GET", "users/me")).status).toBe(200);
    expect((await admin.api("DELETE", `users/${made.id}`)).body).toEqual(made);
    expect((await leaver.api("GET", "users/me")).status).toBe(404);
    expect((await admin.api("GET", `users/${made.id}`)).status).toBe(404);
    expect((await admin.api("DELETE", `users/${made.id}`)).status).toBe(404);
    const again = await add({ email: "leaver@example.test", password: "another long password" });
    expect(again.body.id).toBe(made.id);
    expect((await leaver.api("GET", "users/me")).status).toBe(401);
    expect((await trySignIn(credenza, "leaver@example.test", password)).status).toBe(401);
    expect((await trySignIn(credenza, "leaver@example.test", "another long password")).status).toBe(200);
  });

  test("404 for the users of another organization", async () => {
    const { body: theirs } = await add({ email: "theirs@example.test", password }, secondOrganization);
    for (const path of [`users/${theirs.id}`, `users/${theirs.id}/permissions`]) {
      expect((await admin.api("GET", path)).status).toBe(404);
    }
    expect((await admin.api("DELETE", `users/${theirs.id}`)).status).toBe(404);
    const policies = await admin.api("GET", `/organizations/${secondOrganization}/permissionpolicies`);
    const [policy] = policies.body.data;
    const attach = await admin.api("POST", `permissionpolicies/${policy.id}/addtouser`, {
      body: { principalId: theirs.id },
    });
    expect(attach.status).toBe(404);
  });

  test("added at once under one address, one account is made", async () => {
    const answers = await Promise.all(
      ["one@example.test", "ONE@example.test", " one@example.test"].map((email) => add({ email, password })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });
});
