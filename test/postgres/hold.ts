import { startBundledPostgres } from "../../src/postgres/bundled.ts";

/** Started as a process of its own by tests: holds a bundled PostgreSQL until it is stopped or killed. */
const [dataDir = ""] = process.argv.slice(2);
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
try {
  const { url, pid, stop } = await startBundledPostgres({ dataDir, log: quiet });
  process.on("SIGTERM", () => void stop().then(() => process.exit(0)));
  console.log(JSON.stringify({ url, pid }));
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? `${error.name}: ${error.message}` : "" }));
  process.exitCode = 1;
}
