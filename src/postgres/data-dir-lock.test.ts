import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { dataDirFor, end, hold } from "../../test/postgres/holder.ts";
import { StartError } from "../config/start-error.ts";
import { lockDataDir } from "./data-dir-lock.ts";

test("one holder at a time; released, the next one may have it", async () => {
  const dataDir = await dataDirFor();
  const first = lockDataDir(dataDir);
  expect(readFileSync(join(dataDir, "credenza.pid"), "utf8").trim()).toBe(String(process.pid));
  expect(() => lockDataDir(dataDir)).toThrow(StartError);
  expect(() => lockDataDir(dataDir)).toThrow(`(process ${process.pid})`);
  first.release();
  first.release();
  expect(existsSync(join(dataDir, "credenza.pid"))).toBe(false);
  lockDataDir(dataDir).release();
});

test("a killed holder leaves no lock behind, although its files are still there", async () => {
  const dataDir = await dataDirFor();
  const holder = await hold(dataDir);
  expect(() => lockDataDir(dataDir)).toThrow(`(process ${holder.child.pid})`);
  await end(holder.child, "SIGKILL");
  process.kill(holder.pid ?? 0, "SIGKILL");
  expect(existsSync(join(dataDir, "credenza.pid"))).toBe(true);
  lockDataDir(dataDir).release();
});

test("a process number left by a killed holder may belong to a living program now", async () => {
  const dataDir = await dataDirFor();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, "credenza.lock"), "");
  writeFileSync(join(dataDir, "credenza.pid"), `${process.ppid}\n`);
  lockDataDir(dataDir).release();
});

test("a folder that cannot be made is named with the mend", async () => {
  const dataDir = await dataDirFor();
  writeFileSync(dataDir, "a file");
  expect(() => lockDataDir(join(dataDir, "below"))).toThrow(/cannot be made \(ENOTDIR\).*CREDENZA_DATA_DIR/);
});

test.runIf(process.getuid?.() === 0)("a folder that this user may not write is named with the mend", async () => {
  const dataDir = await dataDirFor();
  mkdirSync(dataDir);
  chmodSync(dirname(dataDir), 0o755);
  expect((await hold(dataDir, { uid: 65_534 })).error).toMatch(/cannot be written \(EACCES\).*CREDENZA_DATA_DIR/);
});
