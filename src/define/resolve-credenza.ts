import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { serverModule } from "../project.ts";

const vocabulary = pathToFileURL(serverModule("src/define/index.ts")).href;

/** Lets a system file outside this folder say `import { defineSystem } from "credenza/define"`. */
export function resolveVocabularyEverywhere(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "credenza/define" ? { url: vocabulary, shortCircuit: true } : next(specifier, context),
  });
}
