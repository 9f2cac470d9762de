import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { allow, deny, serviceUserWith } from "./person.ts";

const nobody = "01890000-0000-7000-8000-0000000000ff";
let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza.stop());

const create = async (name: string): Promise<string> =>
  (await credenza.api("POST", "serviceusers", { body: { name } })).body.id;
const status = async (token: string) => (await credenza.api("GET", "serviceusers", { token })).status;

describe("service users", () => {
  test("are created, read, renamed with their version, listed newest first and deleted", async () => {
    const { body: made, status } = await credenza.api("POST", "serviceusers", { body: { name: " billing robot " } });
    expect(status).toBe(200);
    expect(made).toEqual({
      id: expect.any(String),
      name: "billing robot",
      version: 1,
      dtCreated: expect.any(String),
      dtLastModified: expect.any(String),
      createdBy: expect.any(String),
      lastModifiedBy: expect.any(String),
    });
    const path = `serviceusers/${made.id}`;
    expect((await credenza.api("GET", path)).body).toEqual(made);
    const renamed = await credenza.api("PUT", path, { body: { name: "robot", version: 1 } });
    expect(renamed.body).toMatchObject({ name: "robot", version: 2 });
    const stale = await credenza.api("PUT", path, { body: { name: "late", version: 1 } });
    expect(stale.body).toMatchObject({ status: 409, code: "version_conflict", errors: [{ field: "version" }] });
    await create("newer");
    const { body: page } = await credenza.api("GET", "serviceusers?pageSize=2");
    expect(page.data.map(({ name }: { name: string }) => name)).toEqual(["newer", "robot"]);
    const { body: rest } = await credenza.api("GET", `serviceusers?pageSize=2&nextToken=${page.nextToken}`);
    expect(rest.data.map(({ name }: { name: string }) => name)).toEqual(["Bootstrap"]);
    expect(rest.nextToken).toBeNull();
    expect((await credenza.api("DELETE", path)).body).toMatchObject({ id: made.id, version: 2 });
    expect((await credenza.api("GET", path)).status).toBe(404);
    expect((await credenza.api("DELETE", path)).status).toBe(404);
  });

  test.each([
    ["nothing", {}, "name"],
    ["an empty name", { name: "" }, "name"],
    ["an endless name", { name: "x".repeat(10_000) }, "name"],
    ["an unknown field", { name: "x", admin: true }, "admin"],
    ["another type", { name: ["x"] }, "name"],
  ])("400 names the field for %s", async (_name, body, field) => {
    const answer = await credenza.api("POST", "serviceusers", { body });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ field }] });
  });

  test("404 for a missing id and for one that is no UUID, whatever the verb", async () => {
    for (const id of [nobody, "nonsense"]) {
      const calls = [
        credenza.api("GET", `serviceusers/${id}`),
        credenza.api("PUT", `serviceusers/${id}`, { body: { name: "x", version: 1 } }),
        credenza.api("DELETE", `serviceusers/${id}`),
        credenza.api("GET", `serviceusers/${id}/credentials`),
        credenza.api("POST", `serviceusers/${id}/credentials`, { body: {} }),
        credenza.api("POST", `serviceusers/${id}/credentials/${id}/activate`),
        credenza.api("POST", `serviceusers/${id}/credentials/${id}/deactivate`),
        credenza.api("DELETE", `serviceusers/${id}/credentials/${id}`),
        credenza.api("GET", `serviceusers/${id}/permissions`),
      ];
      for (const answer of await Promise.all(calls)) expect(answer.status).toBe(404);
    }
  });
});

describe("access keys", () => {
  test("show their secret once, and it is stored as a digest", async () => {
    const id = await create("keyed");
    const { body: key } = await credenza.api("POST", `serviceusers/${id}/credentials`, { body: {} });
    expect(key).toMatchObject({ status: "ACTIVE", organizationId: credenza.organizationId, lastUsedAt: null });
    expect(key.apiSecret).toMatch(/^czs_[\w-]{43}$/);
    const { body: list, text } = await credenza.api("GET", `serviceusers/${id}/credentials`);
    expect(list.data).toEqual([{ ...key, apiSecret: undefined, organizationId: undefined }]);
    expect(text).not.toContain(key.apiSecret);
    const { system } = credenza.context.store;
    const rows = await system.selectFrom("access_keys").selectAll().execute();
    const audit = await system.selectFrom("audit_events").selectAll().execute();
    expect(JSON.stringify([rows, audit])).not.toContain(key.apiSecret);
    expect(audit.some((row) => row.action === "accesskey.created" && row.resource_id === id)).toBe(true);
    await credenza.token(key.accessKeyId, key.apiSecret);
    const { body: used } = await credenza.api("GET", `serviceusers/${id}/credentials`);
    expect(used.data[0].lastUsedAt).not.toBeNull();
  });

  test("the same Idempotency-Key makes one key and gives the same answer", async () => {
    const id = await create("twice");
    const headers = { "idempotency-key": "make-one-key" };
    const make = () => credenza.api("POST", `serviceusers/${id}/credentials`, { body: {}, headers });
    const [first, second] = [await make(), await make()];
    expect(second.body).toEqual(first.body);
    expect((await credenza.api("GET", `serviceusers/${id}/credentials`)).body.data).toHaveLength(1);
  });

  test("deactivating ends the token at once, activating brings it back, and only an inactive one is deleted", async () => {
    const { id, credId, token, accessKeyId, apiSecret } = await serviceUserWith(credenza, [allow("*", "*")]);
    const path = `serviceusers/${id}/credentials/${credId}`;
    expect(await status(token)).toBe(200);
    expect((await credenza.api("DELETE", path)).body).toMatchObject({ status: 409, code: "access_key_active" });
    expect((await credenza.api("POST", `${path}/deactivate`)).body).toMatchObject({ id: credId, status: "INACTIVE" });
    expect(await status(token)).toBe(401);
    await expect(credenza.token(accessKeyId, apiSecret)).rejects.toThrow("401");
    expect((await credenza.api("POST", `${path}/activate`)).body.status).toBe("ACTIVE");
    expect(await status(token)).toBe(200);
    await credenza.api("POST", `${path}/deactivate`);
    expect((await credenza.api("DELETE", path)).body).toMatchObject({ id: credId, status: "INACTIVE" });
    expect(await status(token)).toBe(401);
    expect((await credenza.api("DELETE", path)).status).toBe(404);
  });

  test("404 under another service user", async () => {
    const { credId } = await serviceUserWith(credenza, [allow("*", "*")]);
    const other = await create("other");
    const path = `serviceusers/${other}/credentials/${credId}`;
    expect((await credenza.api("POST", `${path}/deactivate`)).status).toBe(404);
    expect((await credenza.api("DELETE", path)).status).toBe(404);
  });

  test("deleting the service user ends its token at once, here and in a second process", async () => {
    const second = await startCredenza({
      databaseUrl: credenza.databaseUrl,
      env: { CREDENZA_PUBLIC_URL: credenza.url },
    });
    try {
      const { id, token } = await serviceUserWith(credenza, [allow("*", "*")]);
      const url = `http://127.0.0.1:${second.context.config.port}/organizations/${credenza.organizationId}/serviceusers`;
      const there = async () => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
      expect(await status(token)).toBe(200);
      expect(await there()).toBe(200);
      expect((await credenza.api("DELETE", `serviceusers/${id}`)).status).toBe(200);
      expect(await status(token)).toBe(401);
      await expect.poll(there).toBe(401);
      const left = await credenza.context.store.system
        .selectFrom("policy_principals")
        .selectAll()
        .where("principal_id", "=", id)
        .execute();
      expect(left).toEqual([]);
    } finally {
      await second.stop();
    }
  });
});

describe("nobody gives what they do not have", () => {
  test("a key of a service user that may do more is refused", async () => {
    const admin = await serviceUserWith(credenza, [allow("*", "*")]);
    const keeper = await serviceUserWith(credenza, [allow("config:*", "config:serviceuser/*")]);
    const make = (id: string) =>
      credenza.api("POST", `serviceusers/${id}/credentials`, { body: {}, token: keeper.token });
    expect((await make(admin.id)).body).toMatchObject({ status: 403, code: "not_permitted" });
    expect((await make(await create("harmless"))).status).toBe(200);
    expect((await make(keeper.id)).status).toBe(200);
    const wake = `serviceusers/${admin.id}/credentials/${admin.credId}/activate`;
    expect((await credenza.api("POST", wake, { token: keeper.token })).status).toBe(403);
  });

  test("attaching, widening and lifting a denial are refused; narrowing is not", async () => {
    const { api } = credenza;
    const keeper = await serviceUserWith(credenza, [
      allow("config:*", ["config:permissionpolicy/*", "config:serviceuser/*"]),
      deny("config:delete", "config:serviceuser/*"),
    ]);
    const { body: page } = await api("GET", "permissionpolicies");
    const administrator = page.data.find(({ name }: { name: string }) => name === "Administrator");
    const attach = (policyId: string) =>
      api("POST", `permissionpolicies/${policyId}/addtoserviceuser`, {
        body: { principalId: keeper.id },
        token: keeper.token,
      });
    expect((await attach(administrator.id)).status).toBe(403);
    const make = async (statements: unknown[]) =>
      (
        await api("POST", "permissionpolicies", {
          body: { name: "own", permissionPolicy: statements },
          token: keeper.token,
        })
      ).body;
    const wide = await make([allow("*", "*")]);
    expect((await attach(wide.id)).status).toBe(403);
    const undenied = await make([allow("config:delete", "config:serviceuser/*")]);
    expect((await attach(undenied.id)).status).toBe(403);
    const narrow = await make([allow("config:retrieve", "config:serviceuser/*")]);
    expect((await attach(narrow.id)).status).toBe(200);
    const change = (policyId: string, version: number, permissionPolicy: unknown[]) =>
      api("PUT", `permissionpolicies/${policyId}`, {
        body: { name: "n", version, permissionPolicy },
        token: keeper.token,
      });
    expect((await change(narrow.id, 1, [allow("*", "*")])).status).toBe(403);
    expect(
      (await change(narrow.id, 1, [allow("config:retrieve", `config:serviceuser/item/${keeper.id}`)])).status,
    ).toBe(200);
    expect((await change(keeper.policyId, 1, [allow("config:*", "config:serviceuser/*")])).status).toBe(403);
    const detach = await api("POST", `permissionpolicies/${keeper.policyId}/removefromserviceuser`, {
      body: { principalId: keeper.id },
      token: keeper.token,
    });
    expect(detach.status).toBe(403);
    expect((await api("DELETE", `permissionpolicies/${keeper.policyId}`, { token: keeper.token })).status).toBe(403);
    expect((await api("DELETE", `permissionpolicies/${narrow.id}`, { token: keeper.token })).status).toBe(200);
  });
});
