import { chownSync, lchownSync, readdirSync, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { StartError } from "../config/start-error.ts";
import { failureCode } from "./system-error.ts";

/** The system user that the bundled PostgreSQL runs as. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

const preferred = ["postgres", "_postgres", "nobody", "daemon"];

/**
 * PostgreSQL refuses to run as root. For root: the user that owns the cluster already, else the first of a few users that
 * every system has. Undefined: run as ourselves. Throws StartError when there is no such user.
 */
export function chooseServerUser(clusterDir: string): ServerUser | undefined {
  const owner = ownerOf(clusterDir);
  const ownUid = process.getuid?.();
  if (ownUid !== 0) {
    if (owner === undefined || owner === ownUid) return undefined;
    throw new StartError(
      `The database folder ${clusterDir} belongs to user id ${owner}, not to this user. ` +
        `Start Credenza as root or as that user, or give it the folder: chown -R ${ownUid} ${clusterDir}`,
    );
  }
  const users = readUsers();
  const found =
    users.find((user) => user.uid === owner && user.uid !== 0) ??
    preferred.map((name) => users.find((user) => user.name === name)).find((user) => user !== undefined);
  if (found) return found;
  throw new StartError(
    "PostgreSQL does not run as root, and this system has none of the users postgres, nobody and daemon. " +
      "Start Credenza as an ordinary user, or set DATABASE_URL.",
  );
}

/** `initdb` needs a user that the system knows by name; a container may run as a bare number. */
export function requireKnownUser(): void {
  try {
    userInfo();
  } catch {
    throw new StartError(
      `This process runs as user id ${process.getuid?.()}, which has no entry in /etc/passwd; PostgreSQL needs one. ` +
        "Run the container as root or as a user that the image has, or set DATABASE_URL.",
    );
  }
}

/** Gives a folder and everything in it to the server's user, when it is not so already. */
export function giveFolder(folder: string, user: ServerUser | undefined): void {
  if (!user || ownerOf(folder) === user.uid) return;
  try {
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      lchownSync(join(folder, entry), user.uid, user.gid);
    }
    chownSync(folder, user.uid, user.gid);
  } catch (error) {
    throw new StartError(
      `The folder ${folder} cannot be given to the user ${user.name} (${failureCode(error)}), and PostgreSQL does not run as root. ` +
        "Put CREDENZA_DATA_DIR on a local disk, start Credenza as an ordinary user, or set DATABASE_URL.",
    );
  }
}

function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}

function readUsers(): ServerUser[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter((parts) => parts.length >= 4 && !parts[0]?.startsWith("#"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }));
}
