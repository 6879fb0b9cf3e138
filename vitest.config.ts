import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real engines and real servers are slower than code: a test may wait, a hang may not.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores are shared with the containers under test.
    maxWorkers: 2,
    exclude: ['test/nightly/**', 'node_modules/**'],
  },
})
