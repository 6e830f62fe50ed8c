import { defineConfig } from 'vitest/config'

// The simulator's own tests by themselves: no database, nothing of the project around it.
export default defineConfig({
  test: { include: ['test/**/*.test.ts', 'contract/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
