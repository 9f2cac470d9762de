const words: Record<string, string> = { next: "Then", error: "If it fails" };

/** A way out of a step, as people read it; those of a branch are named by it. */
export const wayWords = (port: string): string => words[port] ?? port;
