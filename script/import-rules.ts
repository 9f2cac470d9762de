import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import rules from "../.dependency-cruiser.mjs";

const folders = ["src", "systems", "console/src", "test", "script", "bench"];

export interface ImportFindings {
  /** Source files of ours that were read. */
  files: number;
  /** `rule: from -> to`, one for each import that breaks a rule. */
  violations: string[];
}

/** Judges every import below `root` by `.dependency-cruiser.mjs`. */
export async function checkImports(root: string, within = folders): Promise<ImportFindings> {
  const options: ICruiseOptions = {
    ...(rules.options as ICruiseOptions),
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  };
  const { output } = await cruise(within, options, rules.options.enhancedResolveOptions);
  const { modules, summary } = output as ICruiseResult;
  return {
    files: modules.filter(({ source }) => within.some((folder) => source.startsWith(`${folder}/`))).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}
