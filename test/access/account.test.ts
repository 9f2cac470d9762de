import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { personOf, signIn, trySignIn } from "./person.ts";

let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza.stop());

const session = (cookie: string) => credenza.api("GET", "/auth/session", { token: null, headers: { cookie } });

describe("an account", () => {
  test("changing the password ends the other sessions and the old password", async () => {
    const [here, elsewhere] = [await signIn(credenza), await signIn(credenza)];
    const { password } = credenza.admin;
    const change = (currentPassword: string, newPassword: string) =>
      here.api("POST", "/auth/password", { body: { currentPassword, newPassword } });
    expect((await change("wrong", "another long password")).body.errors[0].field).toBe("currentPassword");
    expect((await change(password, "too short")).body.errors[0].field).toBe("newPassword");
    expect((await change(password, "another long password")).status).toBe(200);
    expect((await elsewhere.api("GET", "serviceusers")).status).toBe(401);
    expect((await here.api("GET", "serviceusers")).status).toBe(200);
    expect((await trySignIn(credenza)).status).toBe(401);
    expect((await change("another long password", password)).status).toBe(200);
    expect((await trySignIn(credenza)).status).toBe(200);
  });

  test("makes another organization, where it is administrator and which nobody else sees", async () => {
    const person = await signIn(credenza);
    const made = await person.api("POST", "/organizations", { body: { name: "Second" } });
    expect(made.body).toMatchObject({ name: "Second", version: 1 });
    const { body } = await session(person.cookie);
    expect(body.organizations.map(({ name }: { name: string }) => name)).toEqual(["Analytical Engines", "Second"]);
    expect(body.access[made.body.id]).toEqual({ manage: true, use: true, administer: true });
    const there = await person.api("GET", `/organizations/${made.body.id}/permissionpolicies`);
    expect(there.body.data.map(({ name }: { name: string }) => name)).toEqual([
      "Administrator",
      "Read-only",
      "Use credentials",
    ]);
    expect((await credenza.api("GET", `/organizations/${made.body.id}/serviceusers`)).status).toBe(404);
    expect((await person.api("POST", "/organizations", { body: { name: "" } })).body.errors[0].field).toBe("name");
    expect((await credenza.api("POST", "/organizations", { body: { name: "By token" } })).status).toBe(401);
  });

  test("users/me says who calls", async () => {
    const person = personOf(credenza, await trySignIn(credenza));
    expect((await person.api("GET", "users/me")).body).toMatchObject({
      user: { email: credenza.admin.email },
      organization: { id: credenza.organizationId, name: "Analytical Engines" },
    });
    const robot = await credenza.api("GET", "users/me");
    expect(robot.body).toMatchObject({
      serviceUser: { name: "Bootstrap" },
      organization: { id: credenza.organizationId },
    });
    expect(robot.body.user).toBeUndefined();
  });
});

test("signing in, out and changing the password are in the audit trail, without a secret", async () => {
  const person = await signIn(credenza);
  await person.api("POST", "/auth/signout-everywhere");
  const rows = await credenza.context.store.system.selectFrom("audit_events").selectAll().execute();
  const found = new Set(rows.map((row) => row.action));
  for (const action of ["user.signedin", "user.signedout", "user.passwordchanged", "organization.created"]) {
    expect(found).toContain(action);
  }
  expect(JSON.stringify(rows)).not.toContain(credenza.admin.password);
  expect(credenza.logs.join("\n")).not.toContain(credenza.admin.password);
});
