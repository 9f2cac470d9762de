import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchTime } from "../../src/health/watch.ts";
import { signIn } from "../access/person.ts";
import { type SignInWorld, startSignInWorld } from "./connect.ts";

let world: SignInWorld;
let at: string;

beforeEach(async () => {
  world = await startSignInWorld({
    env: { CREDENZA_ROLE: "api", DATABASE_URL: "postgres://the.harness@gives.its/own" },
  });
  at = `/organizations/${world.credenza.organizationId}/integrationcredentials`;
});
afterEach(() => world.stop());

/** Of the newest event that tells of a changed credential. */
async function change() {
  const { body } = await world.credenza.api("GET", "events?eventName=configuration.credential.updated&pageSize=1");
  const { oldDto, newDto, actor } = body.data[0]?.m3terEvent.eventData ?? {};
  return { old: oldDto?.status, new: newDto?.status, newDto, actor };
}

const begin = async (id: string): Promise<URL> =>
  new URL((await world.person.api("POST", `${at}/${id}/signin`)).body.url);

describe("a sign-in by redirect", () => {
  it("goes to the vendor with PKCE, an exact redirect URL and a state, and connects the credential", async () => {
    const id = await world.pending();
    expect(await world.get(id)).toMatchObject({ status: "PENDING", pendingUntil: expect.any(String) });
    const url = await begin(id);
    const sent = Object.fromEntries(url.searchParams);
    expect(sent).toMatchObject({
      response_type: "code",
      client_id: "client-id-example",
      redirect_uri: `${world.credenza.url}/oauth/callback`,
      code_challenge_method: "S256",
      scope: expect.stringContaining("offline_access"),
    });
    expect(sent.state).toMatch(/^[\w-]{43}$/);
    expect(sent.code_challenge).toMatch(/^[\w-]{43}$/);
    const { status, location } = await world.follow(url.href);
    expect(status).toBe(303);
    expect(location).toBe(`/credentials/${id}?org=${world.credenza.organizationId}&connected=true`);
    const credential = await world.get(id);
    expect(credential).toMatchObject({ status: "OK", tenantId: world.vendor.tenants[0]?.tenantId, pendingUntil: null });
    const told = await change();
    expect(told).toMatchObject({ old: "PENDING", new: "OK", actor: { type: "USER", name: "ada@example.test" } });
    expect(told.newDto).toMatchObject({ id, tenantId: credential.tenantId, version: credential.version });
    expect(await world.call(id)).toEqual({ status: 200, code: undefined });
    expect(world.vendor.calls.at(-1)?.headers["xero-tenant-id"]).toBe(world.vendor.tenants[0]?.tenantId);
  });

  it("keeps what the redirect brings, such as QuickBooks' company", async () => {
    world.vendor.redirect = { realmId: "9130347596842345" };
    const id = await world.connected("QUICKBOOKS");
    expect(await world.get(id)).toMatchObject({ status: "OK", realmId: "9130347596842345" });
    expect(world.vendor.calls[0]?.path).toContain("/v3/company/9130347596842345/companyinfo/");
  });

  it("does not connect without the value that the system needs", async () => {
    world.vendor.redirect = { realmId: "not a company" };
    const id = await world.pending("QUICKBOOKS");
    const { location } = await world.follow((await begin(id)).href);
    expect(location).toContain("reason=no_account");
    expect(await world.get(id)).toMatchObject({ status: "PENDING", statusDetail: { verdict: "not_connected" } });
  });

  it("lets a person choose when there are several organisations", async () => {
    world.vendor.tenants.push({ tenantId: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0002", tenantName: "Second Ltd" });
    const id = await world.pending();
    await world.follow((await begin(id)).href);
    const waiting = await world.get(id);
    expect(waiting).toMatchObject({
      status: "PENDING",
      choices: [{ name: "Analytical Engines Ltd" }, { name: "Second Ltd" }],
    });
    const wrong = await world.person.api("POST", `${at}/${id}/choice`, { body: { choice: "another" } });
    expect(wrong.status).toBe(400);
    const choice = world.vendor.tenants[1]?.tenantId;
    expect(await change()).toMatchObject({ old: "PENDING", new: "PENDING", newDto: { choices: [{}, {}] } });
    const { body } = await world.person.api("POST", `${at}/${id}/choice`, { body: { choice } });
    expect(body).toMatchObject({ status: "OK", tenantId: choice, choices: null });
    expect(await change()).toMatchObject({ old: "PENDING", new: "OK", newDto: { tenantId: choice } });
    expect((await world.call(id)).status).toBe(200);
  });

  it("tests a chosen account where that is asked for, and says what came of it", async () => {
    world.vendor.tenants.push({ tenantId: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0002", tenantName: "Second Ltd" });
    const [asked, not] = [await world.pending(), await world.pending()];
    for (const id of [asked, not]) await world.follow((await begin(id)).href);
    const choose = (id: string, query = "") =>
      world.person.api("POST", `${at}/${id}/choice${query}`, { body: { choice: world.vendor.tenants[1]?.tenantId } });
    expect((await choose(not)).body).toMatchObject({ status: "OK", statusDetail: null });
    expect(world.vendor.calls).toEqual([]);
    world.vendor.endTokens();
    world.vendor.withdraw();
    expect((await choose(asked, "?test=true")).body).toMatchObject({
      status: "REVOKED",
      statusDetail: { verdict: "revoked", summary: expect.stringContaining("Connect it again") },
    });
  });

  it("says in plain words that the person did not allow it", async () => {
    world.vendor.refusal = "access_denied";
    const id = await world.pending();
    const { location } = await world.follow((await begin(id)).href);
    expect(location).toContain("reason=denied");
    expect(await world.get(id)).toMatchObject({
      status: "PENDING",
      statusDetail: { summary: "The access was not allowed there. Nothing was connected." },
    });
    expect(await change()).toMatchObject({ newDto: undefined });
  });

  it("refuses a state that was used, was never given, or is another person's", async () => {
    const id = await world.pending();
    const url = await begin(id);
    const there = await fetch(url, { redirect: "manual" });
    const back = there.headers.get("location") ?? "";
    await world.person.api("POST", `/organizations/${world.credenza.organizationId}/users`, {
      body: { email: "eve@example.test", password: "a long enough password" },
    });
    const eve = await signIn(world.credenza, "eve@example.test", "a long enough password");
    const asEve = await fetch(back, { redirect: "manual", headers: { cookie: eve.cookie } });
    expect(asEve.headers.get("location")).toBe("/connected?reason=other_person");
    const again = await fetch(back, { redirect: "manual", headers: { cookie: world.person.cookie } });
    expect(again.headers.get("location")).toBe("/connected?reason=expired");
    const invented = await fetch(`${world.credenza.url}/oauth/callback?state=abc&code=x`, { redirect: "manual" });
    expect(invented.headers.get("location")).toBe("/connected?reason=expired");
    expect(await world.get(id)).toMatchObject({ status: "PENDING" });
    expect(world.vendor.tokenRequests).toEqual([]);
  });

  it("reconnects in place: the id stays, and the new grant is used", async () => {
    const id = await world.connected();
    world.vendor.withdraw();
    world.vendor.endTokens();
    expect((await world.call(id)).code).toBe("upstream_authentication_failed");
    expect(await world.get(id)).toMatchObject({
      status: "REVOKED",
      lastFailure: expect.stringContaining("Connect it again"),
    });
    const { location } = await world.follow((await begin(id)).href);
    expect(location).toContain(id);
    expect(await world.get(id)).toMatchObject({ status: "OK", id });
    expect(await change()).toMatchObject({ old: "REVOKED", new: "OK", newDto: { id } });
    expect((await world.call(id)).status).toBe(200);
  });

  it("reconnects to its own account of several, and waits without an end when that one is not among them", async () => {
    const id = await world.connected();
    const { tenantId } = await world.get(id);
    const other = (last: number) => ({
      tenantId: `7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c000${last}`,
      tenantName: `No. ${last}`,
    });
    world.vendor.tenants.push(other(2));
    await world.follow((await begin(id)).href);
    expect(await world.get(id)).toMatchObject({ status: "OK", tenantId, choices: null });
    world.vendor.tenants.splice(0, 2, other(3), other(4));
    for (let twice = 0; twice < 2; twice++) await world.follow((await begin(id)).href);
    expect(await world.get(id)).toMatchObject({ status: "PENDING", pendingUntil: null, choices: [{}, {}] });
    await watchTime(world.credenza.context);
    const { body } = await world.person.api("POST", `${at}/${id}/choice`, { body: { choice: other(4).tenantId } });
    expect(body).toMatchObject({ status: "OK", tenantId: other(4).tenantId });
  });

  it("400 an OAuth app that is none, or another system's; 409 deleting one that is in use", async () => {
    const own = await world.pending();
    const { appId } = await world.get(own);
    for (const wrong of [own, "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a12"]) {
      const body = { name: "x", destination: "XERO", type: "OAUTH_CODE", appId: wrong };
      const answer = await world.person.api("POST", at, { body });
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, "appId"]);
    }
    const deletion = await world.person.api("DELETE", `${at}/${appId}`);
    expect([deletion.status, deletion.body.usedBy[0].kind]).toEqual([409, "credential"]);
  });

  it("409 for a service user, which can make a connect link instead", async () => {
    const id = await world.pending();
    const answer = await world.credenza.api("POST", `integrationcredentials/${id}/signin`);
    expect([answer.status, answer.body.code]).toEqual([409, "credential_not_usable"]);
  });
});

const second = "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0002";

describe("a connect link", () => {
  it("lets one browser without an account connect the credential, once", async () => {
    const id = await world.pending();
    const { body: link } = await world.credenza.api("POST", `integrationcredentials/${id}/connectlink`);
    const token = link.url.split("/").at(-1);
    const open = { token: null };
    const page = await world.credenza.api("GET", `/connect-links/${token}`, open);
    expect(page.body).toMatchObject({
      organizationName: "Analytical Engines",
      systemName: "Xero",
      credentialName: "Example",
    });
    const started = await world.credenza.api("POST", `/connect-links/${token}/start`, open);
    const cookie = (started.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const other = await world.credenza.api("POST", `/connect-links/${token}/start`, open);
    expect(other.status).toBe(404);
    expect(await world.follow(started.body.url, cookie)).toEqual({ status: 303, location: "/connected" });
    expect(await world.get(id)).toMatchObject({ status: "OK" });
    const actor = { type: "SYSTEM", id: null, name: "Connect link" };
    expect(await change()).toMatchObject({ old: "PENDING", new: "OK", actor });
    expect((await world.credenza.api("GET", `/connect-links/${token}`, open)).status).toBe(404);
  });

  /** A guest's sign-in that came back with two accounts. */
  const withSeveral = async () => {
    world.vendor.tenants.push({ tenantId: second, tenantName: "Second Ltd" });
    const id = await world.pending();
    const { body: link } = await world.credenza.api("POST", `integrationcredentials/${id}/connectlink`);
    const at = `/connect-links/${link.url.split("/").at(-1)}`;
    const started = await world.credenza.api("POST", `${at}/start`, { token: null });
    const cookie = (started.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const { location } = await world.follow(started.body.url, cookie);
    expect(location).toBe(new URL(link.url).pathname);
    const page = async (headers: Record<string, string> = {}) =>
      (await world.credenza.api("GET", at, { token: null, headers })).body;
    const choose = (choice: unknown, headers: Record<string, string> = { cookie }) =>
      world.credenza.api("POST", `${at}/choice`, { token: null, headers, body: { choice } });
    return { id, link, cookie, page, choose, at };
  };

  it("lets the browser that signed in choose among several accounts, and nobody else: once, and it is tested", async () => {
    const { id, link, cookie, page, choose } = await withSeveral();
    expect(await world.get(id)).toMatchObject({ status: "PENDING", choices: [{}, {}], pendingUntil: link.expiresAt });
    const { choices } = await page({ cookie });
    expect(choices).toEqual([
      { id: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001", name: "Analytical Engines Ltd" },
      { id: second, name: "Second Ltd" },
    ]);
    const other = { cookie: `credenza_connect=${"A".repeat(43)}` };
    expect([(await page()).choices, (await page(other)).choices]).toEqual([null, null]);
    const refused = await Promise.all([choose(second, {}), choose(second, other), choose("another")]);
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 400]);
    const foreign = await choose(second, { cookie, origin: "https://elsewhere.example" });
    expect(foreign.body.code).toBe("csrf_token_invalid");
    const key = { cookie, "idempotency-key": "choose" };
    expect((await choose(second, key)).body).toEqual({ working: true });
    expect((await choose(second, key)).body).toEqual({ working: true });
    expect((await choose(second)).status).toBe(404);
    expect(await page({ cookie })).toMatchObject({ code: "not_found" });
    expect(await world.get(id)).toMatchObject({ status: "OK", tenantId: second, statusDetail: { verdict: "working" } });
    expect(world.vendor.calls.at(-1)?.headers["xero-tenant-id"]).toBe(second);
    const actor = { type: "SYSTEM", id: null, name: "Connect link" };
    expect(await change()).toMatchObject({ old: "PENDING", new: "OK", actor });
  });

  it("says that the chosen account does not work, and no more", async () => {
    const { id, choose } = await withSeveral();
    world.vendor.withdraw();
    world.vendor.endTokens();
    expect((await choose(second)).body).toEqual({ working: false });
    expect(await world.get(id)).toMatchObject({ status: "REVOKED", tenantId: second });
  });

  it("lets the person sign in again before choosing, and ends when somebody in the Console chooses", async () => {
    const { id, cookie, page, choose, at } = await withSeveral();
    const again = await world.credenza.api("POST", `${at}/start`, { token: null, headers: { cookie } });
    expect((await world.follow(again.body.url, cookie)).location).toContain("/connect/");
    expect((await page({ cookie })).choices).toHaveLength(2);
    await world.credenza.api("POST", `integrationcredentials/${id}/choice`, { body: { choice: second } });
    expect((await choose(second)).status).toBe(404);
    expect(await page({ cookie })).toMatchObject({ code: "not_found" });
  });

  it("shows nothing of a choice that a person of the organization has to make", async () => {
    world.vendor.tenants.push({ tenantId: second, tenantName: "Second Ltd" });
    const id = await world.pending();
    const { body: link } = await world.credenza.api("POST", `integrationcredentials/${id}/connectlink`);
    const at = `/connect-links/${link.url.split("/").at(-1)}`;
    const started = await world.credenza.api("POST", `${at}/start`, { token: null });
    const cookie = (started.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const { body } = await world.person.api(
      "POST",
      `/organizations/${world.credenza.organizationId}/integrationcredentials/${id}/signin`,
    );
    await world.follow(body.url);
    expect(await world.get(id)).toMatchObject({ status: "PENDING", choices: [{}, {}] });
    const headers = { cookie };
    expect((await world.credenza.api("GET", at, { token: null, headers })).body.choices).toBeNull();
    const chosen = await world.credenza.api("POST", `${at}/choice`, { token: null, headers, body: { choice: second } });
    expect(chosen.status).toBe(404);
  });

  it("with an Idempotency-Key begins one sign-in, for the browser that began it", async () => {
    const id = await world.pending();
    const { body: link } = await world.credenza.api("POST", `integrationcredentials/${id}/connectlink`);
    const start = (headers: Record<string, string> = {}) =>
      world.credenza.api("POST", `/connect-links/${link.url.split("/").at(-1)}/start`, {
        token: null,
        headers: { "idempotency-key": "start", ...headers },
      });
    const first = await start();
    const cookie = (first.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const again = await start({ cookie });
    expect([again.text, again.headers.get("set-cookie")]).toEqual([first.text, first.headers.get("set-cookie")]);
    const other = await start({ cookie: `credenza_connect=${"A".repeat(43)}` });
    expect([(await start()).status, other.status]).toEqual([404, 404]);
    expect(other.headers.get("set-cookie")).toBeNull();
  });

  it("does not finish in a browser that did not begin it", async () => {
    const id = await world.pending();
    const { body: link } = await world.credenza.api("POST", `integrationcredentials/${id}/connectlink`);
    const started = await world.credenza.api("POST", `/connect-links/${link.url.split("/").at(-1)}/start`, {
      token: null,
    });
    expect((await world.follow(started.body.url)).location).toBe("/connected?reason=other_person");
    expect(await world.get(id)).toMatchObject({ status: "PENDING" });
  });
});
