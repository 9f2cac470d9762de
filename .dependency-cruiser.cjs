/** The import rules that are security. A folder not named in `from.pathNot` may not reach what `to.path` names. */
const only = (name, module, ...folders) => ({
  name,
  severity: "error",
  from: { path: "^(src|systems)/", pathNot: ["[.]test[.]ts$", ...folders.map((folder) => `^${folder}`)] },
  to: { path: module },
});

module.exports = {
  forbidden: [
    only("node-crypto-only-in-crypto", "^(node:)?crypto$", "src/crypto/"),
    only("outgoing-network-only-in-net", "(^(node:)?(dns|dns/promises|net|tls|https|http2)$|node_modules/undici/)", "src/net/"),
    only("database-only-in-store", "node_modules/(pg|kysely)/", "src/store/"),
    only("jobs-only-in-jobs", "node_modules/graphile-worker/", "src/jobs/"),
    only("reveal-only-where-secrets-are-used", "^src/vault/reveal[.]ts$", "src/vault/", "src/broker/", "src/webhooks/", "src/crypto/"),
    { name: "no-cycles", severity: "error", from: { path: "^src/" }, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "systems-know-only-the-vocabulary", severity: "error", from: { path: "^systems/" }, to: { pathNot: "^(src/define/|systems/)" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"], extensions: [".ts", ".js", ".json"] },
  },
};
