import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { up as giveNetsuiteScope } from "../../../src/store/migrations/022-netsuite-scope.ts";
import { type Person, signIn } from "../../access/person.ts";
import { startCredenza, type TestCredenza } from "../../harness.ts";
import { oauthRules } from "./rules.ts";
import { app, beginning, type Case, cases, clientOf, created, declared, type OauthWorld, signedIn, startOauthWorld, withoutWorker } from "./world.ts"; // biome-ignore format: a list

it("every type that asks for a token has a row of its vendor's rules, and every row a type", () => {
  expect(declared.map(({ name }) => name).toSorted()).toEqual(Object.keys(oauthRules).toSorted());
});

let world: OauthWorld;
/** The same product without overrides: it shows where a person is sent. */
let plain: { credenza: TestCredenza; person: Person };

beforeAll(async () => {
  world = await startOauthWorld();
  const credenza = await startCredenza({ env: { ...withoutWorker, CREDENZA_BASE_URL_STRIPE_TEST: "" } });
  plain = { credenza, person: await signIn(credenza) };
});
afterAll(async () => {
  await world?.stop();
  await plain?.credenza.stop();
});

const refresh = ({ rules }: Case): string =>
  rules.code ? "refresh_token" : rules.client === "grant" ? "jwt-bearer" : "client_credentials";

describe.each(signedIn)("$name, signing in", (example) => {
  const { code } = example;

  it("goes to the vendor's own page, with its scopes, a state, the exact redirect URL and PKCE where it knows it", async () => {
    const url = await beginning(plain.credenza, plain.person, await created(plain.credenza, plain.person, example));
    expect(url.origin + url.pathname).toBe(code.authorize);
    const { state, code_challenge: challenge, ...others } = Object.fromEntries(url.searchParams);
    expect(others).toEqual({
      response_type: "code",
      client_id: app.clientId,
      redirect_uri: `${plain.credenza.url}/oauth/callback`,
      scope: code.scopes,
      ...(code.pkce ? { code_challenge_method: "S256" } : {}),
    });
    expect(state).toMatch(/^[\w-]{43}$/);
    expect(challenge === undefined).toBe(!code.pkce);
  });

  it("keeps what the sign-in brings, works at once, and is REVOKED when the grant is withdrawn", async () => {
    const id = await world.working(example);
    expect(await world.get(id)).toMatchObject({ status: "OK", ...code.kept });
    world.vendors.withdraw();
    world.vendors.endTokens();
    expect((await world.use(id)).body.code).toBe("upstream_authentication_failed");
    expect(world.vendors.faults).toEqual([]);
    const lastFailure = expect.stringContaining("Connect it again");
    expect(await world.get(id)).toMatchObject({ status: "REVOKED", lastFailure });
  });
});

describe.each(cases)("$name", (example) => {
  const { rules } = example;

  it("is tested and used as the vendor documents, and no answer holds a secret", async () => {
    const { vendors, credenza, person } = world;
    const id = await world.working(example);
    const tested = await world.test(id);
    expect(tested.body, vendors.faults.join()).toMatchObject({ status: "OK", verdict: "working" });
    if (rules.test) expect(vendors.calls.at(-1)?.url).toBe(rules.test);
    const used = await world.use(id);
    expect(used.body.status).toBe(200);
    expect(vendors.calls.at(-1)?.url).toBe(`${rules.api}/things`);
    expect(vendors.faults).toEqual([]);
    const { text } = await person.api("GET", `/organizations/${credenza.organizationId}/integrationcredentials/${id}`);
    const shown = [tested.text, used.text, text, ...credenza.logs].join();
    const secrets = [...vendors.secrets, clientOf(example).secret].filter(Boolean);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it("gets exactly one new token when one is refused, and one when one runs out, however many wait", async () => {
    const { vendors } = world;
    const id = await world.working(example);
    const atOnce = async (): Promise<number[]> =>
      (await Promise.all([1, 2, 3, 4, 5].map(() => world.use(id)))).map(({ body }) => body.status);
    expect((await world.use(id)).body.status).toBe(200);
    const before = vendors.given.length;
    vendors.endTokens();
    vendors.lifeSeconds = 1;
    await world.use(id);
    expect(vendors.given.slice(before)).toEqual([refresh(example)]);
    vendors.lifeSeconds = undefined;
    await new Promise((done) => setTimeout(done, 1_050));
    expect(await atOnce()).toEqual([200, 200, 200, 200, 200]);
    expect(vendors.given.slice(before)).toEqual([refresh(example), refresh(example)]);
    vendors.endTokens();
    expect(await atOnce()).toEqual([200, 200, 200, 200, 200]);
    expect(vendors.given.slice(before)).toHaveLength(3);
    expect(vendors.faults).toEqual([]);
  });
});

const withSecret = cases.filter(({ type, rules }) => type.fields.clientSecret || rules.code);

describe.each(withSecret.filter(({ rules }) => rules.client !== "basic, secret as user"))("$name", (example) => {
  it("shows a secret of spaces and signs as documented, in the header or in the body", async () => {
    const { rules } = example;
    const isAny = rules.client === "basic, both form-encoded";
    const client = { clientId: isAny ? "an id: 5%+" : "id-1%+", clientSecret: `a b:c/d+e%20f&g=h"i'j\\k~` };
    const id = await world.working({ ...example, client });
    expect((await world.use(id)).body.status).toBe(200);
    expect(world.vendors.faults).toEqual([]);
  });
});

describe.each(cases.filter(({ rules }) => !rules.code))("$name, refused", (example) => {
  it("is FAILING when the vendor takes the client's right away, and says nothing of its secret", async () => {
    const id = await world.working(example);
    world.vendors.withdraw();
    const result = await world.test(id);
    expect(result.body).toMatchObject({ status: "FAILING", verdict: "wrong_key" });
    expect(result.text).not.toContain(clientOf(example).secret || "BEGIN");
  });
});

describe("a NetSuite certificate", () => {
  const netsuite = cases.find(({ name }) => name === "NETSUITE NETSUITE_M2M") as Case;
  const scope = "restlets,rest_webservices";
  const { type, rules } = netsuite;
  const withRestlets: Case = {
    ...netsuite,
    type: { ...type, examples: { ...type.examples, fields: { ...type.examples.fields, scope } } },
    rules: { ...rules, ...(rules.assertion ? { assertion: { ...rules.assertion, scope } } : {}) },
  };

  it("is asked for RESTlets too where the credential says so", async () => {
    const id = await world.working(withRestlets);
    expect((await world.use(id)).body.status).toBe(200);
    expect(world.vendors.faults).toEqual([]);
  });

  it("of before that choice goes on with REST web services", async () => {
    const { system } = world.credenza.context.store;
    const id = await world.working(netsuite);
    await sql`update credentials set fields = fields - 'scope' where id = ${id}`.execute(system);
    await giveNetsuiteScope(system as unknown as Kysely<unknown>);
    expect((await world.get(id)).scope).toBe("rest_webservices");
    expect((await world.use(id)).body.status).toBe(200);
  });
});
