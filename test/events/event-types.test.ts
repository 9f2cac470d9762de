import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { addOrganization } from "../second-organization.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

const eventName = "shop.parcel.sent";
const schema = {
  type: "object",
  required: ["new"],
  properties: {
    new: {
      type: "object",
      required: ["id"],
      additionalProperties: false,
      properties: {
        id: { type: "string" },
        weight: { type: "number", minimum: 0 },
        lines: {
          type: "array",
          items: { type: "object", properties: { sku: { type: "string", pattern: "^[a-z]+$" } } },
        },
        to: { $ref: "#/$defs/address" },
      },
    },
  },
  $defs: { address: { type: "object", properties: { city: { type: "string" }, "a/b": { type: "boolean" } } } },
};
const create = (body: unknown) => credenza.api("POST", "eventtypes", { body });
const publish = (body: unknown) => credenza.api("POST", "events", { body });
const fieldsOf = (answer: { body: { errors: { field: string }[] } }) => answer.body.errors.map(({ field }) => field);

describe("an event type", () => {
  let id: string;
  it("is created, read, listed and offers its fields before any event was published", async () => {
    const { status, body } = await create({ eventName, description: "A parcel is on its way.", schema });
    expect(status).toBe(200);
    id = body.id;
    const fields = {
      ...{ "new.id": "string", "new.weight": "number", "new.lines": "list" },
      ...{ "new.to.city": "string", "new.to.a/b": "boolean" },
    };
    expect(body).toMatchObject({ eventName, version: 1, schema, fields });
    expect((await credenza.api("GET", `eventtypes/${id}`)).body).toEqual(body);
    expect((await credenza.api("GET", `eventtypes?eventName=${eventName}`)).body.data).toEqual([body]);
    expect((await credenza.api("GET", "events/types")).body.events).toContain(eventName);
    expect((await credenza.api("GET", `events/fields?eventName=${eventName}`)).body.events).toEqual({
      [eventName]: fields,
    });
    expect((await create({ eventName, schema })).status).toBe(409);
  });

  it.each<[unknown, string]>([
    [{}, "eventData.new"],
    [{ newDto: { id: 5 } }, "eventData.new.id"],
    [{ new: {} }, "eventData.new.id"],
    [{ new: { id: "1", weight: -1 } }, "eventData.new.weight"],
    [{ new: { id: "1", colour: "red" } }, "eventData.new.colour"],
    [{ new: { id: "1", lines: [{ sku: "a" }, { sku: "A" }] } }, "eventData.new.lines.1.sku"],
    [{ new: { id: "1", to: { "a/b": 1 } } }, "eventData.new.to.a/b"],
  ])("refuses %j, naming %s, and stores nothing", async (eventData, field) => {
    const answer = await publish({ eventName, eventData });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    expect((await credenza.api("GET", `events?eventName=${eventName}`)).body.data).toEqual([]);
  });

  it("names the event of a batch that does not match; what matches is published", async () => {
    const good = { eventName, eventData: { newDto: { id: "1", weight: 2.5 } } };
    const other = { eventName: "shop.parcel.lost", eventData: { new: { id: 5 } } };
    const answer = await publish({ events: [good, other, { eventName, eventData: { new: { id: null } } }] });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ["events.2.eventData.new.id"]]);
    expect((await publish({ events: [good, other] })).status).toBe(201);
  });

  it("is changed at its version, at once for what is published next, and ends when it is deleted", async () => {
    const { body } = await credenza.api("PUT", `eventtypes/${id}`, {
      body: { version: 1, schema: { required: ["old"] } },
    });
    expect(body).toMatchObject({ version: 2, description: "A parcel is on its way.", fields: {} });
    expect(fieldsOf(await publish({ eventName, eventData: { new: {} } }))).toEqual(["eventData.old"]);
    expect((await credenza.api("PUT", `eventtypes/${id}`, { body: { version: 1 } })).status).toBe(409);
    expect((await credenza.api("DELETE", `eventtypes/${id}`)).body.eventName).toBe(eventName);
    expect((await publish({ eventName, eventData: { new: {} } })).status).toBe(201);
    expect((await credenza.api("GET", `eventtypes/${id}`)).status).toBe(404);
  });

  it("of another organization is not there, nor does it hold events back here", async () => {
    const other = await addOrganization(credenza, "Other");
    const body = { eventName: "shop.cart.left", schema: { required: ["old"] } };
    const path = `/organizations/${other.id}/eventtypes`;
    expect((await credenza.api("POST", path, { body, token: other.token })).status).toBe(200);
    expect((await publish({ eventName: "shop.cart.left", eventData: {} })).status).toBe(201);
    expect((await credenza.api("GET", "eventtypes?eventName=shop.cart.left")).body.data).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{ schema }, "eventName"],
    [{ eventName: "one", schema }, "eventName"],
    [{ eventName: "configuration.credential.created", schema }, "eventName"],
    [{ eventName: "a.b" }, "schema"],
    [{ eventName: "a.b", schema: [] }, "schema"],
    [{ eventName: "a.b", schema: { type: "text" } }, "schema.type"],
    [{ eventName: "a.b", schema: { minimum: "1" } }, "schema.minimum"],
    [{ eventName: "a.b", schema: { properties: { newDto: {} } } }, "schema.properties.newDto"],
    [{ eventName: "a.b", schema: { $ref: "http://169.254.169.254/" } }, "schema.$ref"],
    [{ eventName: "a.b", schema: { description: "x".repeat(65_536) } }, "schema"],
    [{ eventName: "a.b", schema: { title: "\u0000" } }, "schema.title"],
    [{ eventName: "a.b", schema, description: "x".repeat(2_001) }, "description"],
    [{ eventName: "a.b", schema, description: 5 }, "description"],
    [{ eventName: "a.b", schema, surprise: 1 }, "surprise"],
  ])("%# is refused, naming %s", async (body, field) => {
    const answer = await create(body);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it("holds the process back no longer than a moment, whatever is published", async () => {
    const everything = Array.from({ length: 450 }, () => ({ not: { type: "null" } }));
    const hostile = { properties: { new: { items: { anyOf: everything.slice(0, 200) } } } };
    expect((await create({ eventName: "shop.hostile.sent", schema: hostile })).status).toBe(200);
    const started = performance.now();
    const eventData = { new: Array.from({ length: 200_000 }, () => null) };
    const answer = await publish({ eventName: "shop.hostile.sent", eventData });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ["eventData"]]);
    const most = { new: Array.from({ length: 40_000 }, () => null) };
    expect((await publish({ eventName: "shop.hostile.sent", eventData: most })).status).toBe(400);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("fails a workflow's step that publishes what does not match", async () => {
    const body = { eventName: "shop.step.done", schema: { required: ["new"] } };
    expect((await create(body)).status).toBe(200);
    const step = { function: "event.publish", inputs: { eventName: { value: "shop.step.done" }, data: { value: {} } } };
    const answer = await credenza.api("POST", "workflows/functions/test", { body: step });
    expect(answer.text).toContain("data.new");
  });
});
