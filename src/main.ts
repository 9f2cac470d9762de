import { flushCompileCache } from "node:module";
import { pino } from "pino";
import { type Config, loadConfig } from "./config/config.ts";
import { StartError } from "./config/start-error.ts";
import { buildConsole } from "./console-build.ts";
import { startBundledPostgres } from "./postgres/bundled.ts";
import { type Running, serve } from "./serve.ts";
import { prepareDatabase } from "./store/check-database.ts";

const drainMs = 9_000;

interface Started {
  running: Running;
  stopDatabase: () => Promise<void>;
}

async function start(config: Config): Promise<Started> {
  const log = pino({ level: config.logLevel, base: null });
  const consoleBuilt = config.role === "worker" ? Promise.resolve() : buildConsole(say);
  consoleBuilt.catch(() => {});
  const postgres = config.databaseUrl
    ? undefined
    : await startBundledPostgres({ dataDir: config.dataDir, log, onLost: (error) => fail(error) });
  const stopDatabase = async (): Promise<void> => postgres?.stop();
  try {
    const databaseUrl = config.databaseUrl ?? postgres?.url ?? "";
    await prepareDatabase(databaseUrl);
    await consoleBuilt;
    const running = await serve(config, databaseUrl, { log, onRootKeyGenerated: tellRootKey });
    return { running, stopDatabase };
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}

function tellRootKey(file: string, fingerprint: string): void {
  say(`A root key was made: ${file} (fingerprint ${fingerprint}).`);
  say("Back it up outside this machine. Without it nobody can open the credentials, not even you.");
}

async function greet({ context, url }: Running): Promise<void> {
  if (context.config.role === "worker") return say("The worker runs.");
  const setupToken = await context.access.setup.token();
  say(`Credenza ${context.version} listens on ${url}`);
  if (setupToken === undefined) return say("Sign in there with your email address and password.");
  say(`Create the first administrator: ${url}/setup#token=${setupToken}`);
  say(`One-time token: ${setupToken}`);
}

/** Signals count from the first moment: one that comes while starting is obeyed as soon as the start is through. */
function stopOnSignal(starting: Promise<Started>): void {
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    say(`${signal}: finishing what is under way.`);
    const overdue = setTimeout(() => fail(new Error("It did not finish in time.")), drainMs);
    const { running, stopDatabase } = await starting;
    await running.stop();
    await stopDatabase();
    clearTimeout(overdue);
    process.exit(0);
  };
  process.on("SIGTERM", (signal) => void stop(signal).catch(fail));
  process.on("SIGINT", (signal) => void stop(signal).catch(fail));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(error: unknown): never {
  const message = error instanceof StartError ? error.message : (error as Error).stack;
  process.stderr.write(`Credenza cannot run: ${message}\n`);
  process.exit(1);
}

try {
  const config = loadConfig(process.env);
  for (const warning of config.warnings) say(warning);
  const starting = start(config);
  stopOnSignal(starting);
  await greet((await starting).running);
  // So that a start after a crash is as quick as one after a stop.
  flushCompileCache();
} catch (error) {
  fail(error);
}
