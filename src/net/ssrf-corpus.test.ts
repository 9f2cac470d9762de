import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { literals, names } from "../../test/security/ssrf-corpus.ts";
import { createNetwork, NetworkFailure } from "./network.ts";

describe("SSRF corpus", () => {
  let connections = 0;
  const canary = net.createServer((socket) => {
    connections++;
    socket.destroy();
  });
  let port = 0;
  const network = createNetwork({
    egressAllow: [],
    lookup: async (host) => {
      const found = names[host.replace(/\.$/, "")];
      if (!found) throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
      return found.map((address) => ({ address, family: net.isIP(address) || 4 }));
    },
    connectTimeoutMs: 2_000,
  });
  const failureOf = (url: URL): Promise<unknown> =>
    network.request({ url, method: "GET", headers: {}, timeoutMs: 3_000 }).then(
      () => "answered",
      (error: unknown) => error,
    );

  beforeAll(async () => {
    await new Promise<void>((done) => canary.listen(0, "::", () => done()));
    port = (canary.address() as net.AddressInfo).port;
  });
  afterAll(async () => {
    await network.close();
    canary.close();
  });

  test("the corpus is large and the canary works", async () => {
    expect(new Set(literals).size).toBeGreaterThanOrEqual(120);
    const open = createNetwork({ egressAllow: ["127.0.0.1"] });
    const url = new URL(`http://127.0.0.1:${port}/`);
    await expect(open.request({ url, method: "GET", headers: {}, timeoutMs: 3_000 })).rejects.toThrow(NetworkFailure);
    await open.close();
    expect(connections).toBe(1);
  });

  test.each(literals)("%j is refused", async (host) => {
    const before = connections;
    for (const scheme of ["https", "http"]) {
      const url = URL.parse(`${scheme}://${host}:${port}/latest/meta-data/`);
      if (url) expect(await failureOf(url)).toMatchObject({ kind: "refused" });
    }
    expect(connections).toBe(before);
  });

  test.each(Object.keys(names))("a name that resolves as %s is refused", async (host) => {
    const before = connections;
    for (const form of [host, `${host}.`, host.toUpperCase()]) {
      expect(await failureOf(new URL(`https://${form}:${port}/`))).toMatchObject({ kind: "refused" });
    }
    expect(connections).toBe(before);
  });

  test.each(["ftp:", "file:", "gopher:", "data:", "javascript:", "ws:", "blob:"])("%s is refused", async (scheme) => {
    const url = URL.parse(`${scheme}//127.0.0.1:${port}/`) ?? new URL(`${scheme}x`);
    expect(await failureOf(url)).toMatchObject({ kind: "refused" });
  });

  test("a user name in the URL is refused", async () => {
    expect(await failureOf(new URL("https://api.example@127.0.0.1/"))).toMatchObject({ kind: "refused" });
  });
});
