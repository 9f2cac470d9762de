import { bootstrap } from "./access/bootstrap.ts";
import { assemble, type Parts } from "./assemble.ts";
import type { Config } from "./config/config.ts";
import { StartError } from "./config/start-error.ts";
import type { Context } from "./context.ts";
import { createServer } from "./http/server.ts";

export interface Running {
  context: Context;
  url: string;
  /** Takes no new requests, ends those under way, flushes, closes. */
  stop(): Promise<void>;
}

/** Assembles and starts what the role asks for: the API, the worker, or both. Throws StartError. */
export async function serve(config: Config, databaseUrl: string, parts: Parts = {}): Promise<Running> {
  const { context, close } = await assemble(config, databaseUrl, parts);
  try {
    await bootstrap(context);
    if (config.role !== "api") {
      await context.jobs.start();
      context.deliveries.start();
      context.integrations.start();
    }
    if (config.role === "worker") return { context, url: config.publicUrl, stop: close };
    const server = await createServer(context);
    await server.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
      throw listenError(config, error);
    });
    const stop = async (): Promise<void> => {
      await server.close();
      await close();
    };
    return { context, url: config.publicUrl, stop };
  } catch (error) {
    await close();
    throw error;
  }
}

function listenError({ host, port }: Config, error: NodeJS.ErrnoException): Error {
  if (error.code === "EADDRINUSE") {
    return new StartError(
      `Port ${port} on ${host} is taken by another program. Stop it, or set CREDENZA_PORT to a free port.`,
    );
  }
  if (error.code === "EACCES")
    return new StartError(`Port ${port} may not be used by this user. Set CREDENZA_PORT to 1024 or more.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new StartError(`CREDENZA_HOST names ${host}, which is no address of this machine.`);
  }
  return error;
}
