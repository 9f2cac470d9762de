import { expect, test } from "vitest";
import { endedSessionCookie, readSessionCookie, sessionCookie } from "./cookies.ts";

test("over http: hidden from scripts, not sent by other sites' posts", () => {
  expect(sessionCookie("http://127.0.0.1:8080", "abc", 60)).toBe(
    "credenza_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60",
  );
});

test("over https also Secure, and bound to this host by its prefix", () => {
  const cookie = sessionCookie("https://keys.example.com", "abc", 60);
  expect(cookie).toMatch(/^__Host-credenza_session=abc; Path=\/; .*; Secure$/);
  expect(cookie).not.toMatch(/domain/i);
  expect(endedSessionCookie("https://keys.example.com")).toMatch(/^__Host-credenza_session=; .*Max-Age=0/);
});

test("exactly one cookie of the name counts", () => {
  const http = "http://127.0.0.1:8080";
  expect(readSessionCookie(http, "a=b; credenza_session=abc; c=d")).toBe("abc");
  expect(readSessionCookie(http, "credenza_session=abc; credenza_session=def")).toBeUndefined();
  expect(readSessionCookie(http, "xcredenza_session=abc")).toBeUndefined();
  expect(readSessionCookie(http, undefined)).toBeUndefined();
  expect(readSessionCookie("https://keys.example.com", "credenza_session=abc")).toBeUndefined();
  expect(readSessionCookie("https://keys.example.com", "__Host-credenza_session=abc")).toBe("abc");
});
