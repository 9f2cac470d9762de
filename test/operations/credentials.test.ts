import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";

let credenza: TestCredenza;
const now = Date.parse("2026-11-24T10:00:00Z");

beforeAll(async () => {
  credenza = await startCredenza({ now: () => now });
});
afterAll(() => credenza?.stop());

const chargebee = {
  name: "Billing",
  destination: "CHARGEBEE",
  type: "CHARGEBEE_AUTH",
  apiKey: "test_c4n4ry_key",
  site: "acme-test",
};
const create = (body: Record<string, unknown> = chargebee, headers?: Record<string, string>) =>
  credenza.api("POST", "integrationcredentials", { body, headers });

describe("credentials", () => {
  it("200 create: the fields that may be shown, never the secret", async () => {
    const { status, body, text } = await create();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: "Billing",
      destination: "CHARGEBEE",
      type: "CHARGEBEE_AUTH",
      site: "acme-test",
      status: "UNTESTED",
      version: 1,
      sealedFields: ["apiKey"],
      lastUsedAt: null,
      dtDeleted: null,
      createdByName: "Bootstrap",
    });
    expect(text).not.toContain("c4n4ry");
    const read = await credenza.api("GET", `integrationcredentials/${body.id}`);
    expect(read.body).toEqual(body);
  });

  it("200 create without a type: the destination's default", async () => {
    const { body } = await create({ name: "In", destination: "M3SH_WORKFLOW", username: "u", password: "p" });
    expect(body.type).toBe("HTTP_BASIC");
  });

  it("200 create: two of the same name", async () => {
    const [first, second] = await Promise.all([create(), create()]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body.id).not.toBe(second.body.id);
  });

  it.each([
    ["no name", { ...chargebee, name: "" }, "name"],
    ["a name of 10,000 characters", { ...chargebee, name: "n".repeat(10_000) }, "name"],
    ["an unknown destination", { ...chargebee, destination: "NOWHERE" }, "destination"],
    ["a type of another destination", { ...chargebee, type: "HTTP_BASIC" }, "type"],
    ["a missing secret", { ...chargebee, apiKey: undefined }, "apiKey"],
    ["a site with a slash", { ...chargebee, site: "evil.test/x" }, "site"],
    ["a site with a host of its own", { ...chargebee, site: "evil.test#" }, "site"],
    ["a secret that is a number", { ...chargebee, apiKey: 5 }, "apiKey"],
    ["another type's field", { ...chargebee, password: "c4n4ry" }, "password"],
  ])("400 create with %s, naming the field", async (_name, body, field) => {
    const answer = await create(body);
    expect(answer).toMatchObject({ status: 400, body: { code: "validation_failed" } });
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(answer.text).not.toContain("c4n4ry");
  });

  it("lists newest first, filters, searches and pages without gaps", async () => {
    for (let index = 0; index < 7; index++) await create({ ...chargebee, name: `Page ${index}` });
    const seen: string[] = [];
    let nextToken: string | null = null;
    do {
      const next: string = nextToken ? `&nextToken=${nextToken}` : "";
      const { body } = await credenza.api(
        "GET",
        `integrationcredentials?q=page&destination=CHARGEBEE&pageSize=3${next}`,
      );
      seen.push(...body.data.map((row: { name: string }) => row.name));
      nextToken = body.nextToken;
    } while (nextToken);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Page ${index}`));
    const byName = await credenza.api("GET", "integrationcredentials?q=page&sort=name&pageSize=2");
    expect(byName.body.data.map((row: { name: string }) => row.name)).toEqual(["Page 0", "Page 1"]);
    const second = await credenza.api(
      "GET",
      `integrationcredentials?q=page&sort=name&pageSize=2&nextToken=${byName.body.nextToken}`,
    );
    expect(second.body.data.map((row: { name: string }) => row.name)).toEqual(["Page 2", "Page 3"]);
    const none = await credenza.api("GET", "integrationcredentials?q=100%25_nothing");
    expect(none.body).toEqual({ data: [], nextToken: null });
  });

  it("lists only what verifies webhooks when asked", async () => {
    const basic = { type: "HTTP_BASIC", username: "ada", password: "c4n4ry-pass" };
    const verifies = { ...basic, name: "Verifies", destination: "M3SH_WORKFLOW" };
    const calls = { ...basic, name: "Verifies not", destination: "ANY_API", baseUrl: "https://api.example.com" };
    for (const body of [verifies, calls]) expect((await create(body)).status).toBe(200);
    const names = async (query: string) => {
      const { body } = await credenza.api("GET", `integrationcredentials?q=Verifies${query}`);
      return body.data.map((row: { name: string }) => row.name);
    };
    expect(await names("&verifies=true")).toEqual(["Verifies"]);
    expect(await names("")).toEqual(["Verifies not", "Verifies"]);
  });

  it.each(["pageSize=0", "pageSize=201", "pageSize=x", "nextToken=made-up", "status=GREAT", "deleted=maybe"])(
    "400 list with %s",
    async (query) => {
      const answer = await credenza.api("GET", `integrationcredentials?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: query.split("=")[0] }] } });
    },
  );

  it("200 update: renames, replaces a secret, keeps what is left out", async () => {
    const { body: made } = await create();
    const renamed = await credenza.api("PUT", `integrationcredentials/${made.id}`, {
      body: { version: 1, name: "Renamed" },
    });
    expect(renamed.body).toMatchObject({ name: "Renamed", version: 2, site: "acme-test", sealedFields: ["apiKey"] });
    const replaced = await credenza.api("PUT", `integrationcredentials/${made.id}`, {
      body: { version: 2, apiKey: "test_c4n4ry_2" },
    });
    expect(replaced.body).toMatchObject({ name: "Renamed", version: 3 });
    expect(replaced.text).not.toContain("c4n4ry");
    const opened = await credenza.context.broker.openForUse(credenza.organizationId, made.id);
    expect(opened.version).toBe(3);
  });

  it("409 update with an old version, naming the current one; nothing changes", async () => {
    const { body: made } = await create();
    await credenza.api("PUT", `integrationcredentials/${made.id}`, { body: { version: 1, name: "First" } });
    const late = await credenza.api("PUT", `integrationcredentials/${made.id}`, { body: { version: 1, name: "Late" } });
    expect(late).toMatchObject({ status: 409, body: { code: "version_conflict", errors: [{ field: "version" }] } });
    expect((await credenza.api("GET", `integrationcredentials/${made.id}`)).body.name).toBe("First");
  });

  it("of 20 updates of one version exactly one wins", async () => {
    const { body: made } = await create();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        credenza.api("PUT", `integrationcredentials/${made.id}`, { body: { version: 1, name: `Try ${index}` } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it("400 update that changes destination or type", async () => {
    const { body: made } = await create();
    for (const change of [{ destination: "WEBHOOK" }, { type: "HTTP_BASIC" }]) {
      const answer = await credenza.api("PUT", `integrationcredentials/${made.id}`, {
        body: { version: 1, ...change },
      });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: Object.keys(change)[0] }] } });
    }
  });

  it("deletes, lists as deleted, refuses use and change, restores", async () => {
    const { body: made } = await create();
    const deleted = await credenza.api("DELETE", `integrationcredentials/${made.id}`);
    expect(deleted).toMatchObject({ status: 200, body: { id: made.id } });
    expect(deleted.body.dtDeleted).not.toBeNull();
    const listed = await credenza.api("GET", "integrationcredentials?pageSize=200");
    expect(listed.body.data.map((row: { id: string }) => row.id)).not.toContain(made.id);
    const bin = await credenza.api("GET", "integrationcredentials?deleted=true&pageSize=200");
    expect(bin.body.data.map((row: { id: string }) => row.id)).toContain(made.id);
    for (const [method, path, body] of [
      ["PUT", "", { version: 2, name: "x" }],
      ["POST", "/test", undefined],
      ["POST", "/disable", undefined],
      ["DELETE", "", undefined],
      ["POST", "/request", { method: "GET", path: "/customers" }],
    ] as const) {
      const answer = await credenza.api(method, `integrationcredentials/${made.id}${path}`, { body });
      expect(answer).toMatchObject({ status: 409, body: { code: "credential_deleted" } });
    }
    const restored = await credenza.api("POST", `integrationcredentials/${made.id}/restore`);
    expect(restored).toMatchObject({ status: 200, body: { dtDeleted: null } });
  });

  it("409 delete while a webhook uses it, naming the webhook; force deletes and the webhook refuses", async () => {
    const { body: made } = await create({ name: "In", destination: "M3SH_WORKFLOW", username: "u", password: "p" });
    const { body: webhook } = await credenza.api("POST", "incomingwebhooks", {
      body: { name: "Orders in", credentialId: made.id },
    });
    const refused = await credenza.api("DELETE", `integrationcredentials/${made.id}`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "credential_in_use", usedBy: [{ kind: "incomingwebhook", id: webhook.id, name: "Orders in" }] },
    });
    const usage = await credenza.api("GET", `integrationcredentials/${made.id}/usage`);
    expect(usage.body.usedBy).toEqual([{ kind: "incomingwebhook", id: webhook.id, name: "Orders in" }]);
    expect((await credenza.api("DELETE", `integrationcredentials/${made.id}?force=true`)).status).toBe(200);
    const sent = await fetch(webhook.url, {
      method: "POST",
      body: "{}",
      headers: { authorization: `Basic ${Buffer.from("u:p").toString("base64")}` },
    });
    expect(sent.status).toBe(401);
  });

  it("disables and enables; a disabled one is not used", async () => {
    const { body: made } = await create();
    expect((await credenza.api("POST", `integrationcredentials/${made.id}/disable`)).body.status).toBe("DISABLED");
    const used = await credenza.api("POST", `integrationcredentials/${made.id}/request`, {
      body: { method: "GET", path: "/customers" },
    });
    expect(used).toMatchObject({ status: 409, body: { code: "credential_disabled" } });
    expect((await credenza.api("POST", `integrationcredentials/${made.id}/enable`)).body.status).toBe("UNTESTED");
  });

  it("stays as it is when it is disabled or enabled already", async () => {
    const { body: made } = await create();
    expect((await credenza.api("POST", `integrationcredentials/${made.id}/enable`)).body.version).toBe(1);
    const [first, second] = [
      await credenza.api("POST", `integrationcredentials/${made.id}/disable`),
      await credenza.api("POST", `integrationcredentials/${made.id}/disable`),
    ];
    expect(second.body).toEqual(first.body);
  });

  it("writes who did what to the audit trail, in the same transaction, without values", async () => {
    const { body: made } = await create();
    await credenza.api("PUT", `integrationcredentials/${made.id}`, { body: { version: 1, apiKey: "test_c4n4ry_3" } });
    await credenza.api("PUT", `integrationcredentials/${made.id}`, { body: { version: 1, name: "Lost" } });
    await credenza.api("DELETE", `integrationcredentials/${made.id}`);
    const { body, text } = await credenza.api("GET", `integrationcredentials/${made.id}/audit`);
    expect(body.data.map((row: { action: string }) => row.action)).toEqual([
      "credential.deleted",
      "credential.updated",
      "credential.created",
    ]);
    expect(body.data[0]).toMatchObject({ actorType: "SERVICEUSER", actorName: "Bootstrap", resourceId: made.id });
    expect(text).not.toContain("c4n4ry");
  });
});

describe("Idempotency-Key", () => {
  it("gives the same answer again, makes one credential", async () => {
    const headers = { "idempotency-key": "first" };
    const [one, two] = [
      await create({ ...chargebee, name: "Once" }, headers),
      await create({ ...chargebee, name: "Once" }, headers),
    ];
    expect(two.text).toBe(one.text);
    const { body } = await credenza.api("GET", "integrationcredentials?q=Once");
    expect(body.data).toHaveLength(1);
  });

  it("of 20 at once one is made and all get its answer", async () => {
    const headers = { "idempotency-key": "burst" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create({ ...chargebee, name: "Burst" }, headers)),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await credenza.api("GET", "integrationcredentials?q=Burst")).body.data).toHaveLength(1);
  });

  it("422 with another body", async () => {
    const headers = { "idempotency-key": "reused" };
    await create(chargebee, headers);
    const answer = await create({ ...chargebee, name: "Another" }, headers);
    expect(answer).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  it("does not keep a failure", async () => {
    const headers = { "idempotency-key": "mended" };
    const wrong = await create({ ...chargebee, name: "" }, headers);
    const right = await create({ ...chargebee, name: "Mended" }, headers);
    expect([wrong.status, right.status]).toEqual([400, 200]);
  });

  it("keeps the one-time secret of an access key sealed", async () => {
    const { body: robot } = await credenza.api("POST", "serviceusers", { body: { name: "Robot" } });
    const ask = () =>
      credenza.api("POST", `serviceusers/${robot.id}/credentials`, { body: {}, headers: { "idempotency-key": "key" } });
    const [one, two] = [await ask(), await ask()];
    expect(two.body.apiSecret).toBe(one.body.apiSecret);
    const { rows } = await credenza.context.store.systemPool.query(
      "select row_to_json(k)::text as row from idempotency_keys k",
    );
    expect(rows.some(({ row }) => row.includes(one.body.apiSecret))).toBe(false);
  });
});

describe("a body", () => {
  it.each([
    ["malformed JSON", "{", 400],
    ["an array", "[]", 400],
    ["invalid UTF-8", Uint8Array.from([0x7b, 0xff, 0x7d]), 400],
    ["an escape sequence in a name", JSON.stringify({ ...chargebee, name: "a\u001b[2Jb" }), 400],
    ["a turned direction in a name", JSON.stringify({ ...chargebee, name: "a\u202Eb" }), 400],
    ["a NUL in a name", JSON.stringify({ ...chargebee, name: "a\u0000b" }), 400],
    ["deep nesting", `{"a":${"[".repeat(100)}${"]".repeat(100)}}`, 400],
    ["over a mebibyte", JSON.stringify({ ...chargebee, name: "x".repeat(1_100_000) }), 413],
  ])("is refused with %s", async (_name, body, status) => {
    const answer = await credenza.api("POST", "integrationcredentials", { body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.body).toMatchObject({ status, requestId: expect.any(String), message: expect.any(String) });
  });

  it("415 that is no JSON", async () => {
    const answer = await credenza.api("POST", "integrationcredentials", {
      body: "a=b",
      headers: { "content-type": "text/plain" },
    });
    expect(answer.status).toBe(415);
  });
});

describe("the HTTP layer", () => {
  it("400 a malformed percent-encoding, as a problem document", async () => {
    const answer = await credenza.api("GET", "integrationcredentials/%zz");
    expect(answer).toMatchObject({ status: 400, body: { code: "path_not_allowed", requestId: expect.any(String) } });
  });

  it("401 says which scheme it wants", async () => {
    const answer = await credenza.api("GET", "integrationcredentials", { token: null });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("takes a body of several mebibytes where it is sent on", async () => {
    const { body: made } = await create();
    const answer = await credenza.api("POST", `integrationcredentials/${made.id}/request`, {
      body: { method: "POST", path: "https://evil.test/", body: "x".repeat(3_000_000) },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: "host_not_allowed" } });
  });

  it("lets go of a disabled credential with the answer, not later", async () => {
    const { body: made } = await create();
    await credenza.context.broker.openForUse(credenza.organizationId, made.id);
    await credenza.api("POST", `integrationcredentials/${made.id}/disable`);
    await expect(credenza.context.broker.openForUse(credenza.organizationId, made.id)).rejects.toMatchObject({
      code: "credential_disabled",
    });
  });
});
