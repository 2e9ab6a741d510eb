import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/scratch-of-run.ts'],
    testTimeout: process.env.CISREG_LONG === '1' ? 1_200_000 : 120_000,
    hookTimeout: 240_000,
    // Pages are waited for, on machines that are busy with other tests.
    expect: { poll: { timeout: 15_000 } },
    // Two cores is what the tests are planned for; builds start threads of their own.
    maxWorkers: 2,
  },
});
