import fc from "fast-check";
import { expect, test } from "vitest";
import { equalBytes, equalText } from "./compare.ts";

test("agrees with ===, whatever the lengths", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(equalText(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      expect(equalText(a, a)).toBe(true);
    }),
  );
});

test("one bit of difference is a difference", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, at) => {
      const other = Uint8Array.from(bytes);
      const place = at % bytes.length;
      other[place] = (other[place] ?? 0) ^ (1 << (at % 8));
      expect(equalBytes(bytes, other)).toBe(false);
    }),
  );
});
