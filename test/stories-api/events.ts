import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sweepEvents } from '../../app/reconciliation/sweep-events.ts'
import { runJanitorOnce } from '../../app/worker/janitor.ts'
import { type Florin, until } from '../florin/florin.ts'
import type { Person } from '../florin/person.ts'
import { deliver, eventOf, signatureOf } from '../florin/stripe-signature.ts'
import {
  buyer,
  letPayOnline,
  linkStripe,
  type Order,
  operator,
  placeOrder,
  placeOrders,
  startPaying,
  untilPaid,
  visa,
} from '../florin/trade.ts'

const buyers = {
  [buyer]: 'Petal & Stem',
  'gale@gardengate.example': 'Garden Gate Events',
  'june@bloomandvine.example': 'Bloom & Vine',
}
const connect = '/webhooks/stripe/connect'
const bodyTooLarge = 'x'.repeat(600 * 1024)

/**
 * Stories of what Stripe tells, loses, repeats and never said, and of workers that are killed.
 * @param manyOrders how many orders the great repetition is told over.
 */
export function tellEventStories(running: () => Florin, manyOrders: number): void {
  let florin: Florin
  let petra: Person
  let stripeAccount: string

  beforeAll(async () => {
    florin = running()
    stripeAccount = await linkStripe(florin)
    for (const customer of Object.values(buyers)) await letPayOnline(florin, customer)
    petra = await florin.as(buyer)
  })
  afterEach(async () => {
    await florin.simulator.clearFaults()
    await florin.settled()
    expect(await florin.faults()).toEqual([])
  })

  const payments = (order: { id: string }) =>
    florin.count('payments p JOIN payment_attempts t ON t.company_id = p.company_id AND t.id = p.attempt_id', 't.order_id = $1', [
      order.id,
    ])
  const payAtStripe = async (person: Person, order: Order) => {
    await florin.simulator.pay((await startPaying(person, order)).url, visa)
  }
  const paidOrder = async (): Promise<Order> => {
    const order = await placeOrder(petra)
    await payAtStripe(petra, order)
    return order
  }
  const releaseWebhooks = (times: number) => florin.simulator.control('POST', '/webhooks/release', { order: 'shuffled', times })

  /** Pays while every word of Stripe is lost for ever. */
  const paidInSilence = async (): Promise<Order> => {
    const { simulator } = florin
    const lost = async () => (await simulator.deliveries()).filter(({ status }) => status === 'dropped').length
    await simulator.control('POST', '/webhooks/flush')
    const before = await lost()
    await simulator.control('POST', '/webhooks/drop', { count: 100 })
    const order = await paidOrder()
    await simulator.control('POST', '/webhooks/flush')
    expect((await lost()) - before).toBeGreaterThan(3)
    await simulator.control('POST', '/webhooks/drop', { count: 0 })
    return order
  }

  describe('every webhook lost', () => {
    test('the janitor asks Stripe about the quiet attempt, and the payment is applied', async () => {
      const order = await paidInSilence()
      await runJanitorOnce((await florin.eyes()).deps, 0)
      await untilPaid(petra, order)
      expect(await payments(order)).toBe(1)
    })

    test('the sweep of Stripe’s events finds it too; sweeping again changes nothing', async () => {
      const order = await paidInSilence()
      const { deps } = await florin.eyes()
      await sweepEvents(deps)
      await untilPaid(petra, order)
      await florin.settled()
      const entries = await florin.count('journal_entries')
      expect(await sweepEvents(deps)).toBe(0)
      expect(await florin.count('journal_entries')).toBe(entries)
      expect(await payments(order)).toBe(1)
    })
  })

  describe('the same event again and again', () => {
    test(`five times at once, in any order, over ${manyOrders} orders: each is paid exactly once`, async () => {
      const before = await florin.count('payments')
      const orders: string[] = []
      await florin.simulator.control('POST', '/webhooks/hold')
      const perBuyer = Math.ceil(manyOrders / Object.keys(buyers).length)
      const lanes = Object.keys(buyers).map(async (email) => {
        const person = await florin.as(email)
        await placeOrders(person, perBuyer, (order) => {
          orders.push(order.id)
          return payAtStripe(person, order)
        })
      })
      await Promise.all(lanes)
      await releaseWebhooks(5)
      const paid = perBuyer * lanes.length
      await until(`${paid} orders are paid`, async () => (await florin.count('payments')) >= before + paid, 120)
      await florin.settled()
      expect(await florin.count('payments')).toBe(before + paid)
      expect(await florin.count('orders', "id = ANY($1) AND payment_state = 'paid' AND hold IS NULL", [orders])).toBe(paid)
      const [twice] = await florin.rows<{ n: number }>(
        'SELECT count(*)::int AS n FROM (SELECT charge FROM payments GROUP BY charge HAVING count(*) > 1) AS twice',
      )
      expect(twice!.n).toBe(0)
      expect(await florin.count('platform_fees')).toBe(await florin.count('payments', 'application_fee IS NOT NULL'))
    }, 300_000)
  })

  describe('a worker that is killed', () => {
    test('between receipt and posting: what was received is applied by the next one, once', async () => {
      for (const path of ['/v1/checkout/sessions/*', '/v1/checkout/sessions', '/v1/charges/*', '/v1/payment_intents/*'])
        await florin.simulator.addFault({ kind: 'hold_before', method: 'GET', path, times: 50 })
      const order = await paidOrder()
      await until('the worker asks Stripe', async () => (await florin.simulator.faults()).held > 0)
      expect(await florin.count('inbox', "state = 'waiting' AND tries > 0")).toBeGreaterThan(0)
      await florin.killWorker()
      await florin.startWorker()
      await florin.simulator.clearFaults()
      await untilPaid(petra, order)
      await florin.settled()
      expect(await payments(order)).toBe(1)
    })

    test('in the middle of many postings: every order is paid once', async () => {
      await florin.simulator.control('POST', '/webhooks/hold')
      const orders: Order[] = []
      for (let made = 0; made < 6; made++) orders.push(await paidOrder())
      const before = await florin.count('payments')
      await releaseWebhooks(2)
      await until('some are posted', async () => (await florin.count('payments')) > before)
      await florin.killWorker()
      await florin.startWorker()
      for (const order of orders) await untilPaid(petra, order)
      await florin.settled()
      for (const order of orders) expect(await payments(order)).toBe(1)
    })
  })

  describe('what Stripe never said', () => {
    const sent = (body: string, signature?: string, path = connect) =>
      deliver(florin.shape.surroundings().addresses[0]!, path, body, signature)
    const kept = (event: string) => florin.count('inbox', 'event = $1', [event])

    test('is refused and leaves no trace: no signature, another one, the other endpoint’s, an old one, other bytes', async () => {
      const { keys } = florin.shape.surroundings()
      const body = JSON.stringify(eventOf('evt_forged', stripeAccount))
      const good = signatureOf(body, keys.connectWebhookSecret)
      const wrong: [string, string | undefined][] = [
        [body, undefined],
        [body, 'rubbish'],
        [body, 't=1,v1=00'],
        [body, signatureOf(body, keys.webhookSecret)],
        [body, signatureOf(body, 'whsec_guessed')],
        [body, signatureOf(body, keys.connectWebhookSecret, 301)],
        [body.replace('ch_from_nowhere', 'ch_from_somewhere'), good],
      ]
      for (const [bytes, signature] of wrong) expect(await sent(bytes, signature)).toBe(400)
      expect(await sent(bodyTooLarge, signatureOf(bodyTooLarge, keys.connectWebhookSecret))).toBe(413)
      expect(await sent('{"half":', signatureOf('{"half":', keys.connectWebhookSecret))).toBe(400)
      expect(await kept('evt_forged')).toBe(0)
    })

    test('of the other mode is kept and never acted on', async () => {
      const body = JSON.stringify(eventOf('evt_live', stripeAccount, { livemode: true }))
      expect(await sent(body, signatureOf(body, florin.shape.surroundings().keys.connectWebhookSecret))).toBe(200)
      const [row] = await florin.rows<{ state: string }>("SELECT state FROM inbox WHERE event = 'evt_live'")
      expect(row).toEqual({ state: 'ignored' })
    })

    test('of an account nobody here linked is answered, kept, and shown to the operator', async () => {
      const body = JSON.stringify(eventOf('evt_stranger', 'acct_stranger'))
      expect(await sent(body, signatureOf(body, florin.shape.surroundings().keys.connectWebhookSecret))).toBe(200)
      type Events = { items: { event: string; stripeAccount: string; seller: unknown }[] }
      const { items } = await (await florin.as(operator)).read<Events>('/api/operator/events?state=unknown_account')
      expect(items).toContainEqual(
        expect.objectContaining({ event: 'evt_stranger', stripeAccount: 'acct_stranger', seller: null }),
      )
    })

    test('about a charge that does not exist changes nothing in the books', async () => {
      const entries = await florin.count('journal_entries')
      const body = JSON.stringify(eventOf('evt_no_charge', stripeAccount))
      expect(await sent(body, signatureOf(body, florin.shape.surroundings().keys.connectWebhookSecret))).toBe(200)
      await until('it was tried', async () => (await florin.count('inbox', "event = 'evt_no_charge' AND tries > 0")) > 0)
      expect(await florin.count('journal_entries')).toBe(entries)
      // Left to itself it would be tried again for a good while; the other stories need not wait for that.
      await florin.rows("UPDATE inbox SET state = 'given_up' WHERE event = 'evt_no_charge' AND state = 'waiting'")
    })
  })
}
