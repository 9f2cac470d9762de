import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { StartError } from "./config/start-error.ts";
import { sha256 } from "./crypto/digest.ts";
import { projectFile } from "./project.ts";

const folder = projectFile("console");
const stampFile = join(folder, "dist", ".built-from");

/**
 * Builds the Console when its sources are others than those of the last build. A warm start reads the sources and no more.
 * The build is a process of its own: in this one it would leave half a gigabyte behind.
 */
export async function buildConsole(say: (line: string) => void): Promise<void> {
  const stamp = sourceStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  say("Building the Console, this once.");
  const vite = fileURLToPath(new URL("bin/vite.js", import.meta.resolve("vite/package.json")));
  await promisify(execFile)(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: folder }).catch(
    ({ stdout = "", stderr = "" }: { stdout?: string; stderr?: string }) => {
      throw new StartError(`The Console cannot be built:\n${stdout}${stderr}`);
    },
  );
  writeFileSync(stampFile, stamp);
}

function sourceStamp(): string {
  const sources = ["index.html", "vite.config.ts", ...filesBelow("src"), ...filesBelow("public")];
  const lock = projectFile("package-lock.json");
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
