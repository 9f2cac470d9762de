import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { addOrganization, type Organization } from "../second-organization.ts";
import { allow, deny, serviceUserWith, signIn } from "./person.ts";

let credenza: TestCredenza;
let other: Organization;

beforeAll(async () => {
  credenza = await startCredenza();
  other = await addOrganization(credenza, "Other");
});
afterAll(() => credenza?.stop());

const read = async () => (await credenza.api("GET", "")).body;
const rename = (body: Record<string, unknown>, token?: string) =>
  credenza.api("PUT", "", { body, ...(token ? { token } : {}) });

describe("an organization", () => {
  test("says its name, its age and how much belongs to it, and nothing of another's", async () => {
    const { body: made } = await credenza.api("POST", "integrationcredentials", {
      body: { name: "Basic", destination: "M3SH_WORKFLOW", username: "sender", password: "a password" },
    });
    const counted = await read();
    expect(counted).toEqual({
      id: credenza.organizationId,
      name: "Analytical Engines",
      version: 1,
      dtCreated: expect.any(String),
      dtLastModified: expect.any(String),
      users: 1,
      serviceUsers: 1,
      credentials: 1,
    });
    await credenza.api("DELETE", `integrationcredentials/${made.id}`);
    expect(await read()).toEqual({ ...counted, credentials: 0 });
    const { body } = await credenza.api("GET", `/organizations/${other.id}`, { token: other.token });
    expect(body).toMatchObject({ id: other.id, name: "Other", users: 0, serviceUsers: 1, credentials: 0 });
  });

  test("is renamed with its version: the session and the audit trail follow, the other one stays", async () => {
    const ada = await signIn(credenza);
    const renamed = await rename({ name: " Difference Engines ", version: 1 });
    expect(renamed.body).toMatchObject({ name: "Difference Engines", version: 2 });
    expect(await read()).toEqual(renamed.body);
    const { body: session } = await ada.api("GET", "/auth/session");
    expect(session.organizations).toEqual([{ id: credenza.organizationId, name: "Difference Engines" }]);
    const { body: trail } = await credenza.api("GET", "audit?resourceType=organization");
    expect(trail.data[0]).toMatchObject({
      action: "organization.updated",
      resourceId: credenza.organizationId,
      actorName: "Bootstrap",
      detail: { name: "Difference Engines", version: 2, changed: ["name"] },
    });
    const stale = await rename({ name: "Late", version: 1 });
    expect(stale.body).toMatchObject({ status: 409, code: "version_conflict", errors: [{ field: "version" }] });
    const { body: theirs } = await credenza.api("GET", `/organizations/${other.id}`, { token: other.token });
    expect(theirs.name).toBe("Other");
  });

  test.each([
    ["no name", { version: 2 }, "name"],
    ["an empty name", { name: " ", version: 2 }, "name"],
    ["an endless name", { name: "x".repeat(201), version: 2 }, "name"],
    ["a name that turns the direction of text", { name: "a\u202eb", version: 2 }, "name"],
    ["no version", { name: "x" }, "version"],
    ["another id", { id: "x", name: "x", version: 2 }, "id"],
  ])("400 names the field for %s", async (_name, body, field) => {
    expect((await rename(body)).body).toMatchObject({ status: 400, errors: [{ field }] });
  });

  test("two renames at once: one is made, the other is told the new version", async () => {
    const { version } = await read();
    const answers = await Promise.all(["A", "B", "C"].map((name) => rename({ name, version })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect((await read()).version).toBe(version + 1);
  });

  test("who may look may not rename, and a policy may speak of this one organization", async () => {
    const reader = await serviceUserWith(credenza, [allow("config:retrieve", "*")]);
    expect((await credenza.api("GET", "", { token: reader.token })).status).toBe(200);
    expect((await rename({ name: "x", version: 1 }, reader.token)).status).toBe(403);
    const one = [allow("config:*", `config:organization/item/${credenza.organizationId}`)];
    const keeper = await serviceUserWith(credenza, one);
    const { version } = await read();
    expect((await rename({ name: "Kept", version }, keeper.token)).status).toBe(200);
    const denied = await serviceUserWith(credenza, [allow("*", "*"), deny("config:update", "config:organization/*")]);
    expect((await rename({ name: "x", version: version + 1 }, denied.token)).status).toBe(403);
  });
});
