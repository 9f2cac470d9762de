import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { broker } from "./broker.ts";
import { credentials } from "./credentials.ts";
import { deliver } from "./deliver.ts";
import { ingest } from "./ingest.ts";
import { rules } from "./rules.ts";
import { start } from "./start.ts";
import { type Bench, printTable } from "./table.ts";
import { workflows } from "./workflows.ts";

const benches: Record<string, Bench> = { ingest, deliver, rules, broker, credentials, start, workflows };

const [name = ""] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  console.error(`Name a benchmark: npm run bench -- ${Object.keys(benches).join(" | ")}`);
  process.exit(1);
}
const result = await bench();
printTable(result);
const folder = new URL("./results/", import.meta.url);
mkdirSync(folder, { recursive: true });
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
const report = { name, at: new Date().toISOString(), machine, ...result };
writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(report, null, 2)}\n`);
