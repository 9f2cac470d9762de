import { afterAll, beforeAll, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { addOrganization } from "../second-organization.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza({ env: { CREDENZA_REQUESTS_PER_SECOND: "2" }, now: () => Date.UTC(2026, 10, 24) });
});
afterAll(() => credenza?.stop());

it("answers 429 with Retry-After once an organization has used up its requests, and only to that one", async () => {
  const other = await addOrganization(credenza, "Second");
  const spent = await Promise.all(Array.from({ length: 10 }, () => credenza.api("GET", "systems")));
  expect(spent.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const refused = await credenza.api("GET", "integrationcredentials");
  expect([refused.status, refused.body.code, refused.headers.get("retry-after")]).toEqual([
    429,
    "too_many_requests",
    "1",
  ]);
  const path = `/organizations/${other.id}/systems`;
  expect((await credenza.api("GET", path, { token: other.token })).status).toBe(200);
});

it("takes nothing from an organization for requests that are not signed in", async () => {
  const path = `/organizations/${credenza.organizationId}/systems`;
  const answers = await Promise.all(Array.from({ length: 20 }, () => credenza.api("GET", path, { token: null })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
});
