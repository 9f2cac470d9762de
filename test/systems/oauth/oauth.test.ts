import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CredentialTypeEntry, loadRegistry } from "../../../src/define/registry.ts";
import { isOauth } from "../../../src/define/schemes.ts";
import { type Person, signIn } from "../../access/person.ts";
import { type OauthVendors, startOauthVendors } from "../../fakes/oauth-vendor.ts";
import { startCredenza, type TestCredenza } from "../../harness.ts";
import { answersOf } from "../answers.ts";
import { type OauthRules, oauthRules } from "./rules.ts";

const registry = await loadRegistry([fileURLToPath(new URL("../../../systems", import.meta.url))]);
const api = { CREDENZA_ROLE: "api", DATABASE_URL: "postgres://the.harness@gives.its/own" };
const app = { clientId: "client-id-example", clientSecret: "client-secret-example" };

const declared = registry.destinations.flatMap(({ id }) =>
  registry
    .typesOf(id)
    .filter(({ authorize }) => isOauth(authorize))
    .map((type) => ({ name: `${id} ${type.id}`, destination: id, type })),
);

it("every type that asks for a token has a row of its vendor's rules, and every row a type", () => {
  expect(declared.map(({ name }) => name).toSorted()).toEqual(Object.keys(oauthRules).toSorted());
});

interface Case {
  name: string;
  destination: string;
  type: CredentialTypeEntry;
  rules: OauthRules;
}

const cases: Case[] = declared.flatMap((one) => {
  const rules = oauthRules[one.name];
  return rules ? [{ ...one, rules }] : [];
});
const signedIn = cases.flatMap(({ rules, ...one }) => (rules.code ? [{ ...one, rules, code: rules.code }] : []));

let vendors: OauthVendors;
let credenza: TestCredenza;
let person: Person;
/** The same product without overrides: it shows where a person is sent. */
let plain: { credenza: TestCredenza; person: Person };

beforeAll(async () => {
  vendors = await startOauthVendors();
  const overrides = cases.map(({ destination }) => [
    `CREDENZA_BASE_URL_${destination}`,
    `${vendors.url}/${destination}`,
  ]);
  credenza = await startCredenza({ env: { ...api, ...Object.fromEntries(overrides) } });
  person = await signIn(credenza);
  const other = await startCredenza({ env: { ...api, CREDENZA_BASE_URL_STRIPE_TEST: "" } });
  plain = { credenza: other, person: await signIn(other) };
});
afterAll(async () => {
  await credenza?.stop();
  await plain?.credenza.stop();
  await vendors?.close();
});

const at = (of: TestCredenza): string => `/organizations/${of.organizationId}/integrationcredentials`;

async function create(of: TestCredenza, by: Person, body: Record<string, unknown>): Promise<string> {
  const answer = await by.api("POST", at(of), { body: { name: "Example", ...body } });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.id;
}

async function created(of: TestCredenza, by: Person, { destination, type }: Case): Promise<string> {
  const appType = type.fields.appId?.credentialType;
  const appId = appType && (await create(of, by, { destination, type: appType, ...app }));
  const fields = { ...type.examples.fields, ...(appId ? { appId } : {}) };
  return create(of, by, { destination, type: type.id, ...fields });
}

const beginning = async (of: TestCredenza, by: Person, id: string): Promise<URL> => {
  const { body, text, status } = await by.api("POST", `${at(of)}/${id}/signin`);
  expect(status, text).toBe(200);
  return new URL(body.url);
};

/** As a browser: to the vendor's page, and back to us. */
async function comeBack(url: URL): Promise<string> {
  const there = await fetch(url, { redirect: "manual" });
  expect(vendors.faults).toEqual([]);
  const back = await fetch(there.headers.get("location") ?? "", {
    redirect: "manual",
    headers: { cookie: person.cookie },
  });
  return back.headers.get("location") ?? "";
}

/** What fills the type's own fields of the client; `clientId` of an app. */
const clientOf = ({ type: { fields, examples } }: Case): { id: string; secret: string } => {
  const given: Record<string, string> = fields.appId ? app : examples.fields;
  return { id: given.clientId ?? given.accessKeyId ?? "", secret: given.clientSecret ?? given.apiSecret ?? "" };
};

function play(example: Case): void {
  const good = answersOf(example.type).find(({ verdict, status }) => verdict === "working" && status < 300)?.body;
  vendors.play({
    destination: example.destination,
    rules: example.rules,
    client: clientOf(example),
    redirectUrl: `${credenza.url}/oauth/callback`,
    good: good ?? {},
  });
}

/** A credential that works: made, and signed in where somebody signs in. */
async function working(example: Case): Promise<string> {
  play(example);
  const id = await created(credenza, person, example);
  if (!example.rules.code) return id;
  const location = await comeBack(await beginning(credenza, person, id));
  expect(vendors.faults).toEqual([]);
  expect(location).toContain("connected=true");
  return id;
}

const get = async (id: string) => (await person.api("GET", `${at(credenza)}/${id}`)).body;
const test = async (id: string) => (await person.api("POST", `${at(credenza)}/${id}/test`, { body: {} })).body;
const use = async (id: string) =>
  (await person.api("POST", `${at(credenza)}/${id}/request`, { body: { method: "GET", path: "/things" } })).body;

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
    const id = await working(example);
    expect(await get(id)).toMatchObject({ status: "OK", ...code.kept });
    vendors.withdraw();
    vendors.endTokens();
    expect((await use(id)).code).toBe("upstream_authentication_failed");
    expect(vendors.faults).toEqual([]);
    expect(await get(id)).toMatchObject({
      status: "REVOKED",
      lastFailure: expect.stringContaining("Connect it again"),
    });
  });
});

describe.each(cases)("$name", (example) => {
  const { rules } = example;

  it("is tested and used as the vendor documents, and no answer holds a secret", async () => {
    const id = await working(example);
    const tested = await person.api("POST", `${at(credenza)}/${id}/test`, { body: {} });
    expect(tested.body, vendors.faults.join()).toMatchObject({ status: "OK", verdict: "working" });
    if (rules.test) expect(vendors.calls.at(-1)?.url).toBe(rules.test);
    const used = await person.api("POST", `${at(credenza)}/${id}/request`, {
      body: { method: "GET", path: "/things" },
    });
    expect(used.body.status).toBe(200);
    expect(vendors.calls.at(-1)?.url).toBe(`${rules.api}/things`);
    expect(vendors.faults).toEqual([]);
    const shown = [
      tested.text,
      used.text,
      (await person.api("GET", `${at(credenza)}/${id}`)).text,
      ...credenza.logs,
    ].join();
    for (const secret of [...vendors.secrets, clientOf(example).secret].filter(Boolean))
      expect(shown).not.toContain(secret);
  });

  it("gets exactly one new token when one is refused, and one when one runs out, however many wait", async () => {
    const id = await working(example);
    expect((await use(id)).status).toBe(200);
    const before = vendors.given.length;
    vendors.endTokens();
    vendors.lifeSeconds = 1;
    expect(await Promise.all([use(id), use(id), use(id), use(id), use(id)])).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ status: 200 })),
    );
    expect(vendors.given.slice(before)).toEqual([refresh(example)]);
    vendors.lifeSeconds = undefined;
    await new Promise((done) => setTimeout(done, 1_050));
    await Promise.all([use(id), use(id), use(id), use(id), use(id)]);
    expect(vendors.given.slice(before)).toEqual([refresh(example), refresh(example)]);
    expect(vendors.faults).toEqual([]);
    expect((await test(id)).verdict).toBe("working");
  });
});

describe.each(cases.filter(({ rules }) => !rules.code))("$name, refused", (example) => {
  it("is FAILING when the vendor takes the client's right away, and says nothing of its secret", async () => {
    const id = await working(example);
    vendors.withdraw();
    const result = await test(id);
    expect(result).toMatchObject({ status: "FAILING", verdict: "wrong_key" });
    expect(JSON.stringify(result)).not.toContain(clientOf(example).secret || "BEGIN");
  });
});
