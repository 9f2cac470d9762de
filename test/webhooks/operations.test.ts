import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createWebhook, messagesOf, post, until } from "./webhook.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

const api: TestCredenza["api"] = (method, path, options) => credenza.api(method, path, options);

describe("an incoming webhook", () => {
  it("is created with an opaque URL, read, listed, changed by version and deleted", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const { body: created } = await api("GET", `incomingwebhooks/${webhook.id}`);
    expect(created).toMatchObject({
      name: "Webhook STRIPE_SIGNED_REQUEST",
      credentialId: webhook.credentialId,
      credentialName: "STRIPE_SIGNED_REQUEST",
      destination: "M3SH_WORKFLOW",
      type: "STRIPE_SIGNED_REQUEST",
      workflowId: null,
      active: true,
      options: {},
      version: 1,
      counts: { accepted24h: 0, rejected24h: 0 },
      lastMessageAt: null,
    });
    expect(created.url).toMatch(new RegExp(`^${credenza.url}/hooks/[A-Za-z0-9_-]{43}$`));

    const listed = await api("GET", `incomingwebhooks?credentialId=${webhook.credentialId}`);
    expect(listed.body).toEqual({ data: [created], nextToken: null });
    const changed = await api("PUT", `incomingwebhooks/${webhook.id}`, { body: { version: 1, name: "Payments" } });
    expect(changed.body).toMatchObject({ name: "Payments", version: 2, url: created.url, active: true });
    expect((await api("PUT", `incomingwebhooks/${webhook.id}`, { body: { version: 1, name: "x" } })).status).toBe(409);

    expect((await api("DELETE", `incomingwebhooks/${webhook.id}`)).body.name).toBe("Payments");
    expect((await api("GET", `incomingwebhooks/${webhook.id}`)).status).toBe(404);
    await until(async () => (await post(created.url, "{}", {})).status === 404);
  });

  it("has its URL before its credential, refuses everything until it has one, and takes what is signed from then on", async () => {
    const { body: created } = await api("POST", "incomingwebhooks", { body: { name: "Early", credentialId: null } });
    expect(created).toMatchObject({ credentialId: null, credentialName: null, destination: null, type: null });
    const send = () => post(created.url, '{"id":"evt_1"}', { authorization: `Basic ${btoa("sender:secret")}` });
    expect((await send()).status).toBe(401);
    const [refused] = await messagesOf(credenza, { ...created, credentialId: "" });
    expect(JSON.stringify(refused)).toContain("no credential verifies it yet");
    const early = await api("PUT", `incomingwebhooks/${created.id}`, {
      body: { version: 1, options: { windowSeconds: 60 } },
    });
    expect(early).toMatchObject({ status: 400, body: { errors: [{ field: "options.windowSeconds" }] } });
    const renamed = await api("PUT", `incomingwebhooks/${created.id}`, { body: { version: 1, name: "Early bird" } });
    expect(renamed.body).toMatchObject({ name: "Early bird", credentialId: null });

    const login = { name: "Login", destination: "M3SH_WORKFLOW", username: "sender", password: "secret" };
    const { id: credentialId } = (await api("POST", "integrationcredentials", { body: login })).body;
    await api("PUT", `incomingwebhooks/${created.id}`, { body: { version: 2, credentialId } });
    await until(async () => (await send()).status === 202);
  });

  it("is found by part of its name, by activity, page by page", async () => {
    const { credentialId } = await createWebhook(credenza, "HTTP_BASIC");
    for (const name of ["Alpha 50%", "Alpha beta", "Gamma"]) {
      await api("POST", "incomingwebhooks", { body: { name, credentialId, active: name !== "Gamma" } });
    }
    const names = async (query: string) =>
      (await api("GET", `incomingwebhooks?credentialId=${credentialId}&${query}`)).body.data.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names("q=alpha")).toEqual(["Alpha beta", "Alpha 50%"]);
    expect(await names("q=50%25")).toEqual(["Alpha 50%"]);
    expect(await names("active=false")).toEqual(["Gamma"]);
    const first = await api("GET", `incomingwebhooks?credentialId=${credentialId}&pageSize=3`);
    const second = await api(
      "GET",
      `incomingwebhooks?credentialId=${credentialId}&pageSize=3&nextToken=${first.body.nextToken}`,
    );
    expect([first.body.data.length, second.body.data.length, second.body.nextToken]).toEqual([3, 1, null]);
  });

  it.each([
    ["a credential that is not there", { credentialId: randomUUID() }, "credentialId"],
    ["no credential", { credentialId: undefined }, "credentialId"],
    ["an id that is none", { credentialId: "x" }, "credentialId"],
    ["an option that the type does not have", { options: { hubspotVersions: ["v1"] } }, "options.hubspotVersions"],
    ["an unknown option", { options: { windowSecond: 3 } }, "options.windowSecond"],
    ["too short a window", { options: { windowSeconds: 29 } }, "options.windowSeconds"],
    ["no name", { name: "" }, "name"],
    ["an unknown field", { url: "https://example.com" }, "url"],
    ["a workflow id that is none", { workflowId: "x" }, "workflowId"],
    ["a workflow that is not there", { workflowId: randomUUID() }, "workflowId"],
  ])("400 with %s", async (_name, change, field) => {
    const { credentialId } = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const answer = await api("POST", "incomingwebhooks", { body: { name: "x", credentialId, ...change } });
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, field]);
  });

  it("400 with a credential that verifies nothing", async () => {
    const credential = await api("POST", "integrationcredentials", {
      body: { name: "x", destination: "WEBHOOK", apiKey: "k", secret: "0123456789abcdef0123" },
    });
    const answer = await api("POST", "incomingwebhooks", { body: { name: "x", credentialId: credential.body.id } });
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, "credentialId"]);
  });

  it.each(["Authorization", "host", "x y", "Content-Type"])(
    "400 with the signature header %s",
    async (signatureHeader) => {
      const { credentialId } = await createWebhook(credenza, "SAGE_INTACCT_CLIENT_SECRET");
      const answer = await api("POST", "incomingwebhooks", {
        body: { name: "x", credentialId, options: { signatureHeader } },
      });
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, "options.signatureHeader"]);
    },
  );

  it("drops options that the type of its new credential does not have", async () => {
    const hubspot = await createWebhook(credenza, "HUBSPOT_CLIENT_SECRET", {
      options: { hubspotVersions: ["v3", "v2"], windowSeconds: 60 },
    });
    const { credentialId } = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const { body } = await api("PUT", `incomingwebhooks/${hubspot.id}`, { body: { version: 1, credentialId } });
    expect(body).toMatchObject({ type: "STRIPE_SIGNED_REQUEST", options: { windowSeconds: 60 } });
  });

  it("404 of another organization's id", async () => {
    for (const [method, path] of [
      ["GET", ""],
      ["PUT", ""],
      ["DELETE", ""],
      ["GET", "/messages"],
      ["POST", "/sample"],
    ]) {
      const answer = await api(String(method), `incomingwebhooks/${randomUUID()}${path}`, {
        body: method === "PUT" ? { version: 1 } : undefined,
      });
      expect(answer.status).toBe(404);
    }
  });
});

describe("messages", () => {
  it("are shown as text or base64, with every check of an accepted one passed", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const authorization = `Basic ${Buffer.from("user:pass: with: colons £").toString("base64")}`;
    const text = await post(webhook.url, '{"é":1}', { authorization });
    const bytes = await post(webhook.url, Buffer.from([0, 255, 254]), { authorization });
    const read = async (id: string) => (await api("GET", `incomingwebhooks/${webhook.id}/messages/${id}`)).body;
    expect(await read(text.body.id)).toMatchObject({ body: '{"é":1}', bodyEncoding: "utf-8", sizeBytes: 8 });
    expect(await read(bytes.body.id)).toMatchObject({ body: "AP/+", bodyEncoding: "base64", sizeBytes: 3 });
    expect((await read(text.body.id)).verdict).toEqual({
      accepted: true,
      reason: null,
      steps: [
        { check: "Authorization header", passed: true },
        { check: "Username and password", passed: true },
      ],
    });
  });

  it("are told apart by status and paged", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    for (let index = 0; index < 3; index += 1) {
      await api("POST", `incomingwebhooks/${webhook.id}/sample/send`);
      await api("POST", `incomingwebhooks/${webhook.id}/sample/send`, { body: { wrong: true } });
    }
    expect(await messagesOf(credenza, webhook, "?status=accepted")).toHaveLength(3);
    expect(await messagesOf(credenza, webhook, "?status=rejected")).toHaveLength(3);
    const { body: first } = await api("GET", `incomingwebhooks/${webhook.id}/messages?pageSize=4`);
    const { body: second } = await api(
      "GET",
      `incomingwebhooks/${webhook.id}/messages?pageSize=4&nextToken=${first.nextToken}`,
    );
    expect([first.data.length, second.data.length, second.nextToken]).toEqual([4, 2, null]);
    expect((await api("GET", `incomingwebhooks/${webhook.id}/messages?status=other`)).status).toBe(400);
  });

  it("go when their webhook is deleted", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    await api("POST", `incomingwebhooks/${webhook.id}/sample/send`);
    await api("DELETE", `incomingwebhooks/${webhook.id}`);
    const count = async () =>
      (
        await credenza.context.store.system
          .selectFrom("incoming_messages")
          .select("id")
          .where("webhook_id", "=", webhook.id)
          .execute()
      ).length;
    await until(async () => (await count()) === 0);
  });

  it("name the secret of another credential of the type as the cause", async () => {
    const live = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST", { fields: { signingKey: "whsec_live_one" } });
    const test = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST", { fields: { signingKey: "whsec_test_one" } });
    const { body: sample } = await api("POST", `incomingwebhooks/${test.id}/sample`);
    const headers = Object.fromEntries(sample.headers);
    expect((await post(live.url, sample.body, headers)).status).toBe(401);
    const [message] = await messagesOf(credenza, live);
    const { body, text } = await api("GET", `incomingwebhooks/${live.id}/messages/${message.id}`);
    expect(body.verdict.steps[2].likelyCause).toMatch(/another credential of the same type/);
    expect(text).not.toMatch(/whsec_/);
  });

  it("are out of reach of someone who may not change the webhook", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const { body: message } = await api("POST", `incomingwebhooks/${webhook.id}/sample/send`);
    const { body: user } = await api("POST", "serviceusers", { body: { name: "Reader" } });
    const { body: policies } = await api("GET", "permissionpolicies");
    const readOnly = policies.data.find((policy: { name: string }) => policy.name === "Read-only");
    await api("POST", `permissionpolicies/${readOnly.id}/addtoserviceuser`, { body: { principalId: user.id } });
    const { body: key } = await api("POST", `serviceusers/${user.id}/credentials`, { body: {} });
    const token = await credenza.token(key.accessKeyId, key.apiSecret);
    expect((await api("GET", `incomingwebhooks/${webhook.id}/messages`, { token })).status).toBe(200);
    for (const path of [`incomingwebhooks/${webhook.id}/messages/${message.id}`, `messages/${message.id}`]) {
      expect((await api("POST", `${path}/replay`, { token })).status).toBe(403);
      expect((await api("POST", `${path}/verify`, { token })).status).toBe(403);
    }
    expect((await api("POST", `incomingwebhooks/${webhook.id}/sample`, { token })).status).toBe(403);
  });
});
