import { createHmac, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { post } from "./webhook.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

async function webhook(destination: string, fields: Record<string, string>): Promise<string> {
  const body = { name: destination, destination, ...fields };
  const credential = await credenza.api("POST", "integrationcredentials", { body });
  expect(credential.status, credential.text).toBe(200);
  const made = { name: destination, credentialId: credential.body.id };
  return (await credenza.api("POST", "incomingwebhooks", { body: made })).body.url;
}

/** Order of the curve P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** ECDSA takes (r, n-s) wherever it takes (r, s). */
function otherSpelling(token: string): string {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  const s = order - BigInt(`0x${bytes.subarray(32).toString("hex")}`);
  const twin = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
  return `${header}.${claims}.${twin.toString("base64url")}`;
}

describe("the same request again is the same message", () => {
  it("though a JWT's signature is written in another way that is right too", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString().trim();
    const url = await webhook("ANY_WEBHOOK", { type: "BEARER_JWT", publicKey: pem, algorithms: "ES256" });
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: "ES256" })
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(privateKey);
    const first = await post(url, "{}", { authorization: `Bearer ${token}` });
    expect(first.status, first.text).toBe(202);
    for (const twin of [otherSpelling(token), token]) {
      const again = await post(url, "{}", { authorization: `Bearer ${twin}` });
      expect(again).toMatchObject({ status: 200, body: first.body });
    }
  });

  it("of Adyen, by what is signed of each item, whatever else the body holds", async () => {
    const key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    const url = await webhook("ADYEN_WEBHOOK", { type: "ADYEN_HMAC_KEY", secret: key });
    const item = {
      ...{ pspReference: "7914073381342284", originalReference: "", merchantAccountCode: "TestMerchant" },
      ...{ merchantReference: "TestPayment-1407325143704", amount: { value: 1130, currency: "EUR" } },
      ...{ eventCode: "AUTHORISATION", success: "true" },
      additionalData: { hmacSignature: "coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=" },
    };
    const sent = (more: object) => JSON.stringify({ ...more, notificationItems: [{ NotificationRequestItem: item }] });
    const id = await messageCount(url, async () => {
      for (const more of [{ live: "false" }, { live: "true" }, {}])
        expect((await post(url, sent(more), {})).text).toBe("[accepted]");
    });
    expect(id).toBe(1);
  });

  it("of Xero, by its events; other events are another message", async () => {
    const secret = "test_secret_0001";
    const url = await webhook("XERO_WEBHOOK", { secret });
    const event = {
      resourceId: "r-1",
      eventType: "UPDATE",
      eventCategory: "INVOICE",
      eventDateUtc: "2026-01-01T00:00:00.0",
    };
    const send = (events: object[], entropy: string) => {
      const body = JSON.stringify({ events, entropy });
      return post(url, body, { "x-xero-signature": createHmac("sha256", secret).update(body).digest("base64") });
    };
    const count = await messageCount(url, async () => {
      await send([event], "A");
      await send([event], "B");
      await send([event, { ...event, resourceId: "r-2" }], "C");
    });
    expect(count).toBe(2);
  });

  it("of Mailgun, by its token; a body too long to read it in is refused", async () => {
    const secret = "test_secret_0001";
    const url = await webhook("MAILGUN_WEBHOOK", { type: "MAILGUN_SIGNING_KEY", secret });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const token = "a".repeat(50);
    const signature = {
      timestamp,
      token,
      signature: createHmac("sha256", secret)
        .update(timestamp + token)
        .digest("hex"),
    };
    const send = (data: object) => post(url, JSON.stringify({ signature, "event-data": data }), {});
    expect((await send({ event: "delivered" })).status).toBe(202);
    expect((await send({ event: "opened" })).status).toBe(200);
    expect((await send({ event: "x".repeat(300_000) })).status).toBe(401);
  });
});

/** Accepted messages of the webhook after the work. */
async function messageCount(url: string, work: () => Promise<void>): Promise<number> {
  await work();
  const { body } = await credenza.api("GET", "incomingwebhooks?pageSize=200");
  const { id } = body.data.find((one: { url: string }) => one.url === url);
  const messages = await credenza.api("GET", `incomingwebhooks/${id}/messages?pageSize=200`);
  return messages.body.data.filter(({ status }: { status: string }) => status === "ACCEPTED").length;
}
