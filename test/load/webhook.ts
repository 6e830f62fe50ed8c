import { createHmac } from 'node:crypto'
import { receiveEvent } from '../../app/payments/receive-event.ts'
import { atOnce } from './at-once.ts'
import type { Bench } from './bench.ts'

/** Verifying and keeping a webhook, against the one durable insert that cannot be avoided. */
export const webhookBench: Bench = {
  says: 'Verify a signed webhook and keep it (P13), against a bare insert of the same row in a transaction of its own.',
  prepare: async (stage, count) => {
    const now = stage.deps.clock.now()
    const seconds = Math.floor(now.getTime() / 1000)
    const calls = Array.from({ length: count }, (_, index) => {
      const object = { id: `cus_${index}`, object: 'customer' }
      const event = {
        id: `evt_bench_${index}`,
        object: 'event',
        type: 'customer.created',
        account: stage.stripeAccount,
        livemode: false,
        created: seconds,
        data: { object },
      }
      const body = Buffer.from(JSON.stringify(event))
      const signature = `t=${seconds},v1=${createHmac('sha256', 'whsec_connect').update(`${seconds}.${body}`).digest('hex')}`
      return { body, signature }
    })
    const row = `INSERT INTO inbox (endpoint, event, type, stripe_account, company_id, livemode, object_type, object_id, state)
      VALUES ('connect', $1, 'customer.created', $2, $3, false, 'customer', 'cus_1', 'done')`
    return {
      bare: () =>
        atOnce(
          calls.map((_, index) => `evt_bare_${index}`),
          (event) => stage.db.owner.query(row, [event, stage.stripeAccount, stage.companyId]),
        ),
      florin: () =>
        atOnce(calls, async ({ body, signature }) => {
          await receiveEvent(stage.deps, 'connect', await stage.deps.stripe.verifyEvent('connect', body, signature, now))
        }),
    }
  },
}
