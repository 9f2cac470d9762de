import { closeSync, constants, openSync } from "node:fs";
import type { ServerUser } from "./run-as.ts";

/** The environment of PostgreSQL's programs: none of ours, which may hold secrets. */
export const programEnvironment = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" };

/**
 * Lets a program of another user reach folders whose parents it may not enter, such as those in root's home: it inherits them
 * opened, and names them by descriptor. Only the folders themselves must belong to it.
 */
export function handOver<const T extends readonly string[]>(
  folders: T,
  user: ServerUser | undefined,
): { paths: { [K in keyof T]: string }; descriptors: number[]; close(): void } {
  const byDescriptor = user !== undefined && process.platform === "linux";
  const descriptors = byDescriptor
    ? folders.map((folder) => openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY))
    : [];
  const paths = folders.map((folder, index) => (byDescriptor ? `/proc/self/fd/${3 + index}` : folder));
  return {
    paths: paths as { [K in keyof T]: string },
    descriptors,
    close: () => {
      for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
    },
  };
}
