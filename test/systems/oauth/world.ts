import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { type CredentialTypeEntry, loadRegistry } from "../../../src/define/registry.ts";
import { isOauth } from "../../../src/define/schemes.ts";
import { type Person, signIn } from "../../access/person.ts";
import { type OauthVendors, startOauthVendors } from "../../fakes/oauth-vendor.ts";
import { type Answer, startCredenza, type TestCredenza } from "../../harness.ts";
import { answersOf } from "../answers.ts";
import { type OauthRules, oauthRules } from "./rules.ts";

const registry = await loadRegistry([fileURLToPath(new URL("../../../systems", import.meta.url))]);

/** Every type that asks for a token, at each of its destinations. */
export const declared = registry.destinations.flatMap(({ id }) =>
  registry
    .typesOf(id)
    .filter(({ authorize }) => isOauth(authorize))
    .map((type) => ({ name: `${id} ${type.id}`, destination: id, type })),
);

export interface Case {
  name: string;
  destination: string;
  type: CredentialTypeEntry;
  rules: OauthRules;
  /** In place of the example's. */
  client?: { clientId: string; clientSecret: string };
}

export const cases: Case[] = declared.flatMap((one) => {
  const rules = oauthRules[one.name];
  return rules ? [{ ...one, rules }] : [];
});
export const signedIn = cases.flatMap(({ rules, ...one }) => (rules.code ? [{ ...one, rules, code: rules.code }] : []));

export const app = { clientId: "client-id-example", clientSecret: "client-secret-example" };
export const withoutWorker = { CREDENZA_ROLE: "api", DATABASE_URL: "postgres://the.harness@gives.its/own" };

/** What the example gives as its client; the OAuth app's where somebody signs in. */
export function clientOf({ type: { fields, examples }, client }: Case): { id: string; secret: string } {
  const given: Record<string, string> = client ?? (fields.appId ? app : examples.fields);
  return { id: given.clientId ?? given.accessKeyId ?? "", secret: given.clientSecret ?? given.apiSecret ?? "" };
}

export const at = (of: TestCredenza): string => `/organizations/${of.organizationId}/integrationcredentials`;

async function create(of: TestCredenza, by: Person, body: Record<string, unknown>): Promise<string> {
  const answer = await by.api("POST", at(of), { body: { name: "Example", ...body } });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.id;
}

/** A credential from the example, with an OAuth app where somebody signs in. */
export async function created(of: TestCredenza, by: Person, { destination, type, client }: Case, appId?: string) {
  const appType = type.fields.appId?.credentialType;
  const own = appType && (appId ?? (await create(of, by, { destination, type: appType, ...app, ...client })));
  const fields = { ...type.examples.fields, ...(own ? { appId: own } : client) };
  return create(of, by, { destination, type: type.id, ...fields });
}

/** The vendor's page that a sign-in begins with. */
export async function beginning(of: TestCredenza, by: Person, id: string): Promise<URL> {
  const { body, text, status } = await by.api("POST", `${at(of)}/${id}/signin`);
  expect(status, text).toBe(200);
  return new URL(body.url);
}

export interface OauthWorld {
  vendors: OauthVendors;
  credenza: TestCredenza;
  person: Person;
  /** A credential that works: made, and signed in where somebody signs in; the vendor plays for it from now on. */
  working(example: Case, appId?: string): Promise<string>;
  /** Signs in, and says where it led; a new credential unless one is named. */
  signedIn(example: Case, of?: { id?: string; appId?: string }): Promise<{ id: string; location: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: tests read members of any answer
  get(id: string): Promise<any>;
  test(id: string): Promise<Answer>;
  use(id: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** The product with fakes of all vendors that give tokens, each as its documents say. */
export async function startOauthWorld(env: Record<string, string> = withoutWorker): Promise<OauthWorld> {
  const vendors = await startOauthVendors();
  const overrides = cases.map(({ destination: id }) => [`CREDENZA_BASE_URL_${id}`, `${vendors.url}/${id}`]);
  const credenza = await startCredenza({ env: { ...env, ...Object.fromEntries(overrides) } });
  const person = await signIn(credenza);
  const redirectUrl = `${credenza.url}/oauth/callback`;
  const play = (example: Case): void => {
    const good = answersOf(example.type).find(({ verdict, status }) => verdict === "working" && status < 300)?.body;
    const { destination, rules } = example;
    vendors.play({ destination, rules, client: clientOf(example), redirectUrl, good: good ?? {} });
  };
  const comeBack = async (url: URL): Promise<string> => {
    const there = await fetch(url, { redirect: "manual" });
    expect(vendors.faults).toEqual([]);
    const headers = { cookie: person.cookie };
    const back = await fetch(there.headers.get("location") ?? "", { redirect: "manual", headers });
    return back.headers.get("location") ?? "";
  };
  const signedIn: OauthWorld["signedIn"] = async (example, { id: given, appId } = {}) => {
    play(example);
    const id = given ?? (await created(credenza, person, example, appId));
    return { id, location: await comeBack(await beginning(credenza, person, id)) };
  };
  return {
    vendors,
    credenza,
    person,
    signedIn,
    working: async (example, appId) => {
      if (!example.rules.code) {
        play(example);
        return created(credenza, person, example, appId);
      }
      const { id, location } = await signedIn(example, { appId });
      expect(vendors.faults).toEqual([]);
      expect(location).toContain("connected=true");
      return id;
    },
    get: async (id) => (await person.api("GET", `${at(credenza)}/${id}`)).body,
    test: (id) => person.api("POST", `${at(credenza)}/${id}/test`, { body: {} }),
    use: (id) => person.api("POST", `${at(credenza)}/${id}/request`, { body: { method: "GET", path: "/things" } }),
    stop: async () => {
      await credenza.stop();
      await vendors.close();
    },
  };
}
