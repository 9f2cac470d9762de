import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { inject, it } from "vitest";
import { assemble } from "../../src/assemble.ts";
import { loadConfig } from "../../src/config/config.ts";
import { createDatabase, databaseAt } from "../database.ts";

it("x", async () => {
  const name = `t_${randomBytes(4).toString("hex")}`;
  await createDatabase(inject("postgresUrl"), name, "credenza_template");
  const log = pino({ level: "trace" }, { write: (l: string) => void process.stderr.write(l) });
  const { context, close } = await assemble(
    loadConfig({ CREDENZA_ROOT_KEY: randomBytes(32).toString("base64") }),
    databaseAt(inject("postgresUrl"), name),
    { log },
  );
  console.error("assembled");
  setTimeout(() => {
    console.error("still");
    process.exit(3);
  }, 6000);
  await context.jobs.start();
  console.error("started");
  await close();
  console.error("closed");
});
