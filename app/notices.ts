import { listen } from './db/listen.ts'

/** Who waits for news of what, within this process. Notices carry no facts: whoever is told reads again with his own rights. */
export type Notices = {
  /** Calls `told` whenever `topic` has news. @returns a function that stops it. */
  on(topic: string, told: () => void): () => void
  close(): Promise<void>
}

/** Passes the database's payment notices on to the pages that wait in this process. */
export async function openNotices(url: string): Promise<Notices> {
  const waiting = new Map<string, Set<() => void>>()
  const listener = await listen(url, ['florin_payment'], (_channel, topic) => {
    for (const told of waiting.get(topic) ?? []) told()
  })
  return {
    on: (topic, told) => {
      const set = waiting.get(topic) ?? new Set()
      waiting.set(topic, set.add(told))
      return () => {
        set.delete(told)
        if (set.size === 0) waiting.delete(topic)
      }
    },
    close: () => listener.close(),
  }
}
