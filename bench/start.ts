import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endProcess, freePort, residentMiB, untilHealthy } from "./server.ts";
import type { Bench } from "./table.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const warmStarts = 5;

/** From the command to the first answer: with an empty data directory, and with one that a start left behind. */
export const start: Bench = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "credenza-bench-"));
  try {
    const cold = await timeStart(dataDir);
    const warm = [];
    for (let turn = 0; turn < warmStarts; turn++) warm.push(await timeStart(dataDir));
    warm.sort((a, b) => a.seconds - b.seconds);
    const median = warm[Math.floor(warmStarts / 2)] ?? cold;
    return {
      rows: [{ what: "cold", ...cold }, ...warm.map((turn) => ({ what: "warm", ...turn }))],
      figures: {
        coldSeconds: cold.seconds,
        warmSeconds: median.seconds,
        warmToCold: median.seconds / cold.seconds,
        residentMiB: median.residentMiB,
      },
      targets: { warmSeconds: "< 2", residentMiB: "< 200" },
    };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};

async function timeStart(dataDir: string): Promise<{ seconds: number; residentMiB: number }> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, "script/run.cjs"), "src/main.ts"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, CREDENZA_PORT: String(port), CREDENZA_DATA_DIR: dataDir, CREDENZA_LOG_LEVEL: "error" },
  });
  await untilHealthy(`http://127.0.0.1:${port}`, child);
  const seconds = (performance.now() - started) / 1000;
  const measured = { seconds, residentMiB: await residentMiB(child.pid ?? 0) };
  await endProcess(child);
  return measured;
}
