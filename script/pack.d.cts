/** The file to run for the server of the project in `root`; `node` packs it. */
export function packedServer(root: string, node: string): string;
