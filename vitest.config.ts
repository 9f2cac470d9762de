import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,systems,script,test,bench,sdk,console/src}/**/*.test.ts"],
    globalSetup: "test/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
