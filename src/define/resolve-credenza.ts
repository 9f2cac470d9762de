import { registerHooks } from "node:module";

const vocabulary = new URL("./index.ts", import.meta.url).href;

/** Lets a system file outside this folder say `import { defineSystem } from "credenza/define"`. */
export function resolveVocabularyEverywhere(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "credenza/define" ? { url: vocabulary, shortCircuit: true } : next(specifier, context),
  });
}
