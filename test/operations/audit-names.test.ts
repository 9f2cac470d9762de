import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../src/operations/index.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { bodies, createThings, fillPath, type Things } from "./samples.ts";

interface Row {
  action: string;
  actorName: string | null;
  actorType: string;
  resourceId: string | null;
  detail: { name?: string; principalName?: string; changed?: string[] };
}

let credenza: TestCredenza;
let things: Things;
beforeAll(async () => {
  credenza = await startCredenza();
  things = await createThings(credenza, credenza.organizationId, credenza.adminToken);
});
afterAll(() => credenza?.stop());

async function trail(): Promise<Row[]> {
  const rows: Row[] = [];
  let nextToken: string | null = "";
  while (nextToken !== null) {
    const { body } = await credenza.api("GET", `audit?pageSize=200${nextToken && `&nextToken=${nextToken}`}`);
    rows.push(...body.data);
    nextToken = body.nextToken ?? null;
  }
  return rows;
}

/** Each has its thing, whose id the row names; what it is called stands in other members. */
const nameless = new Set([
  "externalmapping.created",
  "externalmapping.updated",
  "externalmapping.deleted",
  "integration.settings",
  "workflow.functiontested",
]);

describe("the audit trail", () => {
  it("names who and what in every row, whatever was done", async () => {
    const changing = operations.filter(({ method }) => method !== "GET" && method !== "DELETE");
    const ending = operations.filter(({ method }) => method === "DELETE");
    let done = 0;
    for (const operation of [...changing, ...ending]) {
      const body = bodies[`${operation.method} ${operation.path}`]?.(things);
      const { status } = await credenza.api(operation.method, fillPath(operation.path, things).slice(1), { body });
      if (status < 300) done += 1;
    }
    expect(done).toBeGreaterThan(45);
    const rows = await trail();
    expect(new Set(rows.map(({ action }) => action)).size).toBeGreaterThan(40);
    for (const row of rows) {
      if (row.actorType !== "SYSTEM") expect(row.actorName, row.action).toBeTruthy();
      if (!nameless.has(row.action)) expect(row.detail.name, row.action).toBeTruthy();
    }
    const attached = rows.filter(({ action }) => /^permissionpolicy.(at|de)tached$/.test(action));
    expect(attached.map(({ detail }) => detail.principalName)).toEqual(expect.arrayContaining(["Renamed"]));
    expect(attached.every(({ detail }) => detail.principalName)).toBe(true);
    expect(rows.filter(({ action }) => action === "credential.tested")[0]?.detail).toMatchObject({ name: "Basic" });
  });

  it("says which members a change changed, secrets too, and no value", async () => {
    const { body: made } = await credenza.api("POST", "integrationcredentials", {
      body: { name: "Before", destination: "CHARGEBEE", apiKey: "first_key_c4n4ry", site: "acme" },
    });
    const path = `integrationcredentials/${made.id}`;
    await credenza.api("PUT", path, { body: { version: 1, name: "After", apiKey: "second_key_c4n4ry", site: "acme" } });
    await credenza.api("PUT", path, { body: { version: 2, name: "After", site: "other" } });
    const rows = (await trail()).filter(({ resourceId }) => resourceId === made.id);
    expect(rows.map(({ action, detail }) => [action, detail.changed])).toEqual([
      ["credential.updated", ["site"]],
      ["credential.updated", ["apiKey", "name"]],
      ["credential.created", undefined],
    ]);
    expect(JSON.stringify(rows)).not.toContain("c4n4ry");
  });
});
