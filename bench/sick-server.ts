import { createServer } from "node:http";

/** Receivers that do not work, by path: /hang, /error, /gone, /slow-down, /reset. */
const port = Number(process.argv[2]);
const server = createServer((request, response) => {
  request.resume();
  switch (request.url) {
    case "/hang":
      return;
    case "/error":
      return response.writeHead(500).end();
    case "/gone":
      return response.writeHead(410).end();
    case "/slow-down":
      return response.writeHead(429, { "retry-after": "30" }).end();
    case "/reset":
      return request.socket.resetAndDestroy();
    default:
      return response.writeHead(200).end();
  }
});
server.listen(port, "127.0.0.1");
process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
