import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { measureN8n } from "./n8n.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "credenza-n8n-test-"));
});
afterEach(async () => {
  delete process.env.N8N_COMMAND;
  await rm(folder, { recursive: true, force: true });
});

/** A command that knows what the bench asks of n8n, and notes each call. */
async function command(publishes: boolean): Promise<void> {
  const file = join(folder, "n8n");
  await writeFile(
    file,
    `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const [verb] = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(folder, "calls"))}, verb + " " + process.pid + "\\n");
if (verb === "publish:workflow" && ${!publishes}) process.exit(2);
if (verb === "start")
  require("node:http")
    .createServer((request, response) => request.resume().on("end", () => response.end('{"value":"evt_1"}')))
    .listen(Number(process.env.N8N_PORT), process.env.N8N_LISTEN_ADDRESS);
`,
    { mode: 0o755 },
  );
  process.env.N8N_COMMAND = file;
}

const calls = async () => (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");

test("where n8n is not installed the row says so", async () => {
  process.env.N8N_COMMAND = join(folder, "nothing");
  const { row, perSecond } = await measureN8n(10);
  expect(row.what).toContain("not installed");
  expect(perSecond).toBeUndefined();
});

test("where it is, its runs are counted and it is ended", async () => {
  await command(true);
  const { row } = await measureN8n(200);
  expect(row).toMatchObject({ what: "n8n: webhook and one step", runs: 200 });
  const made = await calls();
  expect(made.map((line) => line.split(" ")[0])).toEqual(["import:workflow", "publish:workflow", "start"]);
  expect(() => process.kill(Number(made[2]?.split(" ")[1]), 0)).toThrow();
});

test("a version that does not know publish:workflow is asked in the older words", async () => {
  await command(false);
  const { row } = await measureN8n(10);
  expect(row.runs).toBe(10);
  expect((await calls()).map((line) => line.split(" ")[0])).toContain("update:workflow");
});
