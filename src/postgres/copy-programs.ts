import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";
import { StartError } from "../config/start-error.ts";

interface CopyOptions {
  /** Folder of the package that has the programs in `native/`. */
  root: string;
  version: string;
  /** Where a copy may go, best first. */
  parents: string[];
  /** True when the programs in this folder can be run by the server's user. */
  isUsable(root: string): boolean;
}

/** Copies the programs (60 MB, once) to a folder that the server's user can reach, and returns the new `native` folder. */
export function copyPrograms(options: CopyOptions): string {
  const name = `postgresql-${options.version}-${process.platform}-${process.arch}`;
  for (const parent of options.parents) {
    const place = join(parent, name);
    if ((isOurs(place) || tryCopy(options, parent, place)) && options.isUsable(place)) return join(place, "native");
  }
  throw new StartError(
    `PostgreSQL's programs in ${options.root} cannot be run by the user that the database needs, and they cannot be copied to ` +
      `${options.parents.join(" or ")}. Put Credenza in a folder that every user may enter, such as /opt, or set DATABASE_URL.`,
  );
}

/** A finished copy of an earlier start, made by this user and writable by nobody else. */
function isOurs(place: string): boolean {
  const found = lstatSync(place, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function tryCopy({ root }: CopyOptions, parent: string, place: string): boolean {
  if (existsSync(place)) return false;
  let staging: string | undefined;
  try {
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    staging = mkdtempSync(join(parent, ".credenza-"));
    cpSync(join(root, "native"), join(staging, "native"), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith(".a") && basename(source) !== "pkgconfig",
    });
    openToReaders(staging);
    renameSync(staging, place);
    return true;
  } catch {
    return isOurs(place);
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
  }
}

function openToReaders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, basename(entry.parentPath) === "bin" ? 0o755 : 0o644);
  }
}
