import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../../src/define/operation.ts";
import { operations } from "../../src/operations/index.ts";
import { type Answer, startCredenza, type TestCredenza } from "../harness.ts";
import { addOrganization, type Organization } from "../second-organization.ts";
import { bodies, createThings, fillPath, type Things, words } from "./samples.ts";

const key = (operation: Operation): string => `${operation.method} ${operation.path}`;
const cases = operations.map((operation) => ({ name: key(operation), operation }));
const namesAnItem = ({ path }: Operation): boolean =>
  [...path.matchAll(/\{(\w+)\}/g)].some(([, name = ""]) => !Object.hasOwn(words, name));

let credenza: TestCredenza;
let ours: Things;
let other: Organization;
let theirs: Things;
let powerless: string;

beforeAll(async () => {
  credenza = await startCredenza();
  ours = await createThings(credenza, credenza.organizationId, credenza.adminToken);
  other = await addOrganization(credenza, "Other");
  theirs = await createThings(credenza, other.id, other.token);
  const { body: robot } = await credenza.api("POST", "serviceusers", { body: { name: "Powerless" } });
  const { body: accessKey } = await credenza.api("POST", `serviceusers/${robot.id}/credentials`, { body: {} });
  powerless = await credenza.token(accessKey.accessKeyId, accessKey.apiSecret);
});

afterAll(() => credenza?.stop());

interface Attempt {
  things?: Things;
  organizationId?: string;
  token?: string | null;
  query?: string;
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
}

function attempt(
  operation: Operation,
  { things = ours, organizationId, token, query = "", extra, headers }: Attempt,
): Promise<Answer> {
  const path = `/organizations/${organizationId ?? credenza.organizationId}${fillPath(operation.path, things)}${query}`;
  const body = operation.body ? { ...bodies[key(operation)]?.(ours), ...extra } : undefined;
  return credenza.api(operation.method, path, { body, headers, ...(token === undefined ? {} : { token }) });
}

describe("every operation", () => {
  it("has a sample body here when it takes one", () => {
    const missing = operations.filter((operation) => operation.body && !bodies[key(operation)]).map(key);
    expect(missing).toEqual([]);
  });

  it("has an id, a path and a method of its own", () => {
    expect(new Set(operations.map((operation) => operation.id)).size).toBe(operations.length);
    expect(new Set(operations.map(key)).size).toBe(operations.length);
  });

  it("declares its audit row when it changes something, but for those that write it themselves", () => {
    const undeclared = operations.filter(({ method, audit }) => method !== "GET" && !audit).map(({ id }) => id);
    expect(undeclared.toSorted()).toEqual([
      "credentials.makeConnectLink",
      "credentials.request",
      "credentials.signIn",
      "credentials.test",
      "events.publish",
      "incomingWebhooks.sample",
      "incomingWebhooks.sendSample",
      "integrationConfigurations.preview",
      "messages.verify",
      "messages.verifyById",
      "notifications.evaluate",
      "workflows.checkImport",
      "workflows.preview",
      "workflows.testFunction",
      "workflows.validate",
    ]);
  });
});

describe("another organization's ids in a body are refused like ids that are not there", () => {
  it.each<[string, (things: Things) => Record<string, unknown>, number]>([
    ["POST /incomingwebhooks", ({ credential }) => ({ credentialId: credential }), 400],
    ["POST /incomingwebhooks", ({ workflow }) => ({ workflowId: workflow }), 400],
    ["PUT /incomingwebhooks/{id}", ({ credential }) => ({ credentialId: credential }), 400],
    ["PUT /incomingwebhooks/{id}", ({ workflow }) => ({ workflowId: workflow }), 400],
    ["POST /integrationconfigs", ({ stripeCredential }) => ({ integrationCredentialsId: stripeCredential }), 400],
    ["POST /notifications/configurations", ({ webhook }) => ({ webhookIds: [webhook] }), 400],
    ["POST /notifications/configurations", ({ workflow }) => ({ workflowIds: [workflow] }), 400],
    ["PUT /notifications/configurations/{id}", ({ webhook }) => ({ webhookIds: [webhook] }), 400],
    ["PUT /notifications/configurations/{id}", ({ workflow }) => ({ workflowIds: [workflow] }), 400],
    ["POST /permissionpolicies/{id}/addtoserviceuser", ({ serviceUser }) => ({ principalId: serviceUser }), 404],
    ["POST /permissionpolicies/{id}/removefromserviceuser", ({ serviceUser }) => ({ principalId: serviceUser }), 404],
    ["POST /permissionpolicies/{id}/addtouser", ({ user }) => ({ principalId: user }), 404],
    ["POST /permissionpolicies/{id}/removefromuser", ({ user }) => ({ principalId: user }), 404],
    ["POST /permissionpolicies/{id}/addtousergroup", ({ userGroup }) => ({ principalId: userGroup }), 404],
    ["POST /permissionpolicies/{id}/removefromusergroup", ({ userGroup }) => ({ principalId: userGroup }), 404],
  ])("%s %s", async (name, reference, status) => {
    const operation = operations.find((one) => key(one) === name) as Operation;
    const foreign = await attempt(operation, { extra: reference(theirs) });
    const nowhere = Object.fromEntries(Object.keys(theirs).map((thing) => [thing, randomUUID()])) as unknown as Things;
    const missing = await attempt(operation, { extra: reference(nowhere) });
    expect([foreign.status, foreign.body.detail]).toEqual([status, missing.body.detail]);
  });
});

describe.each(cases)("$name", ({ operation }) => {
  it("401 without a token", async () => {
    const answer = await attempt(operation, { token: null });
    expect(answer).toMatchObject({ status: 401, body: { code: "not_signed_in" } });
  });

  it("401 with a tampered token", async () => {
    const [head, payload, signature = ""] = credenza.adminToken.split(".");
    const flipped = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
    const answer = await attempt(operation, { token: [head, payload, flipped].join(".") });
    expect(answer).toMatchObject({ status: 401, body: { code: "token_invalid" } });
  });

  it.skipIf(operation.path === "/users/me")("403 without the permission", async () => {
    const answer = await attempt(operation, { token: powerless });
    expect(answer).toMatchObject({ status: 403, body: { code: "not_permitted" } });
  });

  it("404 another organization's path", async () => {
    const answer = await attempt(operation, { organizationId: other.id, things: theirs });
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it.skipIf(!namesAnItem(operation))("404 another organization's ids", async () => {
    const answer = await attempt(operation, { things: theirs });
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it.skipIf(!namesAnItem(operation))("404 an id that is no UUID", async () => {
    const nonsense = Object.fromEntries(Object.keys(ours).map((name) => [name, "not-a-uuid"])) as unknown as Things;
    const answer = await attempt(operation, { things: nonsense });
    expect(answer.status).toBe(404);
  });

  it("400 an unknown query parameter, naming it", async () => {
    const answer = await attempt(operation, { query: "?surprise=1" });
    expect(answer).toMatchObject({ status: 400, body: { code: "validation_failed" } });
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain("surprise");
  });

  it.skipIf(!operation.body)("400 an unknown field, naming it", async () => {
    const answer = await attempt(operation, { extra: { surprise: "c4n4ry" } });
    expect(answer).toMatchObject({ status: 400, body: { code: "validation_failed" } });
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain("surprise");
    expect(answer.text).not.toContain("c4n4ry");
  });

  it.skipIf(operation.method !== "POST")("400 an Idempotency-Key that cannot be one", async () => {
    const answer = await attempt(operation, { headers: { "idempotency-key": "x".repeat(256) } });
    expect(answer.status).toBe(400);
  });

  it("is described in OpenAPI with its failures", async () => {
    const { body: document } = await credenza.api("GET", "/openapi.json", { token: null });
    const described = document.paths[`/organizations/{orgId}${operation.path}`]?.[operation.method.toLowerCase()];
    expect(described).toMatchObject({
      operationId: operation.id,
      responses: { [operation.status ?? 200]: {}, 401: {}, 403: {}, 404: {} },
    });
  });
});
