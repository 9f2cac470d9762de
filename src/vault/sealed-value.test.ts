import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aeadKey } from "../crypto/aead.ts";
import { keyIdOf, openWith, SealBroken, sealWith } from "./sealed-value.ts";

const key = aeadKey(Buffer.alloc(32, 7));
const otherKey = aeadKey(Buffer.alloc(32, 8));

describe("a sealed value", () => {
  it("opens to the same bytes under the same key and data", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, data) => {
        const sealed = sealWith("key-1", key, bytes, data);
        expect(keyIdOf(sealed)).toBe("key-1");
        expect(openWith(key, sealed, data)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("is another one each time", () => {
    const all = Array.from({ length: 100 }, () => sealWith("k", key, Buffer.from("same"), "data"));
    expect(new Set(all).size).toBe(100);
  });

  it("does not open when any one bit of nonce or ciphertext is flipped", () => {
    const sealed = sealWith("k", key, Buffer.from("a secret value"), "data");
    const [format = "", keyId = "", ...encoded] = sealed.split(".");
    encoded.forEach((part, index) => {
      const bytes = Buffer.from(part, "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const parts = encoded.with(index, changed.toString("base64url"));
        expect(() => openWith(key, [format, keyId, ...parts].join("."), "data")).toThrow(SealBroken);
      }
    });
  });

  it("has one spelling: any other character anywhere does not open", () => {
    const sealed = sealWith("k", key, Buffer.from("v"), "data");
    for (let index = 0; index < sealed.length; index++) {
      if (sealed.slice(4, 5) === "k" && index === 4) continue;
      for (const other of ["A", "_", "=", "\n", "."]) {
        if (sealed[index] === other) continue;
        const changed = sealed.slice(0, index) + other + sealed.slice(index + 1);
        expect(() => openWith(key, changed, "data")).toThrow(SealBroken);
      }
    }
  });

  it("does not open when it is cut off anywhere", () => {
    const sealed = sealWith("k", key, Buffer.from("a secret value"), "data");
    for (let length = 0; length < sealed.length; length++) {
      expect(() => openWith(key, sealed.slice(0, length), "data")).toThrow(SealBroken);
    }
  });

  it("does not open under another key or with other data", () => {
    const sealed = sealWith("k", key, Buffer.from("v"), "data");
    expect(() => openWith(otherKey, sealed, "data")).toThrow(SealBroken);
    expect(() => openWith(key, sealed, "data2")).toThrow(SealBroken);
  });

  it("says nothing of the value when it does not open", () => {
    const sealed = sealWith("k", key, Buffer.from("canary"), "data");
    try {
      openWith(otherKey, sealed, "data");
    } catch (error) {
      expect(String(error)).not.toContain("canary");
      expect((error as Error).cause).toBeUndefined();
    }
  });
});
