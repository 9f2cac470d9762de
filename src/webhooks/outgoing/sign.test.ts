import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { judge, toCheck } from "../../../test/webhooks/vectors.ts";
import { Secret } from "../../vault/secret.ts";
import { signOutgoing } from "./sign.ts";

const secret = "a secret of 32 bytes in UTF-8 £!";
const earlier = "the secret before this one, 0123";
const body = Buffer.from('{"id":"1","eventName":"bill.approved","data":{"new":{"näme":"£"}}}');
const now = () => Math.floor(Date.now() / 1000);
const standard = (value: string): Webhook => new Webhook(`whsec_${Buffer.from(value, "utf8").toString("base64")}`);
const sign = (secrets: [string, ...string[]], timestampSeconds = now()) =>
  signOutgoing(
    { id: "msg_01", timestampSeconds, body },
    { apiKey: "key_1", secrets: secrets.map((value) => new Secret(value)) as [Secret, ...Secret[]] },
  );

describe("a signed notification", () => {
  it("is what the contract says", () => {
    const headers = signOutgoing(
      {
        id: "msg_01JD5Y9T7Q",
        timestampSeconds: 1_700_000_000,
        body: Buffer.from(
          '{"id":"0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10","eventName":"configuration.product.created","data":{}}',
        ),
      },
      { apiKey: "acc_4f1d2a", secrets: [new Secret("m3ter_secret_0123456789abcdef")] },
    );
    expect(headers).toMatchObject({
      "X-M3ter-Api-Key": "acc_4f1d2a",
      "X-M3ter-Id": "msg_01JD5Y9T7Q",
      "X-M3ter-Timestamp": "1700000000",
      "X-M3ter-Signature": "v1=3d9d63cce9753802707672a094ded31b96b92ac7d377eebff7e66984c8f87834",
    });
  });

  it("passes a Standard Webhooks library that holds whsec_ and base64 of the secret", () => {
    const headers = sign([secret]);
    expect(standard(secret).verify(body.toString(), headers)).toMatchObject({ id: "1" });
    expect(() => standard(earlier).verify(body.toString(), headers)).toThrow();
    expect(() => standard(secret).verify(`${body} `, headers)).toThrow();
  });

  it("passes receivers with either secret during a rotation, in both schemes", async () => {
    const headers = sign([secret, earlier]);
    for (const held of [secret, earlier]) {
      expect(standard(held).verify(body.toString(), headers)).toBeTruthy();
      const vector = {
        type: "M3TER_APP_SIGNATURE",
        name: "",
        headers,
        body: "",
        fields: { accessKeyId: "key_1", apiSecret: held },
      };
      const check = toCheck(vector, { body, nowMs: Date.now() });
      expect(await judge("M3TER_APP_SIGNATURE", check)).toMatchObject({ accepted: true });
      const altered = toCheck(vector, { body: Buffer.concat([body, Buffer.from(" ")]), nowMs: Date.now() });
      expect(await judge("M3TER_APP_SIGNATURE", altered)).toMatchObject({ accepted: false });
    }
  });

  it.each(["", "with.stop", "with space", "x".repeat(201)])("is not made for the id %j", (id) => {
    const make = () =>
      signOutgoing({ id, timestampSeconds: 1, body }, { apiKey: "key_1", secrets: [new Secret(secret)] });
    expect(make).toThrow(/message id/);
  });
});
