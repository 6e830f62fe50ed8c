import { inject } from 'vitest'
import { cloneDatabase, type TestDatabase } from './clone-database.ts'

export type { TestDatabase } from './clone-database.ts'

/** A fresh, migrated database of its own for a test file, on the run's one server. Call `drop` when done. */
export function createTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(inject('ownerUrl'), inject('servingUrl'))
}
