import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "./crypto/digest.ts";

const folder = fileURLToPath(new URL("../console", import.meta.url));
const stampFile = join(folder, "dist", ".built-from");

/** Builds the Console when its sources are others than those of the last build. A warm start reads the sources and no more. */
export async function buildConsole(say: (line: string) => void): Promise<void> {
  const stamp = sourceStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  say("Building the Console, this once.");
  const { build } = await import("vite");
  await build({ configFile: join(folder, "vite.config.ts"), root: folder, logLevel: "warn", mode: "production" });
  writeFileSync(stampFile, stamp);
}

function sourceStamp(): string {
  const sources = ["index.html", "vite.config.ts", ...filesBelow("src"), ...filesBelow("public")];
  const lock = fileURLToPath(new URL("../package-lock.json", import.meta.url));
  const parts = [...sources.map((file) => join(folder, file)), lock].filter(existsSync);
  return sha256(parts.map((file) => `${file.slice(folder.length)}\n${readFileSync(file, "utf8")}`).join("\0")).toString(
    "hex",
  );
}

const filesBelow = (name: string): string[] =>
  existsSync(join(folder, name))
    ? readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .toSorted()
    : [];
