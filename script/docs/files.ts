import type { Registry } from "../../src/define/registry.ts";
import { isOauth } from "../../src/define/schemes.ts";
import type { SystemDefinition } from "../../src/define/system.ts";
import { leftUnsaid } from "./left-unsaid.ts";
import { table } from "./markdown.ts";
import { systemPage } from "./system-page.ts";

export const begin = "<!-- systems: made by npm run docs -->";
export const end = "<!-- systems: end -->";

/** Name of the page below docs/reference/systems -> its text. Throws when a page would leave something unsaid. */
export function systemPages({ systems }: Registry): Map<string, string> {
  const unsaid = systems.flatMap(leftUnsaid);
  if (unsaid.length > 0) throw new Error(unsaid.join("\n"));
  const byId = new Map(systems.map((system) => [system.id, system]));
  const pages = systems.map((system): [string, string] => [
    `${system.id}.md`,
    systemPage(system, byId.get(`${system.id}-webhooks`)),
  ]);
  return new Map([...pages, ["README.md", index(systems)]]);
}

/** Puts the support matrix between the marks. Throws when the marks are missing. */
export function withMatrix(readme: string, { systems }: Registry): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no "${begin}" and "${end}".`);
  const matrix = matrixOf(systems, "docs/reference/systems/");
  return `${readme.slice(0, from + begin.length)}\n\n${matrix}\n\n${readme.slice(to)}`;
}

const index = (systems: SystemDefinition[]): string =>
  `# Systems\n\nEvery system that a credential can be made for, from the files in \`systems/\`.\n\n${matrixOf(systems, "")}\n`;

function matrixOf(systems: SystemDefinition[], folder: string): string {
  const rows = systems.map((system) => [
    `[${system.name}](${folder}${system.id}.md)`,
    system.category,
    Object.keys(system.destinations).join(", "),
    Object.values(system.credentialTypes)
      .map(({ name }) => shortened(name, system.name))
      .join(", "),
    checkOf(system),
    system.basis?.comparedWith?.join(", ") ?? "",
  ]);
  return table(["system", "category", "destinations", "credential types", "checked by", "compared with"], rows);
}

/** "Chargebee API key" beside "Chargebee" is "API key". */
const shortened = (type: string, system: string): string =>
  type.startsWith(`${system} `) ? type.slice(system.length + 1) : type;

function checkOf({ credentialTypes }: SystemDefinition): string {
  const types = Object.values(credentialTypes);
  const calls = new Set(types.flatMap(({ test }) => (test ? [`\`${test.method} ${test.path || "/"}\``] : [])));
  if (calls.size > 0) return [...calls].join(", ");
  if (types.some(({ authorize }) => isOauth(authorize))) return "a token";
  return types.some(({ incoming }) => incoming) ? "what it receives" : "use";
}
