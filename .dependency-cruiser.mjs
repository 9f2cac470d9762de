const test = "[.]test[.]tsx?$";

/** The import rules of the product. Each of the first group is a matter of security: see docs/decisions/005. */
/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    only("crypto-only-in-crypto", "^(node:)?crypto$", ["crypto"]),
    only(
      "network-only-in-net",
      "^(node:)?(net|tls|dns|dns/promises|https|http2|dgram)$|^undici$|node_modules/undici/",
      ["net"],
    ),
    only("http-only-in-http-and-net", "^(node:)?http$", ["http", "net"]),
    only("database-only-in-store", "^(pg|kysely)$|node_modules/(pg|kysely)/", ["store"]),
    only("jobs-only-in-jobs", "^graphile-worker$|node_modules/graphile-worker/", ["jobs"]),
    only("calculations-parsed-in-calculations", "^jsep$|node_modules/jsep/", ["calculations"]),
    only("mail-only-in-mail", "^nodemailer$|node_modules/nodemailer/", ["mail"]),
    only("traces-only-in-tracing", "^@opentelemetry/|node_modules/@opentelemetry/", ["tracing"]),
    only("jsonata-only-in-expressions", "^jsonata$|node_modules/jsonata/", ["expressions"]),
    only("secrets-opened-only-where-used", "^src/vault/reveal[.]ts$", ["vault", "broker", "webhooks", "crypto"]),
    {
      name: "no-vendor-sdk-at-runtime",
      comment: "Development packages, vendors' SDKs among them, are for tests.",
      severity: "error",
      from: { path: "^(src|systems|console/src)/", pathNot: test },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "system-files-only-define",
      comment: "A system file is one file that knows only the vocabulary.",
      severity: "error",
      from: { path: "^systems/", pathNot: test },
      to: { pathNot: "^src/define/" },
    },
    {
      name: "operations-know-no-http",
      severity: "error",
      from: { path: "^src/operations/", pathNot: test },
      to: { path: "^src/http/|^(node_modules/)?fastify" },
    },
    {
      name: "store-is-the-bottom",
      severity: "error",
      from: { path: "^src/store/", pathNot: test },
      to: { path: "^src/(operations|http|broker|webhooks|jobs|access|cli)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "product-imports-no-tests",
      severity: "error",
      from: { path: "^(src|systems)/", pathNot: test },
      to: { path: `^(test|bench|script|console)/|${test}` },
    },
    {
      name: "console-knows-only-the-api",
      comment: "The Console speaks to the server over HTTP; it may take types, and the words that both use.",
      severity: "error",
      from: { path: "^console/src/" },
      to: {
        path: "^(src|systems|test|bench|script)/",
        pathNot: "^src/define/glossary[.]ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "features-are-neighbours",
      comment: "What two features share belongs into components/ or lib/.",
      severity: "error",
      from: { path: "^console/src/features/([^/]+)/" },
      to: { path: "^console/src/features/", pathNot: "^console/src/features/$1/" },
    },
    {
      name: "console-flows-one-way",
      comment: "app -> features -> components -> lib",
      severity: "error",
      from: { path: "^console/src/components/" },
      to: { path: "^console/src/(app|features)/" },
    },
    {
      name: "console-lib-is-the-bottom",
      severity: "error",
      from: { path: "^console/src/lib/" },
      to: { path: "^console/src/(app|features|components)/" },
    },
    {
      name: "console-features-below-app",
      severity: "error",
      from: { path: "^console/src/features/" },
      to: { path: "^console/src/app/" },
    },
    {
      name: "no-circle",
      severity: "error",
      from: { path: "^(src|systems|console/src)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^console/dist/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};

/** `folders` of src/ may import `path`; the rest of src/ may not, but for types and in tests. */
function only(name, path, folders) {
  return {
    name,
    severity: "error",
    from: { path: "^src/", pathNot: [`^src/(${folders.join("|")})/`, test] },
    to: { path, dependencyTypesNot: ["type-only"] },
  };
}
