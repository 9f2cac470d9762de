import { createServer } from "node:http";

/** The baseline: reads the body whole and answers, and nothing else. */
const answer = JSON.stringify({ id: "00000000-0000-7000-8000-000000000000" });

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const status = request.method === "POST" && body.length > 0 ? 202 : 200;
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) });
    response.end(answer);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
