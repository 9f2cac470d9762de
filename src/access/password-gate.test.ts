import { expect, test } from "vitest";
import { createPasswordGate } from "./password-gate.ts";

test("only so many run at once, so many wait, and the next is refused; failures free their place", async () => {
  const gate = createPasswordGate({ running: 2, waiting: 3 });
  const finish: ((fails: boolean) => void)[] = [];
  let running = 0;
  let most = 0;
  const work = () =>
    gate.run(async () => {
      running += 1;
      most = Math.max(most, running);
      const fails = await new Promise<boolean>((resolve) => finish.push(resolve));
      running -= 1;
      if (fails) throw new Error("failed");
    });
  const outcome = () =>
    work().then(
      () => "done",
      () => "failed",
    );
  const five = Array.from({ length: 5 }, outcome);
  await expect(work()).rejects.toMatchObject({ code: "too_many_requests", retryAfterSeconds: 2 });
  expect(running).toBe(2);
  for (let done = 0; done < 5; done++) {
    finish.shift()?.(done % 2 === 0);
    await new Promise(setImmediate);
  }
  expect(await Promise.all(five)).toEqual(["failed", "done", "failed", "done", "failed"]);
  expect(most).toBe(2);
  const again = outcome();
  await new Promise(setImmediate);
  finish.shift()?.(false);
  expect(await again).toBe("done");
});
