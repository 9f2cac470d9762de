import { assemble } from "../../src/assemble.ts";
import { loadConfig } from "../../src/config/config.ts";
import { countSteps } from "./token-steps.ts";

/** What a process of its own does with a credential; given as JSON in TOKEN_USER. */
export interface TokenUserTask {
  databaseUrl: string;
  rootKey: string;
  env: Record<string, string>;
  organizationId: string;
  credentialId: string;
  /** Calls at once. */
  calls: number;
  /** This process's clock is so much ahead. */
  skewMs: number;
  leaseMs: number;
  /** kill -9 at this step of getting a token; 0: never. */
  killAtStep: number;
  /** So many writes of a new token fail. */
  failingWrites: number;
}

/** Uses a credential as fast as it can, says how the calls went, and ends. */
async function main(task: TokenUserTask): Promise<void> {
  const config = loadConfig({
    DATABASE_URL: task.databaseUrl,
    CREDENZA_ROOT_KEY: task.rootKey,
    CREDENZA_ROLE: "api",
    CREDENZA_LOG_LEVEL: "silent",
    ...task.env,
  });
  const tokenSettings = { leaseMs: task.leaseMs };
  const now = (): number => Date.now() + task.skewMs;
  const { context, close } = await assemble(config, task.databaseUrl, { now, tokenSettings });
  countSteps(context, task);
  process.send?.("ready");
  await new Promise((resolve) => process.once("message", resolve));
  const { organizationId, credentialId } = task;
  const call = () => context.broker.send({ organizationId, credentialId, method: "GET", path: "/things" });
  const answers = await Promise.allSettled(Array.from({ length: task.calls }, call));
  const outcomes = answers.map((one) =>
    one.status === "fulfilled" ? String(one.value.status) : String((one.reason as { code?: string }).code),
  );
  process.send?.({ outcomes });
  await close();
  process.disconnect?.();
}

await main(JSON.parse(process.env.TOKEN_USER ?? "{}"));
