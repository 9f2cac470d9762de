import http from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeServer {
  /** Without a slash at the end. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** A server on a free port of the loopback interface that can be closed while clients hang on it. */
export async function startServer(listener: http.RequestListener): Promise<FakeServer> {
  const server = http.createServer({ keepAliveTimeout: 30_000 }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
