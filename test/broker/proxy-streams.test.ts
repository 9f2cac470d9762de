import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BrokerWorld, type RawOptions, startBrokerWorld, startRaw } from "./start.ts";

const mebibyte = 1024 * 1024;
const size = 64 * mebibyte;
let world: BrokerWorld;
let proxy: string;

beforeAll(async () => {
  world = await startBrokerWorld();
  proxy = `/organizations/${world.credenza.organizationId}/integrationcredentials/${await world.credential()}/proxy`;
});
afterAll(() => world.stop());

/** The head of an answer; its body has not been read. */
function open(method: string, path: string, options?: RawOptions): Promise<IncomingMessage> {
  const request = startRaw(world.credenza, method, `${proxy}${path}`, options);
  return new Promise((resolve, reject) => {
    request.on("response", resolve);
    request.on("error", reject);
    request.end();
  });
}

const until = async (check: () => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 250 && !check(); attempt++) await pause(20);
  expect(check()).toBe(true);
};

function bytesOf(total: number): Readable {
  const block = Buffer.alloc(64 * 1024, "0123456789abcdef");
  return Readable.from(
    (function* () {
      for (let left = total; left > 0; left -= block.length)
        yield left < block.length ? block.subarray(0, left) : block;
    })(),
  );
}

describe("an answer of any size", () => {
  it("streams 64 MiB, and a caller that reads slowly holds the vendor up, not the memory", async () => {
    const before = process.memoryUsage().rss;
    const answer = await open("GET", `/_huge?bytes=${size}`);
    await pause(300);
    expect(process.memoryUsage().rss - before).toBeLessThan(40 * mebibyte);
    let read = 0;
    for await (const chunk of answer) read += (chunk as Buffer).length;
    expect(read).toBe(size);
  });

  it("keeps a Content-Length and sends in chunks without one", async () => {
    const known = await open("GET", "/_huge?bytes=100000&length=yes");
    known.resume();
    expect([known.headers["content-length"], known.headers["transfer-encoding"]]).toEqual(["100000", undefined]);
    const unknown = await open("GET", "/_huge?bytes=100000");
    unknown.resume();
    expect([unknown.headers["content-length"], unknown.headers["transfer-encoding"]]).toEqual([undefined, "chunked"]);
  });

  it("passes each part on as it comes", async () => {
    const answer = await open("GET", "/_slow?parts=3&pauseMs=60");
    const parts: string[] = [];
    for await (const chunk of answer) parts.push(String(chunk));
    expect(parts).toEqual(["part;", "part;", "part;"]);
  });

  it("breaks the caller's connection off when the vendor breaks off", async () => {
    const answer = await open("GET", "/_cut");
    const outcome = await new Promise((resolve) => {
      answer.on("error", () => resolve("broken off"));
      answer.on("end", () => resolve(answer.complete));
      answer.resume();
    });
    expect(outcome).toBe("broken off");
  });
});

describe("a body of any size", () => {
  it.each([
    ["of a known length", { "content-length": String(size) }, String(size), undefined],
    ["in chunks", {}, undefined, "chunked"],
  ])("streams 64 MiB %s to the vendor", async (_name, headers, length, coding) => {
    const hash = createHash("sha256");
    for await (const chunk of bytesOf(size)) hash.update(chunk as Buffer);
    const sha256 = hash.digest("hex");
    const answer = await world.raw("PUT", `${proxy}/_upload`, { body: bytesOf(size), headers });
    expect(answer.json).toEqual({ bytes: size, sha256, ...(length ? { length } : {}), ...(coding ? { coding } : {}) });
  });

  it("works with Expect: 100-continue, which is not passed on", async () => {
    const request = startRaw(world.credenza, "POST", `${proxy}/_upload`, {
      headers: { expect: "100-continue", "content-length": "4" },
    });
    const continued = new Promise((resolve) => request.on("continue", () => resolve(true)));
    const answered = new Promise<IncomingMessage>((resolve) => request.on("response", resolve));
    request.flushHeaders();
    expect(await continued).toBe(true);
    request.end("body");
    const answer = await answered;
    let text = "";
    for await (const chunk of answer) text += chunk;
    expect(JSON.parse(text)).toMatchObject({ bytes: 4, length: "4" });
    expect(text).not.toContain("expect");
  });

  it("an answer before the end of the body reaches the caller", async () => {
    const request = startRaw(world.credenza, "POST", `${proxy}/_refuse`);
    request.on("error", () => {});
    const answered = new Promise<IncomingMessage>((resolve) => request.on("response", resolve));
    request.write("the beginning");
    const answer = await answered;
    answer.resume();
    expect(answer.statusCode).toBe(413);
    request.destroy();
  });

  it("the vendor's failure within the body is answered, not dropped", async () => {
    world.chargebee.mood = "resetting";
    const answer = await world.raw("POST", `${proxy}/_upload`, { body: "x".repeat(100_000) });
    world.chargebee.mood = "well";
    expect([answer.status, answer.json.code]).toEqual([502, "upstream_failed"]);
  });
});

describe("a caller that leaves", () => {
  it("ends the call to the vendor, within the answer", async () => {
    const answer = await open("GET", "/_slow?parts=100000&pauseMs=5");
    answer.once("data", () => answer.destroy());
    answer.on("error", () => {});
    await until(() => world.chargebee.open === 0);
  });

  it("ends the call to the vendor, before the answer", async () => {
    world.chargebee.mood = "hanging";
    const before = world.chargebee.requests.length;
    const request = startRaw(world.credenza, "GET", `${proxy}/customers`);
    request.on("error", () => {});
    request.end();
    await until(() => world.chargebee.requests.length > before);
    expect(world.chargebee.open).toBe(1);
    request.destroy();
    await until(() => world.chargebee.open === 0);
    world.chargebee.mood = "well";
  });

  it("ends the call to the vendor, within its own body", async () => {
    const before = world.chargebee.requests.length;
    const request = startRaw(world.credenza, "POST", `${proxy}/_upload`);
    request.on("error", () => {});
    request.write("the beginning");
    await until(() => world.chargebee.requests.length > before);
    request.destroy();
    await until(() => world.chargebee.open === 0);
  });
});
