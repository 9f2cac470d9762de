import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { selfSigned } from "../certificates.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

const dayMs = 86_400_000;
const from = new Date(Date.now() - dayMs);
const to = new Date(Date.now() + dayMs);
const [server, client, stranger] = [selfSigned(from, to), selfSigned(from, to), selfSigned(from, to)];
const pemOf = ({ key }: typeof server): string => key.export({ type: "pkcs8", format: "pem" }).toString();
const vendor = createServer(
  { cert: server.pem, key: pemOf(server), ca: client.pem, requestCert: true, rejectUnauthorized: false },
  (request, response) => {
    const { authorized } = request.socket as TLSSocket;
    response.writeHead(authorized ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify({ authorized, path: request.url }));
  },
);
let credenza: TestCredenza;
let baseUrl: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  baseUrl = `https://${host}`;
  credenza = await startCredenza({ env: { CREDENZA_EGRESS_ALLOW: host } });
});
afterAll(async () => {
  await credenza?.stop();
  vendor.closeAllConnections();
  await new Promise((resolve) => vendor.close(resolve));
});

async function create(shown: typeof server, authority: string | undefined): Promise<string> {
  const fields = { certificate: shown.pem, privateKey: pemOf(shown), baseUrl, ...(authority ? { authority } : {}) };
  const body = { name: "Bank", destination: "ANY_API", type: "CLIENT_CERTIFICATE", ...fields };
  const answer = await credenza.api("POST", "integrationcredentials", { body });
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain("PRIVATE KEY");
  return answer.body.id;
}

const call = (id: string) =>
  credenza.api("POST", `integrationcredentials/${id}/request`, { body: { method: "GET", path: "/me" } });

test("the connection shows the certificate, and the server's private authority is trusted for it alone", async () => {
  const right = await create(client, server.pem);
  const answer = await call(right);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ status: 200 });
  expect(answer.text).toContain("authorized");
  const { body } = await credenza.api("POST", `integrationcredentials/${right}/test`, { body: {} });
  expect(body.verdict).toBe("working");
});

test("another certificate is refused by the server, on a connection of its own", async () => {
  const { body } = await credenza.api("POST", `integrationcredentials/${await create(stranger, server.pem)}/test`, {
    body: {},
  });
  expect(body.verdict).toBe("wrong_key");
});

test("a server whose authority is not known is not spoken to", async () => {
  const answer = await call(await create(client, undefined));
  expect(answer.status).toBe(502);
  expect(answer.body.code).toBe("upstream_failed");
});
