import { createRequire } from "node:module";
import { ClientConfig, Functions, OnlineClient, SessionProvider } from "@intacct/intacct-sdk";
import { HttpResponse, http, passthrough } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { intacct, type SigningFakes, startSigningFakes } from "../fakes/signing.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

/** The SDK's parser of answers still calls what Node 23 took away. */
Object.assign(createRequire(import.meta.url)("node:util"), {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
});

let fakes: SigningFakes;
let credenza: TestCredenza;
interface Sent {
  url: string;
  contentType: string | undefined;
  body: string;
}
const bySdk: Sent[] = [];

/** The SDK calls hosts of intacct.com only; what it sends there is kept and handed to the same fake that our broker calls. */
const internet = setupServer(
  http.all("http://*", () => passthrough()),
  http.all("https://*", async ({ request }) => {
    const body = await request.clone().text();
    bySdk.push({ url: request.url, contentType: request.headers.get("content-type")?.split(";")[0], body });
    const answer = await fetch(`${fakes.url}/SAGE_INTACCT`, {
      method: "POST",
      body,
      headers: { "content-type": "application/xml" },
    });
    return new HttpResponse(await answer.text(), {
      status: answer.status,
      headers: { "content-type": "application/xml" },
    });
  }),
);

beforeAll(async () => {
  fakes = await startSigningFakes();
  credenza = await startCredenza({
    env: {
      CREDENZA_ROLE: "api",
      DATABASE_URL: "postgres://the.harness@gives.its/own",
      CREDENZA_BASE_URL_SAGE_INTACCT: `${fakes.url}/SAGE_INTACCT`,
    },
  });
  internet.listen();
});
afterAll(async () => {
  internet.close();
  await credenza?.stop();
  await fakes?.close();
});

/** Byte by byte, but for the random ids of the request and of its function, and for an apostrophe, which may be written either way. */
const plain = (body: string): string =>
  body
    .replaceAll("&apos;", "'")
    .replaceAll(/(<controlid>)[^<]*|(controlid=")[^"]*/g, (_all, element, attribute) => element ?? attribute);

const config = () =>
  Object.assign(new ClientConfig(), {
    senderId: intacct.senderId,
    senderPassword: intacct.senderPassword,
    companyId: intacct.companyId,
    userId: intacct.userId,
    userPassword: intacct.userPassword,
  });

describe("@intacct/intacct-sdk", () => {
  it("asks for a session as our broker does, and both are answered by a fake that checks them", async () => {
    const session = await SessionProvider.factory(config());
    expect(session.sessionId).not.toBe("");
    const { body } = await credenza.api("POST", "integrationcredentials", {
      body: { name: "Intacct", destination: "SAGE_INTACCT", ...intacct },
    });
    fakes.seen.length = 0;
    expect((await credenza.api("POST", `integrationcredentials/${body.id}/test`)).body).toMatchObject({ status: "OK" });
    const [first] = fakes.seen;
    const [theirs] = bySdk;
    expect(plain(first?.body ?? "")).toEqual(plain(theirs?.body ?? ""));
    expect(first?.headers["content-type"]).toBe(theirs?.contentType);
    expect(theirs?.url).toBe("https://api.intacct.com/ia/xml/xmlgw.phtml");
  });

  it("sends a function in the same envelope with the session, to the endpoint that the session names", async () => {
    const client = new OnlineClient(await SessionProvider.factory(config()));
    const read = new Functions.Common.ReadByQuery("f-1");
    read.objectName = "CUSTOMER";
    bySdk.length = 0;
    await client.execute(read).catch(() => {});
    const theirs = bySdk.at(-1);
    expect(theirs?.url).toBe("https://www3.intacct.com/ia/xml/xmlgw.phtml");
    const xml = /<content>(.*)<\/content>/s.exec(theirs?.body ?? "")?.[1] ?? "";
    expect(xml).toContain("<readByQuery>");
    const { body } = await credenza.api("POST", "integrationcredentials", {
      body: { name: "Intacct", destination: "SAGE_INTACCT", ...intacct },
    });
    await credenza.api("POST", `integrationcredentials/${body.id}/request`, {
      body: { method: "POST", path: "", body: xml },
    });
    expect(plain(fakes.seen.at(-1)?.body ?? "")).toEqual(plain(theirs?.body ?? ""));
  });
});
