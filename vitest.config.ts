import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Every process and thread that a test starts strips and compiles the product's files once, not each time. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.cache/compiled');

export default defineConfig({
  test: {
    include: ['src-main/**/*.test.ts', 'src-renderer/**/*.test.ts', 'fixtures/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // A core for each: the usual choice leaves one out, which on two cores is half of the time.
    maxWorkers: '100%',
    reporters: ['default'],
  },
});
