import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface SourceRule {
  name: string;
  pattern: RegExp;
  /** Where the pattern may stand. */
  allowed: RegExp;
}

/** What an import rule cannot see: globals and calls. */
const sourceRules: SourceRule[] = [
  {
    name: "the environment is read in src/config only",
    pattern: /\bprocess\.env\b/,
    allowed: /^src\/(config\/|main\.ts$)/,
  },
  {
    name: "secrets are opened in broker and webhooks only",
    pattern: /\bvault\.open\(/,
    allowed: /^src\/(broker|webhooks)\//,
  },
  {
    name: "requests leave through src/net only",
    pattern: /(?<![.\w])fetch\(|\bnew (WebSocket|EventSource)\(/,
    allowed: /^(src\/net|console\/src\/lib)\//,
  },
  {
    name: "cryptography stands in src/crypto only",
    pattern: /(?<![.\w])(globalThis\.)?crypto\.\w/,
    allowed: /^(src\/crypto|console\/src)\//,
  },
];

/** `rule: file:line` for each line of the product (tests aside) that breaks a rule. */
export function checkSources(root: string): string[] {
  return ["src", "systems", "console/src"]
    .flatMap((folder) => sourcesOf(root, folder))
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), "utf8").split("\n");
      return sourceRules.flatMap(({ name, pattern, allowed }) =>
        allowed.test(file)
          ? []
          : lines.flatMap((line, index) => (pattern.test(line) ? [`${name}: ${file}:${index + 1}`] : [])),
      );
    });
}

function sourcesOf(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`);
}
