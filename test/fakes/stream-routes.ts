import { createHash } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

const queryOf = ({ url = "/" }: IncomingMessage): URLSearchParams => new URL(url, "http://fake").searchParams;
const block = Buffer.alloc(64 * 1024, "0123456789abcdef");

/** Answers that try a proxy, by path. */
export const streamRoutes: Record<string, RequestListener> = {
  /** What arrived: the authorisation too. */
  "/_echo": async (request, response) => {
    const body = (await buffer(request)).toString("utf8");
    const { method, url, headers } = request;
    const authorization = headers.authorization ?? "";
    response.writeHead(200, {
      "content-type": "application/json",
      "x-echo-authorization": authorization,
      "set-cookie": "vendor=1",
      "x-plain": "kept",
    });
    response.end(JSON.stringify({ method, url, headers, body }));
  },
  /** `bytes` bytes as fast as they are taken. */
  "/_huge": (request, response) => {
    const total = Number(queryOf(request).get("bytes"));
    if (queryOf(request).get("length") === "yes") response.setHeader("content-length", total);
    pour(response, total);
  },
  /** A body that comes in `parts`, one every `pauseMs`. */
  "/_slow": (request, response) => {
    const query = queryOf(request);
    let left = Number(query.get("parts"));
    const timer = setInterval(
      () => {
        response.write("part;");
        if (--left > 0) return;
        clearInterval(timer);
        response.end();
      },
      Number(query.get("pauseMs")),
    );
    response.on("close", () => clearInterval(timer));
  },
  /** Length and digest of the body that arrived. */
  "/_upload": (request, response) => {
    const hash = createHash("sha256");
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      hash.update(chunk);
      bytes += chunk.length;
    });
    request.on("end", () => {
      const { "content-length": length, "transfer-encoding": coding, expect } = request.headers;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ bytes, sha256: hash.digest("hex"), length, coding, expect }));
    });
  },
  /** Refuses an upload before it has read it. */
  "/_refuse": (_request, response) => void response.writeHead(413, { connection: "close" }).end("too large"),
  /** Half of the body that it promised, then nothing and no connection. */
  "/_cut": (_request, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("half", () => response.socket?.destroy());
  },
  "/_stall": (_request, response) => void response.writeHead(200, { "content-length": 100 }).write("half"),
  /** A header that HTTP does not allow. */
  "/_control": (_request, response) =>
    void response.socket?.end("HTTP/1.1 200 OK\r\nx-bad: a\u0001b\r\ncontent-length: 2\r\n\r\nok"),
  "/_empty": (_request, response) => void response.writeHead(204, { "x-kind": "empty" }).end(),
  "/_unchanged": (_request, response) => void response.writeHead(304, { etag: '"1"' }).end(),
  "/_hop": (_request, response) => {
    response.writeHead(200, {
      connection: "keep-alive, x-hop",
      "x-hop": "1",
      "proxy-authenticate": "Basic",
      "access-control-allow-origin": "*",
      "clear-site-data": '"*"',
      "content-type": "text/html",
      trailer: "x-late",
    });
    response.addTrailers({ "x-late": "1" });
    response.end("<script>alert(1)</script>");
  },
  /** Any status with any Location. */
  "/_redirect": (request, response) => {
    const query = queryOf(request);
    response.writeHead(Number(query.get("status") ?? 302), { location: query.get("to") ?? "/" }).end();
  },
};

function pour(response: ServerResponse, total: number): void {
  let left = total;
  const more = (): void => {
    while (left > 0) {
      const part = left >= block.length ? block : block.subarray(0, left);
      left -= part.length;
      if (!response.write(part)) return void response.once("drain", more);
    }
    response.end();
  };
  more();
}
