import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "../access/person.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

/** Everything the server says until it closes, or until `waitMs` are over. */
async function talk(
  sent: string,
  waitMs = 3000,
  meanwhile?: (socket: Socket) => void,
): Promise<{ said: string; isClosed: boolean }> {
  const socket = connect(Number(new URL(credenza.url).port), "127.0.0.1");
  let said = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    said += chunk;
  });
  socket.on("error", () => {});
  socket.write(sent, "latin1");
  meanwhile?.(socket);
  const isClosed = await new Promise<boolean>((resolve) => {
    const over = setTimeout(() => resolve(false), waitMs);
    socket.once("close", () => {
      clearTimeout(over);
      resolve(true);
    });
  });
  socket.destroy();
  return { said, isClosed };
}

const statuses = (said: string): number[] =>
  [...said.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));

describe("a request that two servers could read in two ways", () => {
  const second = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
  it.each([
    ["Content-Length beside Transfer-Encoding", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["two lengths", "Content-Length: 0\r\nContent-Length: 40\r\n\r\n"],
    ["a length with a sign", "Content-Length: +0\r\n\r\n"],
    ["another coding after chunked", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
    ["a space before the colon", "Content-Length : 0\r\n\r\n"],
    ["a folded header", "X-Folded: a\r\n b: c\r\n\r\n"],
    ["a line feed alone", "X-A: b\nX-B: c\r\n\r\n"],
    ["a chunk size that is no number", "Transfer-Encoding: chunked\r\n\r\n0x1\r\nA\r\n0\r\n\r\n"],
    ["a NUL in a header", "X-A: a\0b\r\n\r\n"],
  ])("%s: refused, and what follows is not answered as another request", async (_name, rest) => {
    const { said } = await talk(
      `POST /auth/signin HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}${second}`,
      1500,
    );
    const answered = statuses(said);
    expect(answered.length).toBeLessThanOrEqual(1);
    expect(answered[0] ?? 400).toBeGreaterThanOrEqual(400);
    expect(said).not.toContain('"openapi"');
  });
});

it("headers of more than 16 KiB get a 431", async () => {
  const { said } = await talk(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`);
  expect(statuses(said)).toEqual([431]);
});

it("a thousand headers do no harm", async () => {
  const headers = Array.from({ length: 1000 }, (_, index) => `X-${index}: 1\r\n`).join("");
  const { said } = await talk(`GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  expect(statuses(said)).toHaveLength(1);
});

it("a body that only trickles in ends with the connection after 30 seconds", { timeout: 60_000 }, async () => {
  const head =
    "POST /auth/signin HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
  const startedMs = Date.now();
  const { isClosed } = await talk(head, 45_000, (socket) => {
    const trickle = setInterval(() => socket.write(" "), 500);
    socket.once("close", () => clearInterval(trickle));
  });
  expect(isClosed).toBe(true);
  expect(Date.now() - startedMs).toBeGreaterThan(25_000);
});

it("a packed body is not unpacked, and its sender is told", async () => {
  const answer = await credenza.api("POST", "serviceusers", {
    body: Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
    headers: { "content-encoding": "gzip" },
  });
  expect(answer).toMatchObject({ status: 415, body: { code: "media_type_not_supported" } });
  expect(answer.body.message).toContain("without Content-Encoding");
});

it("a link on another site does not make a signed-in browser use a credential", async () => {
  const person = await signIn(credenza);
  const body = { name: "C", destination: "CHARGEBEE", apiKey: "test_key_123456", site: "acme" };
  const { body: credential } = await credenza.api("POST", "integrationcredentials", { body });
  const path = `/organizations/${credenza.organizationId}/integrationcredentials/${credential.id}/proxy/customers`;
  const elsewhere: Record<string, string>[] = [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }];
  for (const headers of elsewhere) {
    const answer = await person.api("GET", path, { headers });
    expect(answer).toMatchObject({ status: 403, body: { code: "csrf_token_invalid" } });
  }
});
