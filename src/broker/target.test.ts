import { describe, expect, test } from "vitest";
import { Problem } from "../errors.ts";
import { destinationOf } from "./destination.ts";
import { resolveTarget } from "./target.ts";

const chargebee = { baseUrl: "https://{site}.chargebee.com/api/v2", hosts: ["files.{site}.chargebee.com"] };
const at = destinationOf(chargebee, { site: "acme" });
const overridden = destinationOf(chargebee, { site: "acme" }, "http://127.0.0.1:9001/gateway");

const href = (path: string, query?: Parameters<typeof resolveTarget>[2], where = at) =>
  resolveTarget(where, path, query).url.href;

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return "allowed";
}

describe("a path", () => {
  test.each([
    ["/customers", "https://acme.chargebee.com/api/v2/customers"],
    ["customers", "https://acme.chargebee.com/api/v2/customers"],
    ["", "https://acme.chargebee.com/api/v2"],
    ["/", "https://acme.chargebee.com/api/v2/"],
    ["?limit=1", "https://acme.chargebee.com/api/v2?limit=1"],
    ["/a?x=1&y=%2F../..", "https://acme.chargebee.com/api/v2/a?x=1&y=%2F../.."],
    ["/a%20b/100%25/é", "https://acme.chargebee.com/api/v2/a%20b/100%25/%C3%A9"],
    ["/@evil.example", "https://acme.chargebee.com/api/v2/@evil.example"],
    ["/projects/x:archive", "https://acme.chargebee.com/api/v2/projects/x:archive"],
    ["/a//b", "https://acme.chargebee.com/api/v2/a//b"],
    ["/...", "https://acme.chargebee.com/api/v2/..."],
    ["/v1.2/.well-known", "https://acme.chargebee.com/api/v2/v1.2/.well-known"],
    ["/a;b=c", "https://acme.chargebee.com/api/v2/a;b=c"],
    ["https://acme.chargebee.com/api/v2/customers?limit=1", "https://acme.chargebee.com/api/v2/customers?limit=1"],
    ["HTTPS://ACME.chargebee.com:443/x", "https://acme.chargebee.com/x"],
    ["https://files.acme.chargebee.com/x", "https://files.acme.chargebee.com/x"],
  ])("%j goes to %s", (path, expected) => expect(href(path)).toBe(expected));

  test("takes query values beside its own", () => {
    expect(href("/a?x=1", { y: [2, true], z: "a b&c" })).toBe(
      "https://acme.chargebee.com/api/v2/a?x=1&y=2&y=true&z=a+b%26c",
    );
  });

  const dots = [
    ".",
    "..",
    "%2e",
    "%2E%2e",
    ".%2e",
    "%2e.",
    "%252e%252e",
    "%25252e.",
    "..;",
    "..;x=1",
    "%2e%2e;a",
    "．．",
    "%EF%BC%8E%EF%BC%8E",
    "..%20",
    "%09..",
  ];
  test.each(dots.flatMap((dot) => [`/${dot}`, dot, `/a/${dot}/b`, `/a/${dot}?x`, `${dot}/${dot}/v1`]))(
    "%j is not allowed: dot segments",
    (path) => expect(codeOf(() => href(path))).toBe("path_not_allowed"),
  );

  test.each([
    "//evil.example", "//evil.example/x", "///x", "/\\evil.example", "\\\\evil.example", "/a\\..\\b", "/a%2fb", "/a%2Fb", "/a%5cb", "/a%5Cb",
    "/a%252fb", "/a%25252Fb", "/a%255cb", "/a%c0%afb", "/%c0%ae%c0%ae/", "/%e0%80%ae", "/a／b", "/a%EF%BC%8Fb", "/a＼b", "/a\r\nb", "/a\nb",
    "/a\tb", "/a\0b", "/a b", "/a\x7f", "/a%0d%0aX: y", "/a%00", "/a%0a", "/a%250a", "/a#fragment", "#", "/a%", "/a%zz", "/a%2", "/a%ff",
    "/\ud800", `/${"a".repeat(8192)}`, "/%25252525252541",
  ])("%j is not allowed", (path) => expect(codeOf(() => href(path))).toBe("path_not_allowed")); // biome-ignore format: a list

  test.each([
    "https://evil.example/", "http://acme.chargebee.com/api/v2/x", "https://acme.chargebee.com:8443/x", "https://acme.chargebee.com./x",
    "https://acme.chargebee.com@evil.example/", "https://user:pw@acme.chargebee.com/x", "https://user@acme.chargebee.com/x",
    "https://evilacme.chargebee.com/", "https://acme.chargebee.com.evil.example/", "https://other.chargebee.com/", "https:/evil.example",
    "https:evil.example", "https:///acme.chargebee.com/", "ftp://acme.chargebee.com/", "file:///etc/passwd", "javascript:alert(1)",
    "data:text/plain,x", "https://127.0.0.1/", "https://[::1]/", "https://", "gopher://x", "a.b:c", "https://acme%2echargebee%2ecom.evil.example/",
    "wss://acme.chargebee.com/x",
  ])("%j is not on a host of the credential", (path) => expect(codeOf(() => href(path))).toBe("host_not_allowed")); // biome-ignore format: a list

  test.each([
    "https://acme.chargebee.com/../x",
    "https://acme.chargebee.com/a/%2e%2e/x",
    "https://acme.chargebee.com/a%2fb",
  ])("%j is not allowed on the right host either", (path) => expect(codeOf(() => href(path))).toBe("path_not_allowed"));
});

describe("an override of the operator", () => {
  test("stands in for the origin, keeps the paths, and opens its host and port", () => {
    const target = resolveTarget(overridden, "/customers");
    expect([target.url.href, target.allow]).toEqual([
      "http://127.0.0.1:9001/gateway/api/v2/customers",
      ["127.0.0.1:9001"],
    ]);
    expect(overridden.replacedHost).toBe("acme.chargebee.com");
  });

  test("takes the place of every declared host in a full URL, and is told which", () => {
    expect(href("http://127.0.0.1:9001/x", {}, overridden)).toBe("http://127.0.0.1:9001/x");
    const { url, replacedHost } = resolveTarget(overridden, "https://files.acme.chargebee.com/x?y=1", { z: 2 });
    expect([url.href, replacedHost]).toEqual(["http://127.0.0.1:9001/gateway/x?y=1&z=2", "files.acme.chargebee.com"]);
  });

  test("opens no further host", () => {
    for (const path of ["https://evil.chargebee.com/x", "http://127.0.0.1:9002/x", "https://127.0.0.1:9001/x"]) {
      expect(codeOf(() => href(path, {}, overridden))).toBe("host_not_allowed");
    }
  });
});

describe("a destination", () => {
  test.each([
    "acme.evil",
    "acme/",
    "acme@evil",
    "acme#",
    "acme?",
    "evil.example/",
    "",
    "-a",
    "a_b",
    "a b",
    "a%2e",
    "é",
    "a".repeat(64),
  ])("is not made of the site %j", (site) =>
    expect(codeOf(() => destinationOf(chargebee, { site }))).toBe("credential_not_usable"),
  );

  test("takes a whole host, or a whole URL on https", () => {
    expect(destinationOf({ baseUrl: "https://{host}/odata" }, { host: "my1.erp.example" }).origin).toBe(
      "https://my1.erp.example",
    );
    expect(destinationOf({ baseUrl: "{url}" }, { url: "https://erp.example/base/" })).toMatchObject({
      origin: "https://erp.example",
      basePath: "/base",
    });
    for (const url of [
      "http://erp.example",
      "https://u:p@erp.example",
      "https://erp.example?x",
      "erp.example",
      "file:///x",
    ]) {
      expect(codeOf(() => destinationOf({ baseUrl: "{url}" }, { url }))).toBe("credential_not_usable");
    }
  });

  test("keeps a field within one segment of its path", () => {
    const tenant = (value: string) => destinationOf({ baseUrl: "https://api.example/{tenant}/v1" }, { tenant: value });
    expect(tenant("a/../b").basePath).toBe("/a%2F..%2Fb/v1");
    for (const value of ["..", ".", ""]) expect(codeOf(() => tenant(value))).toBe("credential_not_usable");
  });

  test("without a URL is not for calls", () => {
    expect(codeOf(() => destinationOf({}, {}))).toBe("credential_not_usable");
  });
});
