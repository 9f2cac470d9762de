import { createServer } from "node:http";
import { Agent } from "undici";

/** The floor of any proxy on Node: passes a GET on and its answer back, with the same server and client as the broker, and does nothing else. */
const [port, targetPort] = process.argv.slice(2);
const agent = new Agent({ connections: 256, pipelining: 1 });
const origin = `http://127.0.0.1:${targetPort}`;
const headers = ["authorization", "Basic dGVzdDo="];

createServer((request, response) => {
  const chunks: Buffer[] = [];
  agent.dispatch(
    { origin, path: request.url ?? "/", method: "GET", headers, body: null },
    {
      onRequestStart: () => {},
      onResponseStart: (_controller, status, answered) => void response.writeHead(status, answered),
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd: () => void response.end(Buffer.concat(chunks).toString("latin1"), "latin1"),
      onResponseError: () => void response.destroy(),
    },
  );
}).listen(Number(port), "127.0.0.1");
