// Real clients and real Kafka tools against a broker: `npm run test:compat`. Not part of `npm test`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/compatibility/**/*.compat.ts'],
    globalSetup: ['test/compatibility/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
