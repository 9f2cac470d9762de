import { createHmac } from "node:crypto";
import OAuth from "oauth-1.0a";
import { describe, expect, it } from "vitest";
import { type OAuth1Keys, oauth1Header } from "./oauth1.ts";

const rfc = { consumerKey: "dpf43f3p2l4k3l03", consumerSecret: "kd94hf93k423kf44", realm: undefined };
const signatureOf = (header: string): string => decodeURIComponent(/oauth_signature="([^"]+)"/.exec(header)?.[1] ?? "");

describe("OAuth 1.0a signs as", () => {
  it.each<[string, OAuth1Keys, string, string, [number, string], [string, string][], string]>([
    ["RFC 5849 section 1.2, temporary credentials", { ...rfc, token: "", tokenSecret: "", method: "HMAC-SHA1" }, "POST", "https://photos.example.net/initiate", [137131200, "wIjqoS"], [["oauth_callback", "http://printer.example.com/ready"]], "74KNZJeDHnMBp0EMJ9ZHt/XKycU="],
    ["RFC 5849 section 1.2, token", { ...rfc, token: "hh5s93j4hdidpola", tokenSecret: "hdhd0244k9j7ao03", method: "HMAC-SHA1" }, "POST", "https://photos.example.net/token", [137131201, "walatlh"], [["oauth_verifier", "hfdp7dh39dks9884"]], "gKgrFCywp7rO0OXSjdot/IHF7IU="],
    ["RFC 5849 section 1.2, resource", { ...rfc, token: "nnch734d00sl2jdk", tokenSecret: "pfkkdhi9sl3r4s00", method: "HMAC-SHA1" }, "GET", "http://photos.example.net/photos?file=vacation.jpg&size=original", [137131202, "chapoH"], [], "MdpQcU8iPSUjWoN/UDMsK2sui9I="],
    ["the same with SHA-256", { ...rfc, token: "nnch734d00sl2jdk", tokenSecret: "pfkkdhi9sl3r4s00", method: "HMAC-SHA256" }, "GET", "http://photos.example.net/photos?file=vacation.jpg&size=original", [137131202, "chapoH"], [], "HtMwoX2zenlFjgGg/SNEoKEQmL7CzxYFEKzs7er044Y="],
  ])("%s", (_name, keys, method, url, [timestamp, nonce], more, expected) => {
    const header = oauth1Header(keys, { nonce, timestamp, version: null, more }, { method, url: new URL(url) }, []);
    expect(signatureOf(header)).toBe(expected);
  }); // biome-ignore format: a table

  it.each([
    ["1.1", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="],
    ["1", "tnnArxj06cWHq44gCs1OSKk/jLY="],
  ])("Twitter's example, whose form is signed, version %s", (version, expected) => {
    const keys: OAuth1Keys = {
      consumerKey: "xvz1evFS4wEEPTGEFPHBog",
      consumerSecret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
      token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
      tokenSecret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
      realm: undefined,
      method: "HMAC-SHA1",
    };
    const url = new URL(`https://api.twitter.com/${version}/statuses/update.json?include_entities=true`);
    const moment = { nonce: "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", timestamp: 1318622958 };
    const form: [string, string][] = [["status", "Hello Ladies + Gentlemen, a signed OAuth request!"]];
    expect(signatureOf(oauth1Header(keys, moment, { method: "POST", url }, form))).toBe(expected);
  });

  it.each([
    "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/customer?limit=1&q=name%20IS%20%22A%26B%22",
    "https://1234567-sb1.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=1&deploy=1&a=2&a=1&b=%C3%A9%21*%27()",
  ])("another library does: %s", (target) => {
    const keys: OAuth1Keys = { ...rfc, token: "t", tokenSecret: "s", realm: "1234567_SB1", method: "HMAC-SHA256" };
    const peer = new OAuth({
      consumer: { key: keys.consumerKey, secret: keys.consumerSecret },
      signature_method: "HMAC-SHA256",
      hash_function: (base, key) => createHmac("sha256", key).update(base).digest("base64"),
    });
    const url = new URL(target);
    const header = oauth1Header(keys, { nonce: "abcdef", timestamp: 1700000000 }, { method: "GET", url }, []);
    const data: Record<string, string | string[]> = {};
    for (const name of new Set(url.searchParams.keys())) {
      const all = url.searchParams.getAll(name);
      data[name] = all.length > 1 ? all : (all[0] ?? "");
    }
    const oauth = {
      oauth_consumer_key: keys.consumerKey,
      oauth_nonce: "abcdef",
      oauth_signature_method: "HMAC-SHA256",
      oauth_timestamp: 1700000000,
      oauth_version: "1.0",
      oauth_token: "t",
    };
    const bare = { url: `${url.origin}${url.pathname}`, method: "GET", data };
    expect(signatureOf(header)).toBe(peer.getSignature(bare, "s", oauth));
    expect(header).toMatch(/^OAuth realm="1234567_SB1", oauth_consumer_key="/);
  });
});
