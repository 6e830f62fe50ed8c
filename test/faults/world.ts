import type { Deps } from '../../app/deps.ts'
import { expireOrder } from '../../app/orders/expire-order.ts'
import { lockOrder } from '../../app/orders/lock-order.ts'
import { voidOrder } from '../../app/orders/void-order.ts'
import { endLiveAttempt } from '../../app/payments/end-live-attempt.ts'
import { receiveEvent } from '../../app/payments/receive-event.ts'
import { refreshOrderPayment } from '../../app/payments/refresh-order-payment.ts'
import { startPayment } from '../../app/payments/start-payment.ts'
import { Problem } from '../../app/problem.ts'
import { shipAndInvoice } from '../../app/receivables/ship-and-invoice.ts'
import { sweepCharges } from '../../app/reconciliation/sweep-charges.ts'
import { sweepEvents } from '../../app/reconciliation/sweep-events.ts'
import { StripeRefused, StripeUnreachable } from '../../app/stripe/failures.ts'
import { runInboxOnce } from '../../app/worker/inbox.ts'
import { runJanitorOnce } from '../../app/worker/janitor.ts'
import { runOutboxOnce } from '../../app/worker/outbox.ts'
import type { MoneyStage } from '../support/money-stage.ts'
import { Crash, crashing } from './crashing.ts'
import type { Random } from './random.ts'

const cards = [
  '4242424242424242',
  '4242424242424242',
  '4242424242424242',
  '4000000000000002',
  '4000000000009995',
  '4000002760003184',
] as const
const crashPercent = 3
const hourMs = 3_600_000
/** People deal with their latest orders. */
const recentOrders = 5

type Step = [name: string, act: () => Promise<unknown>]

/** One seller's trade, driven by a seed: what people, Stripe and the machine may do next, each as a step in one process or the other. */
export class World {
  readonly stage: MoneyStage
  readonly random: Random
  readonly #processes: readonly [Deps, Deps]
  /** The process that the present step happens in. */
  deps: Deps
  readonly told: string[] = []
  #orders: string[] = []
  /** Addresses of payment pages that buyers have, also old ones. */
  #pages: string[] = []

  private constructor(stage: MoneyStage, random: Random, another: Deps) {
    this.stage = stage
    this.random = random
    this.#processes = [crashing(stage.deps, random, crashPercent), crashing(another, random, crashPercent)]
    this.deps = this.#processes[0]
  }

  /** A world in which two processes of Florin share one database. */
  static async of(stage: MoneyStage, random: Random): Promise<World> {
    return new World(stage, random, await stage.anotherProcess())
  }

  /** Takes one random step. What a person would be told (a problem, a silent Stripe) is part of life; anything else is a fault. */
  async step(): Promise<void> {
    const [name, act] = this.random.pick(this.#steps)
    this.deps = this.random.pick(this.#processes)
    this.told.push(name)
    try {
      await act()
    } catch (error) {
      const expected =
        error instanceof Problem || error instanceof Crash || error instanceof StripeUnreachable || error instanceof StripeRefused
      if (!expected) throw error
      this.told.push(`  (${error.name}: ${error.message})`)
    }
  }

  #steps: Step[] = [
    ...Array.from({ length: 4 }, (): Step => ['place an order', () => this.#placeOrder()]),
    ...Array.from({ length: 4 }, (): Step => ['press pay', () => this.#pressPay()]),
    ['press pay in three tabs', () => this.#pressPayInThreeTabs()],
    ...Array.from({ length: 6 }, (): Step => ['use the payment page', () => this.#useThePage()]),
    ['come back to the shop', () => this.#withOrder((order) => refreshOrderPayment(this.deps, this.stage.companyId, order))],
    ['webhooks arrive', () => this.#webhooksArrive()],
    ['webhooks arrive', () => this.#webhooksArrive()],
    ['two workers run', () => Promise.all(this.#processes.flatMap((deps) => [runInboxOnce(deps), runOutboxOnce(deps)]))],
    ['the janitor runs', () => runJanitorOnce(this.deps, 0)],
    ['the sweep of events runs', () => sweepEvents(this.deps)],
    ['the sweep of charges runs', () => sweepCharges(this.deps)],
    ['ship', () => this.#withOrder((order) => shipAndInvoice(this.deps, this.stage.companyId, { kind: 'system' }, order))],
    ['void', () => this.#withOrder((order) => this.#void(order))],
    ['the time to pay runs out', () => this.#withOrder((order) => this.#runOut(order))],
    ['Stripe misbehaves', () => this.#misbehave()],
  ]

  async #placeOrder(): Promise<void> {
    const payBy = new Date(this.stage.deps.clock.now().getTime() + hourMs)
    this.#orders.push(await this.stage.placeOrder(100 + this.random.below(100_000), payBy))
  }

  async #withOrder(act: (order: string) => Promise<unknown>): Promise<void> {
    if (this.#orders.length > 0) await act(this.random.pick(this.#orders.slice(-recentOrders)))
  }

  #pressPay(): Promise<void> {
    return this.#withOrder(async (order) => {
      const { url } = await startPayment(this.deps, this.stage.buyer, order)
      this.#pages.push(url)
    })
  }

  #pressPayInThreeTabs(): Promise<void> {
    return this.#withOrder(async (order) => {
      const tabs = await Promise.allSettled(
        [...this.#processes, this.deps].map((deps) => startPayment(deps, this.stage.buyer, order)),
      )
      for (const tab of tabs) if (tab.status === 'fulfilled') this.#pages.push(tab.value.url)
    })
  }

  async #useThePage(): Promise<void> {
    const pages = this.#pages.filter((url) => url.startsWith(this.stage.simulator.url))
    if (pages.length === 0) return
    const page = this.random.pick(pages.slice(-recentOrders))
    const threeDs = this.random.chance(70) ? 'complete' : 'fail'
    const { status } = await this.stage.simulator.payCheckout(page, { card: this.random.pick(cards), threeDs })
    // Few go back to a page they have paid.
    if (status === 'paid' && this.random.chance(80)) this.#pages = this.#pages.filter((url) => url !== page)
  }

  /** Some webhooks come twice, some out of order, some never. */
  async #webhooksArrive(): Promise<void> {
    const { stage, random, deps } = this
    const events = (await stage.deps.stripe.listEvents(stage.stripeAccount, new Date(0))).items
    for (const hint of random.shuffled(events).slice(0, random.below(events.length + 1))) {
      await receiveEvent(deps, 'connect', hint)
      if (random.chance(20)) await receiveEvent(deps, 'connect', hint)
    }
    const fees = (await stage.deps.stripe.listEvents(null, new Date(0))).items
    for (const hint of random.shuffled(fees).slice(0, random.below(fees.length + 1))) await receiveEvent(deps, 'platform', hint)
  }

  async #void(orderId: string): Promise<void> {
    await endLiveAttempt(this.deps, this.stage.companyId, orderId)
    await this.deps.db.withCompany(this.stage.companyId, async (tx) => {
      await voidOrder(tx, { order: await lockOrder(tx, orderId), by: { kind: 'system' }, reason: 'The buyer changed his mind' })
    })
  }

  async #expire(orderId: string): Promise<void> {
    const { deps } = this
    // The step brings its own hour: an order may run out whenever the seed says so.
    const clock = { now: () => new Date(deps.clock.now().getTime() + hourMs + 1) }
    await expireOrder({ ...deps, clock }, (company, order) => endLiveAttempt(deps, company, order), this.stage.companyId, orderId)
  }

  /** Two workers may see it at once. */
  async #runOut(orderId: string): Promise<void> {
    await Promise.all(Array.from({ length: 1 + this.random.below(2) }, () => this.#expire(orderId)))
  }

  async #misbehave(): Promise<void> {
    const kind = this.random.pick(['reset_after', 'error_500', 'error_500_after', 'half_body', 'lock_timeout'] as const)
    const path = this.random.pick(['/v1/checkout/sessions', '/v1/checkout/sessions/*', '/v1/application_fees/*'])
    this.told.push(`  ${kind} on ${path}`)
    this.stage.simulator.faults.add({ kind, path })
  }

  /** Stripe behaves again, nobody crashes any more, and every loop has had its turn. */
  async settle(): Promise<void> {
    const { stage } = this
    stage.simulator.faults.clear()
    await stage.db.owner.query('UPDATE inbox SET due_at = now(), leased_until = NULL')
    await stage.db.owner.query('UPDATE outbox SET due_at = now(), leased_until = NULL')
    await sweepEvents(stage.deps)
    await runJanitorOnce(stage.deps, 0)
    await stage.workAll()
  }

  /** @throws when an order was charged more than once while it stood, or money at Stripe is not in the books. */
  async expectOnceAndWhole(): Promise<void> {
    const { stage } = this
    await stage.expectBooksInOrder()
    const { rows } = await stage.db.owner.query(`
      SELECT o.number, count(*)::int AS charges FROM payments p JOIN payment_attempts t ON t.id = p.attempt_id
      JOIN orders o ON o.id = t.order_id GROUP BY o.number HAVING count(*) > 1`)
    if (rows.length > 0) throw new Error(`charged more than once: ${JSON.stringify(rows)}`)
    const stuck = await stage.db.owner.query(`SELECT event FROM inbox WHERE state = 'waiting'
      UNION ALL SELECT fact_id FROM outbox WHERE state = 'waiting' AND kind NOT LIKE 'mail.%'`)
    if (stuck.rows.length > 0) throw new Error(`never acted on: ${JSON.stringify(stuck.rows)}`)
  }
}
