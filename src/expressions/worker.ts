import { parentPort } from "node:worker_threads";
import jsonata from "jsonata";
import type { WorkerAnswer } from "./lane.ts";
import { faultOf } from "./parse.ts";

const maxKnown = 500;
const maxLength = 4 * 1024 * 1024;
const known = new Map<string, jsonata.Expression>();

function compiled(expression: string): jsonata.Expression {
  const found = known.get(expression);
  if (found) return found;
  const fresh = jsonata(expression);
  if (known.size >= maxKnown) known.clear();
  known.set(expression, fresh);
  return fresh;
}

async function answer({ expression, input }: { expression: string; input: string }): Promise<WorkerAnswer> {
  try {
    const value: unknown = await compiled(expression).evaluate(JSON.parse(input));
    const json = JSON.stringify(value) ?? "null";
    return json.length > maxLength ? { ok: false, error: "The value is longer than 4 MiB." } : { ok: true, json };
  } catch (error) {
    return { ok: false, ...faultOf(error) };
  }
}

parentPort?.on("message", async (task: { expression: string; input: string }) => {
  parentPort?.postMessage(await answer(task));
});
parentPort?.postMessage("ready");
