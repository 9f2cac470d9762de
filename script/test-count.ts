import type { TestModule } from "vitest/node";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A file that could not be read and an error outside of a test count as one failure each; nothing run at all is a failure too. */
export function countTests(modules: Iterable<TestModule>, strayErrors: number): Counts {
  const counts: Counts = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") counts.passed += 1;
      else if (state === "skipped") counts.skipped += 1;
      else failedHere += 1;
    }
    counts.failed += module.ok() ? failedHere : Math.max(failedHere, 1);
  }
  if (counts.passed + counts.failed === 0) counts.failed = 1;
  return counts;
}

export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
