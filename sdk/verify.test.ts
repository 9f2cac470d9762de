import { describe, expect, it } from "vitest";
import { Secret } from "../src/vault/secret.ts";
import { signOutgoing } from "../src/webhooks/outgoing/sign.ts";
import { verify } from "./verify.ts";

const secret = "a secret of thirty-two character";
const earlier = "the other secret of 32 character";
const body = Buffer.from('{"eventName":"bill.approved","data":{"näme":"£"}}');
const now = 1_700_000_000_000;
const sign = (secrets: [string, ...string[]]): Record<string, string> =>
  signOutgoing(
    { id: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10", timestampSeconds: now / 1000, body },
    { apiKey: "key_1", secrets: secrets.map((one) => new Secret(one)) as [Secret, ...Secret[]] },
  );
const holding = (...secrets: string[]) => ({ apiKey: "key_1", secrets });

describe("a receiver with the helper", () => {
  it("accepts what is sent, as a plain object and as Headers, and gives the message id", async () => {
    const headers = sign([secret]);
    const accepted = { ok: true, id: headers["X-M3ter-Id"] };
    expect(await verify(headers, body, holding(secret), { now })).toEqual(accepted);
    expect(await verify(new Headers(headers), body.toString(), holding(secret), { now })).toEqual(accepted);
  });

  it("accepts either secret during a rotation, on either side", async () => {
    for (const held of [secret, earlier]) {
      expect(await verify(sign([secret, earlier]), body, holding(held), { now })).toMatchObject({ ok: true });
      expect(await verify(sign([held]), body, holding(secret, earlier), { now })).toMatchObject({ ok: true });
    }
  });

  it("refuses each altered byte of the body and of the signed headers", async () => {
    const headers = sign([secret]);
    for (let at = 0; at < body.length; at++) {
      const altered = Buffer.from(body);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(await verify(headers, altered, holding(secret), { now })).toMatchObject({ ok: false });
    }
    for (const name of ["X-M3ter-Api-Key", "X-M3ter-Id", "X-M3ter-Timestamp", "X-M3ter-Signature"]) {
      const value = headers[name] ?? "";
      for (let at = 0; at < value.length; at++) {
        const other = String.fromCharCode(value.charCodeAt(at) ^ 1);
        const altered = { ...headers, [name]: value.slice(0, at) + other + value.slice(at + 1) };
        expect(await verify(altered, body, holding(secret), { now })).toMatchObject({ ok: false });
      }
    }
  });

  it.each([
    ["header_missing", { now }, {}],
    ["too_old_or_new", { now: now + 301_000 }, undefined],
    ["too_old_or_new", { now: now - 301_000 }, undefined],
  ])("says %s", async (reason, options, headers) => {
    expect(await verify(headers ?? sign([secret]), body, holding(secret), options)).toEqual({ ok: false, reason });
  });

  it("refuses another key and another secret", async () => {
    const headers = sign([secret]);
    const another = { apiKey: "key_2", secrets: [secret] };
    expect(await verify(headers, body, another, { now })).toEqual({ ok: false, reason: "api_key_wrong" });
    expect(await verify(headers, body, holding(earlier), { now })).toEqual({ ok: false, reason: "signature_wrong" });
    expect(await verify(headers, body, holding(), { now })).toEqual({ ok: false, reason: "signature_wrong" });
  });
});
