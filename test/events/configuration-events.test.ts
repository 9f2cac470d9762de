import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configurationChange, configurationEntities } from "../../src/events/configuration-events.ts";
import { operations } from "../../src/operations/index.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { bodies, createThings, fillPath, type Things } from "../operations/samples.ts";

let credenza: TestCredenza;
let things: Things;

beforeAll(async () => {
  credenza = await startCredenza();
  things = await createThings(credenza, credenza.organizationId, credenza.adminToken);
});
afterAll(() => credenza?.stop());

interface Change {
  newDto: Record<string, unknown>;
  oldDto: Record<string, unknown>;
  actor: { type: string };
}

async function newest(eventName: string): Promise<Change> {
  const { body } = await credenza.api("GET", `events?eventName=${eventName}&pageSize=1`);
  return body.data[0]?.m3terEvent.eventData;
}
const call = async (method: string, path: string, body?: unknown) => {
  const answer = await credenza.api(method, path, { body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};
const put = async (path: string, change: object) => {
  const { version } = await call("GET", path);
  return call("PUT", path, { version, ...change });
};

describe("a change through the API is an event", () => {
  it("for each thing that has a version or an owner", () => {
    expect(configurationEntities.toSorted()).toEqual([
      ...["accesskey", "credential", "datakey", "eventtype", "externalmapping", "incomingwebhook"],
      ...["integrationconfiguration", "integrationsettings", "notificationrule", "organization", "outgoingwebhook"],
      ...["permissionpolicy", "principalpermission", "serviceuser", "user", "usergroup", "usergroupmember"],
      ...["workflow", "workflowparameter"],
    ]);
    const changing = operations.filter(({ audit }) => audit && configurationChange(audit.action));
    for (const { audit } of changing) {
      const { shownBy } = (audit && configurationChange(audit.action)) ?? {};
      const isShown = shownBy === undefined || operations.some(({ id }) => id === shownBy);
      expect(isShown, shownBy).toBe(true);
    }
  });

  it.each<
    [entity: string, path: (things: Things) => string, change: object, field: string, before: unknown, after: unknown]
  >([
    ["credential", (t) => `integrationcredentials/${t.credential}`, { name: "B" }, "name", "Basic", "B"],
    ["incomingwebhook", (t) => `incomingwebhooks/${t.incomingWebhook}`, { name: "B" }, "name", "Orders", "B"],
    [
      "outgoingwebhook",
      (t) => `integrationdestinations/webhooks/${t.webhook}`,
      { name: "B" },
      "name",
      "Notifications",
      "B",
    ],
    ["serviceuser", (t) => `serviceusers/${t.serviceUser}`, { name: "B" }, "name", "Robot", "B"],
    ["usergroup", (t) => `usergroups/${t.userGroup}`, { name: "B" }, "name", "Finance", "B"],
    ["permissionpolicy", (t) => `permissionpolicies/${t.permissionPolicy}`, { name: "B" }, "name", "Look", "B"],
    [
      "notificationrule",
      (t) => `notifications/configurations/${t.notificationRule}`,
      { name: "B" },
      "name",
      "Large order",
      "B",
    ],
    ["eventtype", (t) => `eventtypes/${t.eventType}`, { description: "B" }, "description", "An order is paid.", "B"],
    [
      "externalmapping",
      (t) => `externalmappings/${t.externalMapping}`,
      { externalId: "B" },
      "externalId",
      "cus_1",
      "B",
    ],
    [
      "integrationconfiguration",
      (t) => `integrationconfigs/${t.integrationConfig}`,
      { name: "B" },
      "name",
      "Account to Stripe test mode",
      "B",
    ],
    ["workflowparameter", (t) => `workflowparameters/${t.workflowParameter}`, { value: "B" }, "value", "eu", "B"],
    ["organization", () => "", { name: "B" }, "name", "Analytical Engines", "B"],
    ["workflow", (t) => `workflows/${t.workflow}`, { name: "B" }, "name", "Flow", "B"],
    ["integrationsettings", () => "integrationconfigs/settings", { maxFailures: 7 }, "maxFailures", 10, 7],
  ])("%s: with what it was and what it is", async (entity, path, change, field, before, after) => {
    const place = path(things);
    const shown = await call("GET", place);
    const body = { ...change, ...(entity === "incomingwebhook" ? { credentialId: things.credential } : {}) };
    const changed = await put(
      place,
      entity === "permissionpolicy" ? { ...body, permissionPolicy: shown.permissionPolicy } : body,
    );
    const { newDto, oldDto, actor } = await newest(`configuration.${entity}.updated`);
    const { lastUsedAt: _, ...steady } = shown;
    expect(oldDto).toMatchObject(steady);
    expect([oldDto[field], newDto[field]]).toEqual([before, after]);
    expect(newDto.version).toBe(changed.version);
    expect(actor.type).toBe("SERVICEUSER");
  });

  it("accesskey: without its secret, switched off, and gone", async () => {
    const keys = `serviceusers/${things.serviceUser}/credentials`;
    const key = await call("POST", keys, {});
    const created = await newest("configuration.accesskey.created");
    expect(created.newDto).toEqual(await call("GET", `${keys}/${key.id}`));
    await call("POST", `${keys}/${key.id}/deactivate`);
    const { oldDto, newDto } = await newest("configuration.accesskey.updated");
    expect([oldDto.status, newDto.status]).toEqual(["ACTIVE", "INACTIVE"]);
    await call("DELETE", `${keys}/${key.id}`);
    expect((await newest("configuration.accesskey.deleted")).oldDto).toEqual(newDto);
    expect((await credenza.api("GET", "events?pageSize=200")).text).not.toContain(key.apiSecret);
  });

  it("principalpermission: given and taken", async () => {
    const policy = `permissionpolicies/${things.permissionPolicy}`;
    const given = await call("POST", `${policy}/addtoserviceuser`, { principalId: things.serviceUser });
    expect((await newest("configuration.principalpermission.created")).newDto).toEqual(given);
    const taken = await call("POST", `${policy}/removefromserviceuser`, { principalId: things.serviceUser });
    expect((await newest("configuration.principalpermission.deleted")).oldDto).toEqual(taken);
  });

  it("usergroupmember: added and removed", async () => {
    const member = `usergroups/${things.userGroup}/users/${things.user}`;
    const added = await call("PUT", member);
    expect((await newest("configuration.usergroupmember.created")).newDto).toEqual(added);
    const removed = await call("DELETE", member);
    expect((await newest("configuration.usergroupmember.deleted")).oldDto).toEqual(removed);
  });

  it("user: added and removed", async () => {
    const user = await call("POST", "users", { email: "grace@example.test", password: "a long enough password" });
    expect((await newest("configuration.user.created")).newDto).toEqual(user);
    await call("DELETE", `users/${user.id}`);
    expect((await newest("configuration.user.deleted")).oldDto).toEqual(user);
  });

  it("switched off and on: what changed is what differs", async () => {
    const config = `integrationconfigs/${things.integrationConfig}`;
    await call("POST", `${config}/disable`);
    const { oldDto, newDto } = await newest("configuration.integrationconfiguration.updated");
    expect([oldDto.enabled, newDto.enabled]).toEqual([true, false]);
    await call("PUT", `integrationdestinations/webhooks/${things.webhook}/active?active=false`);
    const webhook = await newest("configuration.outgoingwebhook.updated");
    expect([webhook.oldDto.active, webhook.newDto.active]).toEqual([true, false]);
  });

  it("two changes at once follow each other: what one made is what the other found", async () => {
    const path = `workflowparameters/${things.workflowParameter}`;
    const { version } = await call("GET", path);
    const answers = await Promise.all(
      ["C", "D", "E"].map((value) => credenza.api("PUT", path, { body: { version, value } })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const { oldDto, newDto } = await newest("configuration.workflowparameter.updated");
    expect([oldDto.version, newDto.version]).toEqual([version, version + 1]);
  });

  it("no secret of any sample is in any event", async () => {
    for (const { method, path, body, audit } of operations) {
      if (!body || !audit || method === "DELETE") continue;
      await credenza.api(method, fillPath(path, things), { body: bodies[`${method} ${path}`]?.(things) });
    }
    const { text } = await credenza.api("GET", "events?pageSize=200&includeActioned=true");
    for (const secret of [
      "a password",
      "another password",
      "a secret of thirty-two characters",
      "sk_test_sample000000",
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it("deleted: with what it was before", async () => {
    const path = `externalmappings/${things.externalMapping}`;
    const shown = await call("GET", path);
    await call("DELETE", path);
    const { oldDto, newDto } = await newest("configuration.externalmapping.deleted");
    expect([oldDto, newDto]).toEqual([shown, undefined]);
  });

  it("a rule that was rolled back never fires", async () => {
    const { context, organizationId } = credenza;
    const { insertRule } = await import("../../src/store/notification-rules.ts");
    const { newId } = await import("../../src/crypto/ids.ts");
    const values = {
      ...{ id: newId(), organizationId, actorId: newId(), name: "Ghost", description: "", code: "ghost" },
      ...{ eventName: "shop.ghost.seen", calculation: "true", active: true, alwaysFireEvent: true },
    };
    const event = { organizationId, eventName: "shop.ghost.seen", data: {} };
    const undone = context.store.inOrganization(organizationId, async (tx) => {
      await insertRule(tx, values);
      await context.events.publish(tx, [event]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await call("POST", "events", { eventName: "shop.ghost.seen", eventData: {} });
    expect((await credenza.api("GET", "events?notificationCode=ghost")).body.data).toEqual([]);
  });
});
