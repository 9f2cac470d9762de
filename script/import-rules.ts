import { cruise, type IConfiguration, type ICruiseResult } from "dependency-cruiser";

const rulesFile = new URL("../.dependency-cruiser.mjs", import.meta.url).href;
const folders = ["src", "systems", "console/src", "test", "script", "bench"];

export interface ImportFindings {
  /** Source files of ours that were read. */
  files: number;
  /** `rule: from -> to`, one for each import that breaks a rule. */
  violations: string[];
}

/** Judges every import below `root` by `.dependency-cruiser.mjs`. */
export async function checkImports(root: string, within = folders): Promise<ImportFindings> {
  const { default: rules } = (await import(rulesFile)) as { default: IConfiguration };
  const { options = {}, forbidden = [] } = rules;
  const { output } = await cruise(
    within,
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden } },
    options.enhancedResolveOptions,
  );
  const { modules, summary } = output as ICruiseResult;
  return {
    files: modules.filter(({ source }) => within.some((folder) => source.startsWith(`${folder}/`))).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}
