import { type Person, signIn } from "../access/person.ts";
import { type FakeOauth, fakeApp, startFakeOauth } from "../fakes/oauth.ts";
import { type StartOptions, startCredenza, type TestCredenza } from "../harness.ts";

export interface SignInWorld {
  credenza: TestCredenza;
  vendor: FakeOauth;
  person: Person;
  /** A credential for this destination that waits for its sign-in. */
  pending(destination?: string): Promise<string>;
  /** Follows the vendor's page back, with the person's cookie; gives where it led. */
  follow(url: string, cookie?: string): Promise<{ status: number; location: string }>;
  /** A credential that is signed in. */
  connected(destination?: string): Promise<string>;
  get(id: string): Promise<Record<string, unknown> & { status: string }>;
  call(id: string): Promise<{ status: number; code?: string }>;
  stop(): Promise<void>;
}

/** The product with a fake OAuth server in the place of Xero, QuickBooks, Stripe and HubSpot. */
export async function startSignInWorld(options: StartOptions = {}): Promise<SignInWorld> {
  const vendor = await startFakeOauth();
  const overrides = ["XERO", "QUICKBOOKS", "STRIPE", "HUBSPOT"].map((id) => [`CREDENZA_BASE_URL_${id}`, vendor.url]);
  const env = { ...Object.fromEntries(overrides), ...options.env };
  const credenza = await startCredenza({ ...options, env });
  const person = await signIn(credenza);
  const at = `/organizations/${credenza.organizationId}/integrationcredentials`;

  const create = async (body: Record<string, unknown>): Promise<string> => {
    const answer = await person.api("POST", at, { body: { name: "Example", ...body } });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body.id;
  };
  const pending = async (destination = "XERO"): Promise<string> => {
    const appId = await create({ destination, type: `${destination}_OAUTH_APP`, ...fakeApp });
    return create({ destination, type: "OAUTH_CODE", appId });
  };
  const follow: SignInWorld["follow"] = async (url, cookie = person.cookie) => {
    const there = await fetch(url, { redirect: "manual" });
    const back = await fetch(there.headers.get("location") ?? "", { redirect: "manual", headers: { cookie } });
    return { status: back.status, location: back.headers.get("location") ?? "" };
  };
  return {
    credenza,
    vendor,
    person,
    pending,
    follow,
    connected: async (destination) => {
      const id = await pending(destination);
      const { body } = await person.api("POST", `${at}/${id}/signin`);
      const { location } = await follow(body.url);
      if (!location.includes("connected=true")) throw new Error(`It led to ${location}`);
      return id;
    },
    get: async (id) => (await person.api("GET", `${at}/${id}`)).body,
    call: async (id) => {
      const { status, body } = await person.api("POST", `${at}/${id}/request`, {
        body: { method: "GET", path: "/things" },
      });
      return { status: status === 200 ? body.status : status, code: body.code };
    },
    stop: async () => {
      await credenza.stop();
      await vendor.close();
    },
  };
}
