import pg from "pg";
import type { Context } from "../../src/context.ts";

interface Faults {
  killAtStep: number;
  failingWrites: number;
}

type Async = (...values: never[]) => Promise<unknown>;

/** Every await of getting a token has a step before and one after; at one of them the process may end. */
export function countSteps({ vault, network }: Context, { killAtStep, failingWrites }: Faults): void {
  let step = 0;
  let writesToFail = failingWrites;
  const pass = (): void => {
    if (++step === killAtStep) process.kill(process.pid, "SIGKILL");
  };
  const around = <Work extends Async>(work: Work): Work =>
    (async (...values: Parameters<Work>) => {
      pass();
      const result = await work(...values);
      pass();
      return result;
    }) as unknown as Work;
  network.request = around(network.request as never) as typeof network.request;
  vault.sealBytes = around(vault.sealBytes as never) as typeof vault.sealBytes;
  vault.openBytes = around(vault.openBytes as never) as typeof vault.openBytes;

  const query = pg.Client.prototype.query as (this: pg.Client, ...values: unknown[]) => unknown;
  pg.Client.prototype.query = function counted(this: pg.Client, ...values: unknown[]): never {
    const text = textOf(values[0]);
    if (!text.includes("credential_tokens")) return query.apply(this, values) as never;
    if (text.includes("with stored as") && writesToFail > 0) {
      writesToFail--;
      return Promise.reject(Object.assign(new Error("The write fails"), { code: "58030" })) as never;
    }
    pass();
    return (query.apply(this, values) as Promise<unknown>).then((result) => {
      pass();
      return result;
    }) as never;
  } as never;
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : String((value as { text?: string } | undefined)?.text ?? "");
