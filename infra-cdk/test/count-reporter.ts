/** Ends a test run with one plain line, `N passed, N failed`, for whoever reads it by machine. */
import type { Reporter } from 'vitest/node';

export const countReporter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      // A file that cannot be loaded has no tests that could fail.
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        passed += state === 'passed' ? 1 : 0;
        failed += state === 'failed' ? 1 : 0;
      }
    }
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  },
};
