import { expect, test } from "vitest";
import { Secret } from "../vault/secret.ts";
import { hashPassword, verifyPassword } from "./password.ts";

test("the reference implementation's vector verifies", async () => {
  const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  expect(await verifyPassword(hash, new Secret("password"))).toBe(true);
  expect(await verifyPassword(hash, new Secret("Password"))).toBe(false);
});

test("a hash names its cost, differs each time and verifies its own password only", async () => {
  const [first, second] = await Promise.all([
    hashPassword(new Secret("correct horse")),
    hashPassword(new Secret("correct horse")),
  ]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(first).not.toBe(second);
  expect(await verifyPassword(first, new Secret("correct horse"))).toBe(true);
  expect(await verifyPassword(first, new Secret("correct horse "))).toBe(false);
});

test("the same characters composed differently are the same password", async () => {
  const hash = await hashPassword(new Secret("Z\u00fcrich am See"));
  expect(await verifyPassword(hash, new Secret("Zu\u0308rich am See"))).toBe(true);
});

test("an unknown user never verifies", async () => {
  expect(await verifyPassword(null, new Secret(""))).toBe(false);
});

test("a stored hash of another kind is an error, not a failed sign-in", async () => {
  await expect(verifyPassword("$2b$10$abc", new Secret("x"))).rejects.toThrow("not readable");
  await expect(verifyPassword("$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$AAAA", new Secret("x"))).rejects.toThrow();
});
