import type { TestContext } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** What a test has counted, in words: the run prints it under its table. */
    counted?: string
  }
}

/** Notes what a test counted, so that the whole run can print it. */
export function tellCount({ task }: Pick<TestContext, 'task'>, words: string): void {
  task.meta.counted = words
}
