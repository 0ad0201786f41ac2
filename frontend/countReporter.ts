import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/**
 * Prints `N passed, N failed` as the last line of a test run.
 *
 * Whatever makes vitest fail without a failed test (a file that does not load, a broken hook,
 * an unhandled rejection) counts as one failure each. Skipped tests count as neither.
 */
export class CountReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest) {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) {
        failed += suite.errors().length;
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    this.#vitest?.logger.log(`${passed} passed, ${failed} failed`);
  }
}
