import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { allow, deny, serviceUserWith, signIn } from "./person.ts";

const nobody = "01890000-0000-7000-8000-0000000000ff";
let credenza: TestCredenza;
let administratorId: string;
let adminUserId: string;
let adminRobotId: string;

beforeAll(async () => {
  credenza = await startCredenza();
  const { body } = await credenza.api("GET", "permissionpolicies");
  administratorId = body.data.find(({ name }: { name: string }) => name === "Administrator").id;
  adminUserId = (await credenza.api("GET", "users")).body.data[0].id;
  adminRobotId = (await credenza.api("GET", "users/me")).body.serviceUser.id;
});
afterAll(() => credenza.stop());

const make = (permissionPolicy: unknown, name = "own") =>
  credenza.api("POST", "permissionpolicies", { body: { name, permissionPolicy } });
const post = (policyId: string, verb: string, body: unknown) =>
  credenza.api("POST", `permissionpolicies/${policyId}/${verb}`, { body });
const status = async (method: string, path: string, token: string) =>
  (await credenza.api(method, path, { token })).status;

describe("permission policies", () => {
  test("keep their statements as they were written, and change by version", async () => {
    const permissionPolicy = [
      allow(["config:create", "all"], "config:meter/*"),
      deny("config:use", "config:credential/item/*"),
    ];
    const { body: made } = await make(permissionPolicy, "Finance");
    expect(made).toMatchObject({ name: "Finance", version: 1, managedPolicy: false, permissionPolicy });
    const path = `permissionpolicies/${made.id}`;
    expect((await credenza.api("GET", path)).body).toEqual(made);
    const change = (version: number) =>
      credenza.api("PUT", path, { body: { name: "Finance", version, permissionPolicy: [allow("*", "*")] } });
    expect((await change(2)).body).toMatchObject({ status: 409, code: "version_conflict" });
    expect((await change(1)).body).toMatchObject({ version: 2, permissionPolicy: [allow("*", "*")] });
    const { body: page } = await credenza.api("GET", "permissionpolicies?pageSize=1");
    expect(page.data[0].id).toBe(made.id);
    expect(page.nextToken).not.toBeNull();
    expect((await credenza.api("DELETE", path)).body).toMatchObject({ id: made.id });
    expect((await credenza.api("GET", path)).status).toBe(404);
  });

  test("400 with the place of each fault, and lower case asked for", async () => {
    const answer = await make([
      { effect: "ALLOW", action: ["config:create", "CONFIG_CREATE"], resource: ["config:Meter/*"] },
    ]);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      { field: "permissionPolicy.0.effect", message: expect.stringContaining("lower case") },
      { field: "permissionPolicy.0.action.1", message: expect.stringContaining("lower case") },
      { field: "permissionPolicy.0.resource.0", message: expect.stringContaining("lower case") },
    ]);
    const wrong: [unknown, string][] = [
      [undefined, "permissionPolicy"],
      [[], "permissionPolicy"],
      [[{ ...allow("*", "*"), condition: {} }], "permissionPolicy.0.condition"],
      [[allow("*", "config:credentials/*")], "permissionPolicy.0.resource.0"],
      [[allow([], "*")], "permissionPolicy.0.action"],
    ];
    for (const [statements, field] of wrong) expect((await make(statements)).body.errors[0].field).toBe(field);
  });

  test.each(["administrator", " ADMINISTRATOR ", "Read-Only", "use\u00a0credentials", "Ａdministrator"])(
    "%j reads like a managed one and is refused",
    async (name) => {
      expect((await make([allow("*", "*")], name)).body).toMatchObject({ status: 400, errors: [{ field: "name" }] });
    },
  );

  test("a managed one is neither changed nor deleted", async () => {
    const { body } = await credenza.api("GET", "permissionpolicies");
    const managed = body.data.filter(({ managedPolicy }: { managedPolicy: boolean }) => managedPolicy);
    expect(managed).toHaveLength(3);
    for (const { id } of managed) {
      const path = `permissionpolicies/${id}`;
      const changed = { name: "x", version: 1, permissionPolicy: [deny("*", "*")] };
      expect((await credenza.api("PUT", path, { body: changed })).body.code).toBe("managed_policy");
      expect((await credenza.api("DELETE", path)).body.code).toBe("managed_policy");
    }
  });

  test("404 for a missing id and for one that is no UUID", async () => {
    for (const id of [nobody, "nonsense"]) {
      const path = `permissionpolicies/${id}`;
      const body = { name: "x", version: 1, permissionPolicy: [allow("*", "*")] };
      expect((await credenza.api("GET", path)).status).toBe(404);
      expect((await credenza.api("PUT", path, { body })).status).toBe(404);
      expect((await credenza.api("DELETE", path)).status).toBe(404);
      expect((await post(id, "addtouser", { principalId: adminUserId })).status).toBe(404);
      expect((await post(id, "removefromserviceuser", { principalId: adminRobotId })).status).toBe(404);
    }
  });
});

describe("attaching", () => {
  test("twice is once, and the answer has the m3ter API's shape", async () => {
    const { id } = (await make([allow("config:retrieve", "*")])).body;
    const first = await post(id, "addtouser", { principalId: adminUserId });
    expect(first.body).toMatchObject({
      permissionPolicyId: id,
      principalId: adminUserId,
      principalType: "USER",
      version: 1,
      dtCreated: expect.any(String),
    });
    expect((await post(id, "addtouser", { principalId: adminUserId, version: 1 })).body).toEqual(first.body);
    const { body: attached } = await credenza.api("GET", `users/${adminUserId}/permissions`);
    expect(attached.data.map((policy: { id: string }) => policy.id)).toEqual([id, administratorId]);
    expect((await post(id, "removefromuser", { principalId: adminUserId })).body).toEqual(first.body);
    expect((await post(id, "removefromuser", { principalId: adminUserId })).status).toBe(404);
  });

  test("to the wrong kind of principal, a missing one or none is refused", async () => {
    const { id } = (await make([allow("config:retrieve", "*")])).body;
    expect((await post(id, "addtouser", { principalId: adminRobotId })).status).toBe(404);
    expect((await post(id, "addtoserviceuser", { principalId: adminUserId })).status).toBe(404);
    expect((await post(id, "addtouser", { principalId: nobody })).status).toBe(404);
    expect((await post(id, "addtouser", { principalId: "x" })).body.errors[0].field).toBe("principalId");
    expect((await post(id, "addtouser", {})).body.errors[0].field).toBe("principalId");
  });

  test("a change of the policy is felt by the next call", async () => {
    const { token, policyId, id } = await serviceUserWith(credenza, [allow("config:retrieve", "config:serviceuser/*")]);
    expect(await status("GET", "serviceusers", token)).toBe(200);
    expect(await status("GET", "users", token)).toBe(403);
    const change = (version: number, permissionPolicy: unknown) =>
      credenza.api("PUT", `permissionpolicies/${policyId}`, { body: { name: "n", version, permissionPolicy } });
    await change(1, [allow("config:retrieve", "config:user/*")]);
    expect(await status("GET", "serviceusers", token)).toBe(403);
    expect(await status("GET", "users", token)).toBe(200);
    await post(policyId, "removefromserviceuser", { principalId: id });
    expect(await status("GET", "users", token)).toBe(403);
    await post(administratorId, "addtoserviceuser", { principalId: id });
    expect(await status("GET", "users", token)).toBe(200);
    const { body: denied } = await make([deny("config:retrieve", "config:user/*")]);
    await post(denied.id, "addtoserviceuser", { principalId: id });
    expect(await status("GET", "users", token)).toBe(403);
    expect(await status("GET", "serviceusers", token)).toBe(200);
    await credenza.api("DELETE", `permissionpolicies/${denied.id}`);
    expect(await status("GET", "users", token)).toBe(200);
  });

  test("without any policy everything is a 403, and one item's statement opens that item alone", async () => {
    const { token, id } = await serviceUserWith(credenza, [
      allow("config:retrieve", `config:user/item/${adminUserId}`),
    ]);
    expect(await status("GET", `users/${adminUserId}`, token)).toBe(200);
    expect(await status("GET", "users", token)).toBe(403);
    expect(await status("GET", `serviceusers/${id}`, token)).toBe(403);
    expect(await status("POST", "serviceusers", token)).toBe(403);
  });

  test("the managed policies allow what they say", async () => {
    const { body } = await credenza.api("GET", "permissionpolicies?pageSize=200");
    const named = (name: string) => body.data.find((policy: { name: string }) => policy.name === name).permissionPolicy;
    const reader = await serviceUserWith(credenza, named("Read-only"));
    expect(await status("GET", "serviceusers", reader.token)).toBe(200);
    expect(await status("GET", "audit", reader.token)).toBe(200);
    expect(await status("DELETE", `serviceusers/${adminRobotId}`, reader.token)).toBe(403);
    const user = await serviceUserWith(credenza, named("Use credentials"));
    expect(await status("GET", "integrationcredentials", user.token)).toBe(200);
    expect(await status("GET", "systems", user.token)).toBe(200);
    expect(await status("GET", "serviceusers", user.token)).toBe(403);
    expect(await status("DELETE", `integrationcredentials/${nobody}`, user.token)).toBe(403);
  });
});

describe("the last administrator", () => {
  const administrators = async (own: TestCredenza) => {
    const { body } = await own.api("GET", "permissionpolicies");
    return {
      policyId: body.data.find(({ name }: { name: string }) => name === "Administrator").id,
      userId: (await own.api("GET", "users")).body.data[0].id,
      robotId: (await own.api("GET", "users/me")).body.serviceUser.id,
    };
  };

  test.each(["detached", "deleted"])("stays when the last two are %s at once", async (way) => {
    const own = await startCredenza();
    try {
      const { policyId, userId, robotId } = await administrators(own);
      const person = await signIn(own);
      const detach = (verb: string, principalId: string) =>
        person.api("POST", `permissionpolicies/${policyId}/${verb}`, { body: { principalId } });
      const answers = await (way === "detached"
        ? Promise.all([detach("removefromserviceuser", robotId), detach("removefromuser", userId)])
        : Promise.all([person.api("DELETE", `serviceusers/${robotId}`), person.api("DELETE", `users/${userId}`)]));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const left = await own.context.store.system
        .selectFrom("policy_principals")
        .selectAll()
        .where("policy_id", "=", policyId)
        .execute();
      expect(left).toHaveLength(1);
    } finally {
      await own.stop();
    }
  });

  test("is named in a 409", async () => {
    const own = await startCredenza();
    try {
      const { policyId, userId, robotId } = await administrators(own);
      const path = `permissionpolicies/${policyId}/removefromuser`;
      expect((await own.api("POST", path, { body: { principalId: userId } })).status).toBe(200);
      const refused = [
        await own.api("POST", `permissionpolicies/${policyId}/removefromserviceuser`, {
          body: { principalId: robotId },
        }),
        await own.api("DELETE", `serviceusers/${robotId}`),
      ];
      for (const answer of refused) expect(answer.body).toMatchObject({ status: 409, code: "last_administrator" });
      expect((await own.api("DELETE", `users/${userId}`)).status).toBe(200);
    } finally {
      await own.stop();
    }
  });
});
