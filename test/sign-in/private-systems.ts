import { fileURLToPath } from "node:url";

/** A folder for CREDENZA_SYSTEMS_DIR. */
export const privateSystems = fileURLToPath(new URL("./systems", import.meta.url));
