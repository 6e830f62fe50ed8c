import type { State } from '../state.ts'
import { StripeRefusal } from './errors.ts'

/** A declined card is work that was done, and a refusal that shows an intent tells what became of it: those stay. */
const isUndone = (error: unknown): boolean =>
  error instanceof StripeRefusal && error.status !== 402 && !error.body.payment_intent && !error.body.setup_intent

/**
 * Does a piece of work; when it is refused, the objects, events, deliveries and tasks that it had made by then are unmade, so
 * that a refused request leaves nothing behind. What it had changed in objects that were there before stays changed: work
 * checks first and changes then.
 */
export function undoneIfRefused<T>({ journal, records }: State, run: () => T): T {
  journal.begin()
  try {
    return run()
  } catch (error) {
    if (isUndone(error)) {
      const byId = Object.values(records).filter((record) => !Array.isArray(record)) as Record<string, unknown>[]
      for (const id of journal.undo()) for (const record of byId) delete record[id]
    }
    throw error
  } finally {
    journal.end()
  }
}
