import http from "node:http";
import net from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { createNetwork, type Network, NetworkFailure } from "./network.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(handler: http.RequestListener): Promise<URL> {
  const server = http.createServer(handler);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}/`);
}

async function serveRaw(onSocket: (socket: net.Socket) => void): Promise<URL> {
  const server = net.createServer(onSocket);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  closers.push(() => server.close());
  return new URL(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}/`);
}

function networkTo(options: Partial<Parameters<typeof createNetwork>[0]> = {}): Network {
  const network = createNetwork({ egressAllow: ["127.0.0.1"], ...options });
  closers.push(() => network.close());
  return network;
}

const get = (network: Network, url: URL, more: Partial<Parameters<Network["request"]>[0]> = {}) =>
  network.request({ url, method: "GET", headers: {}, timeoutMs: 5_000, ...more });

describe("network", () => {
  test("sends method, headers and body, and streams the answer", async () => {
    const url = await serve(async (request, response) => {
      const body = await text(request);
      response.writeHead(201, { "x-seen": `${request.method} ${request.url} ${request.headers["x-one"]} ${body}` });
      response.end("answer");
    });
    const answer = await get(networkTo(), new URL("/p?q=1", url), {
      method: "POST",
      headers: { "x-one": "1" },
      body: Readable.from([Buffer.from("bo"), Buffer.from("dy")]),
    });
    expect([answer.status, answer.headers["x-seen"], await text(answer.body)]).toEqual([
      201,
      "POST /p?q=1 1 body",
      "answer",
    ]);
  });

  test("a redirect is an answer, nothing follows it", async () => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const answer = await get(networkTo(), url);
    answer.body.resume();
    expect([answer.status, answer.headers.location, paths]).toEqual([302, "/elsewhere", ["/"]]);
  });

  test("an override opens exactly its host and port, and its connections serve no other call", async () => {
    const url = await serve((_request, response) => response.end("ok"));
    const network = networkTo({ egressAllow: [] });
    const allowed = await get(network, url, { allow: [url.host] });
    expect(await text(allowed.body)).toBe("ok");
    await expect(get(network, url)).rejects.toMatchObject({ kind: "refused" });
    await expect(get(network, url, { allow: ["127.0.0.1:1"] })).rejects.toMatchObject({ kind: "refused" });
  });

  test("rebinding: the address that was judged is the one that is called", async () => {
    const url = await serve((_request, response) => response.end("inside"));
    const answers = ["127.0.0.2", "127.0.0.1"];
    const asked: string[] = [];
    const network = networkTo({
      egressAllow: ["127.0.0.2"],
      lookup: async (host) => {
        asked.push(host);
        return [{ address: answers.shift() ?? "127.0.0.1", family: 4 }];
      },
    });
    const target = new URL(`http://rebind.example:${url.port}/`);
    await expect(get(network, target)).rejects.toMatchObject({ kind: "connect" });
    expect(asked).toEqual(["rebind.example"]);
    await expect(get(network, target)).rejects.toMatchObject({ kind: "refused" });
  });

  test("of several addresses only the permitted ones are tried", async () => {
    const url = await serve((_request, response) => response.end("ok"));
    const lookup = async () => [
      { address: "10.1.2.3", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const answer = await get(networkTo({ lookup }), new URL(`http://both.example:${url.port}/`));
    expect(await text(answer.body)).toBe("ok");
  });

  test("plain http to a public host is refused", async () => {
    const lookup = async () => [{ address: "8.8.8.8", family: 4 }];
    await expect(get(networkTo({ lookup }), new URL("http://api.example/"))).rejects.toMatchObject({
      kind: "refused",
      message: "Calls to api.example must use https.",
    });
  });
});

describe("network failures", () => {
  test("a closed port", async () => {
    const url = await serve(() => {});
    await closers.pop()?.();
    await expect(get(networkTo(), url)).rejects.toMatchObject({
      kind: "connect",
      message: "127.0.0.1 refuses connections.",
    });
  });

  test("a name that does not exist", async () => {
    const lookup = () => Promise.reject(Object.assign(new Error("secret?"), { code: "ENOTFOUND" }));
    await expect(get(networkTo({ lookup }), new URL("https://gone.example/path?key=secret"))).rejects.toMatchObject({
      kind: "dns",
      message: "The host name gone.example does not exist.",
    });
  });

  test("a server that never answers", async () => {
    const url = await serve(() => {});
    await expect(get(networkTo(), url, { timeoutMs: 50 })).rejects.toMatchObject({ kind: "timeout" });
  });

  test("a server that stops in the middle", async () => {
    const url = await serve((_request, response) => void response.write("half"));
    const answer = await get(networkTo(), url, { timeoutMs: 300 });
    await expect(text(answer.body)).rejects.toMatchObject({ kind: "timeout" });
  });

  test("a reset before the answer, and within it", async () => {
    const url = await serveRaw((socket) => void socket.once("data", () => socket.resetAndDestroy()));
    await expect(get(networkTo(), url)).rejects.toMatchObject({ kind: "reset" });
    const cut = await serveRaw((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
    });
    const answer = await get(networkTo(), cut);
    await expect(text(answer.body)).rejects.toMatchObject({ kind: "reset" });
  });

  test("something that is not HTTP, and not TLS", async () => {
    const url = await serveRaw(
      (socket) => void socket.on("error", () => {}).once("data", () => socket.end("SSH-2.0-x\r\n")),
    );
    await expect(get(networkTo(), url)).rejects.toMatchObject({ kind: "protocol" });
    await expect(get(networkTo(), new URL(`https://127.0.0.1:${url.port}/`))).rejects.toMatchObject({ kind: "tls" });
  });

  test("a header that HTTP does not allow", async () => {
    const url = await serve((_request, response) => response.end());
    await expect(get(networkTo(), url, { headers: { "x-a": "a\r\nb: c" } })).rejects.toBeInstanceOf(NetworkFailure);
  });

  test("the caller breaks off, before and within the answer", async () => {
    const url = await serve((_request, response) => void response.write("half"));
    const early = AbortSignal.abort();
    await expect(get(networkTo(), url, { signal: early })).rejects.toMatchObject({ kind: "aborted" });
    const controller = new AbortController();
    const answer = await get(networkTo(), url, { signal: controller.signal });
    controller.abort();
    await expect(text(answer.body)).rejects.toMatchObject({ kind: "aborted" });
  });
});
