/** What to run for a file of the project in `root`; `node` packs it. */
export function packedProgram(root: string, node: string, file: string): string;
