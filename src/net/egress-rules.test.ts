import { describe, expect, test } from "vitest";
import { egressRules, mayConnect } from "./egress-rules.ts";

const to = (host: string, address: string, port = 443, encrypted = true) => ({ host, address, port, encrypted });

describe("egressRules", () => {
  test("a host name allows that name alone, on every port", () => {
    const rules = egressRules(["Erp.Internal."]);
    expect(rules.allowsHost("erp.internal", 8080)).toBe(true);
    expect(rules.allowsHost("x.erp.internal", 8080)).toBe(false);
    expect(rules.allowsHost("erp.internal.evil.example", 8080)).toBe(false);
  });

  test("a leading dot allows the names below, not the name itself nor one that only ends like it", () => {
    const rules = egressRules(["*.corp.example"]);
    expect(egressRules([".corp.example"]).allowsHost("a.corp.example", 1)).toBe(true);
    expect(rules.allowsHost("a.b.corp.example", 1)).toBe(true);
    expect(rules.allowsHost("corp.example", 1)).toBe(false);
    expect(rules.allowsHost("evilcorp.example", 1)).toBe(false);
  });

  test("a port narrows an entry", () => {
    const rules = egressRules(["127.0.0.1:9001", "[::1]:9002", "erp:443"]);
    expect(rules.allowsAddress("127.0.0.1", 9001)).toBe(true);
    expect(rules.allowsAddress("127.0.0.1", 9002)).toBe(false);
    expect(rules.allowsAddress("::1", 9002)).toBe(true);
    expect(rules.allowsAddress("::1", 9001)).toBe(false);
    expect(rules.allowsHost("erp", 80)).toBe(false);
  });

  test("a range allows its addresses, wrapped ones too", () => {
    const rules = egressRules(["10.1.0.0/16", "fd12::/16"]);
    expect(rules.allowsAddress("10.1.255.1", 1)).toBe(true);
    expect(rules.allowsAddress("::ffff:10.1.2.3", 1)).toBe(true);
    expect(rules.allowsAddress("10.2.0.1", 1)).toBe(false);
    expect(rules.allowsAddress("fd12::5", 1)).toBe(true);
    expect(rules.allowsAddress("fd13::5", 1)).toBe(false);
  });

  test.each(["", "http://erp", "10.0.0.0/33", "a b", "*", "erp:99999", "1.2.3", "-", "erp:", "a..b"])(
    "%j is no entry",
    (entry) => expect(() => egressRules([entry])).toThrow("is not a host"),
  );
});

describe("mayConnect", () => {
  test("without rules: public addresses over https only", () => {
    const rules = egressRules([]);
    expect(mayConnect(rules, to("api.example", "8.8.8.8"))).toBe(true);
    expect(mayConnect(rules, to("api.example", "8.8.8.8", 80, false))).toBe(false);
    expect(mayConnect(rules, to("api.example", "10.0.0.1"))).toBe(false);
  });

  test("a host allowed by name reaches private addresses and plain http, but no metadata service", () => {
    const rules = egressRules(["erp.internal"]);
    expect(mayConnect(rules, to("erp.internal", "10.0.0.1", 80, false))).toBe(true);
    expect(mayConnect(rules, to("erp.internal", "127.0.0.1"))).toBe(true);
    expect(mayConnect(rules, to("erp.internal", "169.254.169.254"))).toBe(false);
    expect(mayConnect(rules, to("erp.internal", "fd00:ec2::254"))).toBe(false);
    expect(mayConnect(rules, to("other.internal", "10.0.0.1"))).toBe(false);
  });

  test("an address named by the operator is reached even when it is link-local", () => {
    expect(mayConnect(egressRules(["169.254.10.0/24"]), to("box", "169.254.10.9", 80, false))).toBe(true);
  });
});
