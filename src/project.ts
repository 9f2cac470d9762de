import { fileURLToPath } from "node:url";

/** The server runs from its sources, or from the one folder that script/pack.ts packs them into: `dist/{stamp}/`. */
const isPacked = !import.meta.url.endsWith(".ts");
const root = new URL(isPacked ? "../../" : "../", import.meta.url);

/** A file or folder of the project, by its path from the root. */
export const projectFile = (path: string): string => fileURLToPath(new URL(path, root));

/** A file or folder of the server that is loaded as a module: from the pack where there is one. */
export const serverModule = (path: string): string =>
  isPacked ? fileURLToPath(new URL(path.replace(/[.]ts$/, ".js"), import.meta.url)) : projectFile(path);
