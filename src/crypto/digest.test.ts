import { expect, test } from "vitest";
import { digest, hmac, sha256 } from "./digest.ts";

test("FIPS 180-2 and RFC 4231 vectors", () => {
  expect(sha256("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(digest("sha1", "abc", "hex")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  expect(hmac("sha256", "Jefe", "what do ya want ", "for nothing?").toString("hex")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});
