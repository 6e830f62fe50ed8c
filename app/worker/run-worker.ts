import { listen } from '../db/listen.ts'
import type { Deps } from '../deps.ts'
import { pruneSecurityEvents } from '../identity/prune-security-events.ts'
import { sweepCharges } from '../reconciliation/sweep-charges.ts'
import { sweepEvents } from '../reconciliation/sweep-events.ts'
import { runInboxOnce } from './inbox.ts'
import { runJanitorOnce } from './janitor.ts'
import { runOutboxOnce } from './outbox.ts'

export type Worker = { stop(): Promise<void> }

const pollMs = 500
const janitorEveryMs = 30_000
const sweepEveryMs = 60_000
const chargeSweepEveryMs = 5 * 60_000
const pruneEveryMs = 3_600_000

/**
 * Runs the queues until stopped. Any number of workers may run on one database. A notice wakes a queue at once; polling finds
 * what a lost notice left.
 *
 * @param url a connection for notices, past any pooler.
 */
export async function startWorker(deps: Deps, url: string): Promise<Worker> {
  const inbox = loop(deps, 'inbox', pollMs, async () => (await runInboxOnce(deps)).done > 0)
  const acts = loop(deps, 'outbox', pollMs, async () => (await runOutboxOnce(deps, 'acts')).done > 0)
  // Apart, so that a mail server that does not answer holds up nothing else.
  const mails = loop(deps, 'mails', pollMs, async () => (await runOutboxOnce(deps, 'mails')).done > 0)
  const loops = [
    inbox,
    acts,
    mails,
    loop(deps, 'janitor', janitorEveryMs, async () => {
      await runJanitorOnce(deps)
      return false
    }),
    loop(deps, 'event sweep', sweepEveryMs, async () => {
      await sweepEvents(deps)
      return false
    }),
    loop(deps, 'pruning', pruneEveryMs, async () => (await pruneSecurityEvents(deps.db)) > 0),
    loop(deps, 'charge sweep', chargeSweepEveryMs, async () => {
      await sweepCharges(deps)
      return false
    }),
  ]
  const woken = { florin_inbox: [inbox], florin_outbox: [acts, mails] }
  const listener = await listen(url, Object.keys(woken), (channel) => {
    for (const each of woken[channel as keyof typeof woken]) each.wake()
  })
  return {
    stop: async () => {
      await listener.close()
      await Promise.all(loops.map((each) => each.stop()))
    },
  }
}

/** Runs `once` again and again: at once while there is work, otherwise after `restMs` or when woken. */
function loop(deps: Deps, name: string, restMs: number, once: () => Promise<boolean>) {
  let stopping = false
  let woken = false
  let wakeUp = () => {}
  const rest = () =>
    new Promise<void>((done) => {
      if (woken || stopping) return done()
      const timer = setTimeout(done, restMs)
      wakeUp = () => {
        clearTimeout(timer)
        done()
      }
    })
  const running = (async () => {
    while (!stopping) {
      woken = false
      const more = await once().catch((error) => {
        deps.log.error({ err: error }, `the ${name} loop failed; it goes on`)
        return false
      })
      if (!more) await rest()
    }
  })()
  return {
    wake: () => {
      woken = true
      wakeUp()
    },
    stop: () => {
      stopping = true
      wakeUp()
      return running
    },
  }
}
