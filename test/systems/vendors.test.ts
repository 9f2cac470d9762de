import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baseUrlFor } from "../../src/define/base-url.ts";
import { type CredentialTypeEntry, type DestinationEntry, loadRegistry } from "../../src/define/registry.ts";
import { fillTemplate } from "../../src/define/template.ts";
import { expectedOf, wantedOf } from "../fakes/authorizations.ts";
import { type FakeSystems, startFakeSystems } from "../fakes/system.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { answersOf } from "./answers.ts";
import { withApp } from "./app-for.ts";

const registry = await loadRegistry([fileURLToPath(new URL("../../systems", import.meta.url))]);

interface Case {
  name: string;
  destination: DestinationEntry;
  type: CredentialTypeEntry;
}

const all: Case[] = registry.destinations.flatMap((destination) =>
  registry.typesOf(destination.id).map((type) => ({ name: `${destination.id} ${type.id}`, destination, type })),
);
const callable = all.filter(({ type }) => type.authorize && expectedOf(type.authorize, {}) !== undefined);

let vendors: FakeSystems;
let credenza: TestCredenza;

beforeAll(async () => {
  vendors = await startFakeSystems();
  const overrides = registry.destinations
    .filter(({ direction }) => direction === "outgoing")
    .map(({ id }) => [`CREDENZA_BASE_URL_${id}`, `${vendors.url}/${id}`]);
  credenza = await startCredenza({
    env: {
      CREDENZA_ROLE: "api",
      DATABASE_URL: "postgres://the.harness@gives.its/own",
      ...Object.fromEntries(overrides),
    },
  });
});

afterAll(async () => {
  await credenza?.stop();
  await vendors?.close();
});

const withDefaults = ({ fields, examples }: CredentialTypeEntry): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(fields).flatMap(([name, { defaultValue }]) => (defaultValue ? [[name, defaultValue]] : [])),
  ),
  ...examples.fields,
});

function addressOf({ destination, type }: Case): URL {
  const fields = withDefaults(type);
  const baseUrl = type.baseUrls?.[destination.id] ?? destination.baseUrl ?? "";
  return new URL(fillTemplate(baseUrlFor(baseUrl, fields) ?? "", fields));
}

async function create({ destination, type }: Case, fields = type.examples.fields) {
  const named = await withApp(credenza, destination.id, type.fields, fields);
  const body = { name: "Example", destination: destination.id, type: type.id, ...named };
  return credenza.api("POST", "integrationcredentials", { body });
}

async function created(example: Case, fields?: Record<string, string>): Promise<string> {
  const { status, body, text } = await create(example, fields);
  expect(status, text).toBe(200);
  return body.id;
}

const test = async (id: string) => (await credenza.api("POST", `integrationcredentials/${id}/test`)).body;

/** The same credential with its last secret's end changed. */
function mistyped({ fields, examples }: CredentialTypeEntry): Record<string, string> {
  const [name = ""] = Object.keys(fields).filter((one) => fields[one]?.secret && examples.fields[one]);
  const value = examples.fields[name] ?? "";
  return { ...examples.fields, [name]: `${value.slice(0, -1)}${value.endsWith("x") ? "y" : "x"}` };
}

const isPending = ({ status }: { status: string }): boolean => status === "PENDING";

describe("a credential of each type", () => {
  it.each(all)("$name is created, and gives back none of its secrets", async (example) => {
    const { status, body, text } = await create(example);
    expect(status, text).toBe(200);
    if (isPending(body)) return;
    for (const [name, field] of Object.entries(example.type.fields)) {
      const value = example.type.examples.fields[name];
      if (field.secret && value) expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
    }
  });
});

describe.each(callable)("$name", (example) => {
  const { destination, type } = example;
  const fields = withDefaults(type);
  const address = addressOf(example);
  const play = (): void => vendors.play({ destination, type, fields, host: address.host });

  it("is tested and works", async () => {
    play();
    const result = await test(await created(example));
    expect(result).toMatchObject({ status: "OK", verdict: "working" });
    expect(vendors.calls.map(({ host }) => host)).toEqual([address.host]);
  });

  it("is used by path, with the vendor's headers, at the vendor's path", async () => {
    play();
    const id = await created(example);
    const path = `integrationcredentials/${id}/request`;
    const { body } = await credenza.api("POST", path, {
      body: { method: "GET", path: "/things", headers: { Accept: "*/*" } },
    });
    expect(body.status).toBe(200);
    const [call] = vendors.calls;
    expect(call?.url).toBe(`${address.pathname.replace(/\/$/, "")}/things`);
    const wanted = wantedOf({ ...destination.headers, ...type.headers }, fields);
    expect(call?.headers).toMatchObject({ ...wanted, ...(type.authorize && expectedOf(type.authorize, fields)) });
  });

  it("is refused when its key is mistyped", async () => {
    play();
    const result = await test(await created(example, mistyped(type)));
    expect(result).toMatchObject({ status: "FAILING", verdict: "wrong_key" });
    expect(JSON.stringify(result)).not.toContain(Object.values(mistyped(type)).join());
  });

  it("tells each of the vendor's answers", async () => {
    play();
    const id = await created(example);
    for (const answer of answersOf(type)) {
      vendors.answer = answer;
      expect(await test(id), `${answer.status}`).toMatchObject({ verdict: answer.verdict, httpStatus: answer.status });
    }
  });
});

it("a header that the caller gives takes the place of the system's", async () => {
  const example = callable.find(({ destination }) => destination.id === "NOTION") as Case;
  vendors.play({ ...example, fields: {}, host: "" });
  const id = await created(example);
  const headers = { "notion-version": "2026-01-01" };
  await credenza.api("POST", `integrationcredentials/${id}/request`, { body: { method: "GET", path: "/x", headers } });
  expect(vendors.calls[0]?.headers["notion-version"]).toBe("2026-01-01");
});
