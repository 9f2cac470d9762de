import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNetwork, NetworkFailure } from "./network.ts";

/** Hosts as an attacker writes them. Each must be no URL at all, or be refused before a packet leaves. */
const literals = [
  // loopback in every notation that the URL parser knows (WHATWG URL, section 3.5)
  "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0x7f.0x0.0x0.0x1",
  "0177.0.0.1", "0177.0.1", "0177.1", "017700000001", "0177.0x0.0.1", "127.0.0.0x1", "127.0.0.01", "127.000.000.001",
  "0", "0.0.0.0", "0x0", "00", "0.0", "127.127.127.127", "127.255.255.254", "①②⑦.⓪.⓪.①", "１２７．０．０．１", "127。0。0。1",
  "%31%32%37.0.0.1", "127.0.0.1%2e", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]", "[::ffff:0.0.0.0]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]",
  "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::1]", "[2001::1]", "[fe80::5efe:127.0.0.1]",
  "[2600::5efe:127.0.0.1]", "[::1%25lo]", "[::1%lo]", "[fe80::1%25eth0]",
  // names of this machine
  "localhost", "LOCALHOST", "localhost.", "LocalHost.", "a.localhost", "deep.er.localhost", "ｌocalhost", "loc%61lhost",
  "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "local\thost", "localhost\u3002",
  // private ranges
  "10.0.0.1", "10.255.255.255", "10.1", "167772161", "0xa000001", "012.0.0.1", "172.16.0.1", "172.31.255.254", "0xac100001",
  "192.168.0.1", "192.168.1", "3232235521", "0xc0a80001", "0300.0250.0.1", "[::ffff:10.0.0.1]", "[::ffff:192.168.0.1]",
  "[::ffff:c0a8:1]", "[fc00::1]", "[fd00::1]", "[fdff:ffff::1]", "[fec0::1]", "[feff::1]", "[2002:a00:1::1]",
  "[64:ff9b::10.0.0.1]", "[::10.0.0.1]",
  // carrier-grade NAT
  "100.64.0.1", "100.127.255.254", "[::ffff:100.64.0.1]",
  // metadata and link-local
  "169.254.169.254", "169.254.169.254.", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "169.16689662",
  "0xa9.0xfe.0xa9.0xfe", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]",
  "[::a9fe:a9fe]", "[fd00:ec2::254]", "[fd20:ce::254]", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16",
  "[fe80::1]", "[febf::1]", "[fe80::a9fe:a9fe]", "169.254.0.1", "①⑥⑨.②⑤④.①⑥⑨.②⑤④",
  // reserved, multicast, documentation, benchmarking, discard, SRv6
  "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "192.0.0.1", "192.88.99.1", "224.0.0.1",
  "239.255.255.250", "240.0.0.1", "255.255.255.255", "4294967295", "0xffffffff", "[ff02::1]", "[ff05::2]", "[2001:db8::1]",
  "[3fff::1]", "[100::1]", "[5f00::1]", "[2001:2::1]", "[2001:10::1]", "[2001:20::1]", "[4000::1]", "[1::1]", "[e000::1]",
  "0.0.0.1", "0.255.255.255", "256.256.256.256", "127.0.0.1.1", "1.2.3.4.5", "999999999999", "[::ffff:999.1.1.1]", "[:::1]",
]; // biome-ignore format: a list

const names: Record<string, string[]> = {
  "rebind.example": ["127.0.0.1"],
  "private.example": ["10.0.0.1", "192.168.1.1"],
  "metadata.example": ["169.254.169.254"],
  "six.example": ["::1"],
  "mapped.example": ["::ffff:127.0.0.1"],
  "compatible.example": ["::127.0.0.1"],
  "nat64.example": ["64:ff9b::7f00:1"],
  "sixtofour.example": ["2002:7f00:1::1"],
  "teredo.example": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
  "zone.example": ["fe80::1%eth0"],
  "ula.example": ["fd00:ec2::254"],
  "cgnat.example": ["100.64.0.1"],
  "srv6.example": ["5f00::1"],
  "zero.example": ["0.0.0.0"],
  "nonsense.example": ["not-an-address"],
  "localtest.example": ["127.0.0.1", "::1"],
};

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
