import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeOauth, fakeApp, startFakeOauth } from "../fakes/oauth.ts";
import { type SignInWorld, startSignInWorld } from "./connect.ts";
import { privateSystems } from "./private-systems.ts";

let strict: FakeOauth;
let world: SignInWorld;

beforeAll(async () => {
  strict = await startFakeOauth();
  world = await startSignInWorld({
    env: {
      CREDENZA_ROLE: "api",
      DATABASE_URL: "postgres://the.harness@gives.its/own",
      CREDENZA_SYSTEMS_DIR: privateSystems,
      CREDENZA_BASE_URL_OPEN_ID: strict.url,
    },
  });
});
afterAll(async () => {
  await world?.stop();
  await strict?.close();
});
beforeEach(() => {
  world.vendor.redirect = {};
  strict.redirect = {};
});

const at = (): string => `/organizations/${world.credenza.organizationId}/integrationcredentials`;

async function pending(): Promise<string> {
  const create = async (body: Record<string, unknown>): Promise<string> =>
    (await world.person.api("POST", at(), { body: { name: "Example", destination: "OPEN_ID", ...body } })).body.id;
  return create({ type: "OAUTH_CODE", appId: await create({ type: "OPEN_ID_APP", ...fakeApp }) });
}

async function signedIn(id: string) {
  const { body } = await world.person.api("POST", `${at()}/${id}/signin`);
  return { location: (await world.follow(body.url)).location, credential: await world.get(id) };
}

const refused = {
  location: expect.stringContaining("reason=wrong_issuer"),
  credential: expect.objectContaining({
    status: "PENDING",
    lastFailure: "The answer came from another sign-in service than was asked, so it was not used.",
  }),
};
const connected = {
  location: expect.stringContaining("connected=true"),
  credential: expect.objectContaining({ status: "OK" }),
};

describe("a system that always says who it is (RFC 9207)", () => {
  it("is taken at its word, with or without a slash at the end", async () => {
    for (const iss of [strict.url, `${strict.url}/`]) {
      strict.redirect = { iss };
      expect(await signedIn(await pending())).toEqual(connected);
    }
  });

  it("is refused under another name, near or far, and nothing is sent to its token endpoint", async () => {
    const before = strict.tokenRequests.length;
    for (const iss of [
      "https://evil.example",
      `${strict.url}.evil.example`,
      `${strict.url}/other`,
      "",
      "id.example.com",
    ]) {
      strict.redirect = { iss };
      expect(await signedIn(await pending()), iss).toEqual(refused);
    }
    expect(strict.tokenRequests).toHaveLength(before);
  });

  it("is refused when it says nothing, also with an error", async () => {
    expect(await signedIn(await pending())).toEqual(refused);
    strict.refusal = "access_denied";
    expect(await signedIn(await pending())).toEqual(refused);
    strict.refusal = undefined;
  });
});

describe("a system that names its issuer and may leave it out", () => {
  it("is connected without it, and with the right one", async () => {
    expect(await signedIn(await world.pending("XERO"))).toEqual(connected);
    world.vendor.redirect = { iss: "https://identity.xero.com" };
    expect(await signedIn(await world.pending("XERO"))).toEqual(connected);
  });

  it("is refused with a wrong one", async () => {
    world.vendor.redirect = { iss: "https://identity.evil.example" };
    expect(await signedIn(await world.pending("XERO"))).toEqual(refused);
  });
});

describe("a system that names no issuer", () => {
  it("is connected when it says nothing, or calls itself something of its own domain", async () => {
    world.vendor.extra = { stripe_user_id: "acct_1032D82eZvKYlo2C" };
    expect(await signedIn(await world.pending("STRIPE"))).toEqual(connected);
    for (const iss of ["https://connect.stripe.com", "https://login.stripe.com/op"]) {
      world.vendor.redirect = { iss };
      expect(await signedIn(await world.pending("STRIPE")), iss).toEqual(connected);
    }
  });

  it("is refused under a name of another domain", async () => {
    for (const iss of ["https://connect.stripe.com.evil.example", "https://evilstripe.com", "connect.stripe.com", ""]) {
      world.vendor.redirect = { iss };
      expect(await signedIn(await world.pending("STRIPE")), iss).toEqual(refused);
    }
  });
});
