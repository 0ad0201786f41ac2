import { defineConfig } from 'vitest/config';
import { countReporter } from './test/count-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', countReporter],
    // The first synthesis in a process loads the whole CDK.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
