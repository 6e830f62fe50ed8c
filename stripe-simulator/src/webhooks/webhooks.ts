import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import type { Sim } from '../simulator.ts'
import type { StoredEvent } from '../state.ts'
import { type Delivery, type Posting, post } from './delivery.ts'
import { Lines, Places } from './lines.ts'
import { endpointsFor, messageOf } from './told.ts'

export type ReleaseOptions = {
  /** As they happened, backwards, at random, or exactly these event ids (the rest stays held). */
  order?: 'as_made' | 'reversed' | 'shuffled' | string[]
  /** How often each one is delivered. */
  times?: number
}

const openMax = 10_000
const finishedMax = 5_000
/** How long the end waits for an endpoint that does not answer. */
const patienceMsMax = 2_000
/** How long `flush` waits: longer than any one request may take, and no longer for an endpoint that hangs. */
const flushMsMax = 25_000

/** Sends events to the endpoints that want them: at once, or when told; with retries; never more than a few at a time to each. */
export class Webhooks {
  readonly #sim: () => Sim
  readonly #queue = new Lines()
  /** What goes out although the rest is held. */
  readonly #released = new Lines()
  readonly #places = new Places()
  #isHolding = false
  #dropNext = 0
  #delayMs = 0
  #isPumping = false
  /** Deliveries that are not finished, and all that are remembered. */
  #open = 0
  #known = 0
  #isStopping = false
  #isStopped = false
  readonly #postings = new Set<Posting>()
  #idle: (() => void)[] = []

  constructor(sim: () => Sim) {
    this.#sim = sim
  }

  /** Takes on an event for every endpoint of its account, and for the platform's Connect endpoints. */
  enqueue(event: StoredEvent, account: string): void {
    const { records } = this.#sim().state
    const wanted = endpointsFor(this.#sim(), event, account)
    event.pending_webhooks = wanted.length
    for (const endpoint of wanted) {
      const delivery: Delivery = {
        id: newId('del'),
        event: event.id,
        type: event.type,
        account,
        endpoint: endpoint.id,
        status: 'waiting',
        attempts: [],
      }
      records.deliveries[delivery.id] = delivery
      this.#known += 1
      this.#sim().state.journal.note(delivery.id, () => this.#unmake(delivery))
      if (this.#dropNext > 0) {
        this.#dropNext -= 1
        delivery.status = 'dropped'
      } else if (this.#open >= openMax) {
        delivery.status = 'failed'
      } else {
        this.#open += 1
        if (this.#delayMs > 0) this.#sim().clock.schedule('deliver', delivery.id, this.#delayMs)
        else this.#queue.push(endpoint.id, delivery.id)
      }
    }
    this.#forgetOld()
    this.#pumpSoon()
  }

  /** Its event has never been. */
  #unmake(delivery: Delivery): void {
    this.#known -= 1
    if (delivery.status === 'waiting') this.#open -= 1
    this.#queue.remove(delivery.endpoint, delivery.id)
  }

  /** Every delivery there has been, oldest first. */
  get deliveries(): Delivery[] {
    return Object.values(this.#sim().state.records.deliveries)
  }

  waiting(): Delivery[] {
    return this.deliveries.filter((delivery) => delivery.status === 'waiting')
  }

  get isHolding(): boolean {
    return this.#isHolding
  }

  /** From now on nothing is sent until `release`. */
  hold(): void {
    this.#isHolding = true
  }

  /** Sends what was held, in the asked order and as often as asked, and stops holding. */
  release(options: ReleaseOptions = {}): void {
    const { order = 'as_made', times = 1 } = options
    const held = this.#queue.drain()
    const chosen = Array.isArray(order) ? order.flatMap((event) => held.filter((id) => this.#eventOf(id) === event)) : [...held]
    if (order === 'reversed') chosen.reverse()
    if (order === 'shuffled') chosen.sort(() => Math.random() - 0.5)
    const going = new Set(chosen)
    const rest = held.filter((id) => !going.has(id))
    this.#isHolding = Array.isArray(order) && rest.length > 0
    for (const id of chosen) this.#push(this.#released, id, times)
    for (const id of rest) this.#push(this.#queue, id)
    this.#pumpSoon()
  }

  /** Loses the next `count` deliveries, from now on: the events exist, nobody is told. 0 ends that. */
  drop(count: number): void {
    this.#dropNext = count
  }

  /** From now on every delivery sets out so many seconds late, by the simulator's clock; 0 ends that. */
  delay(seconds: number): void {
    this.#delayMs = seconds * 1000
  }

  /** Sends an event again, as the dashboard's "Resend". */
  resend(event: string, times = 1): void {
    for (const delivery of this.deliveries) {
      if (delivery.event === event) this.#push(this.#released, delivery.id, times)
    }
    this.#pumpSoon()
  }

  /** Tries again now what is waiting for a later attempt. */
  retryNow(): void {
    const { clock } = this.#sim()
    const { tasks } = this.#sim().state.records
    const later = tasks.filter((task) => task.kind === 'deliver').map((task) => task.id)
    for (const id of later) {
      clock.cancel('deliver', id)
      this.#push(this.#queue, id)
    }
    this.#pumpSoon()
  }

  /** Takes up again what a snapshot brought: deliveries that were under way and have no later attempt planned. */
  resume(): void {
    const { deliveries, tasks } = this.#sim().state.records
    const planned = new Set(tasks.filter((task) => task.kind === 'deliver').map((task) => task.id))
    this.#known = Object.keys(deliveries).length
    for (const delivery of this.waiting()) {
      this.#open += 1
      if (!planned.has(delivery.id)) this.#push(this.#queue, delivery.id)
    }
    this.#pumpSoon()
  }

  /** A later attempt has come due. */
  attempt(deliveryId: string): void {
    this.#push(this.#queue, deliveryId)
    this.#pumpSoon()
  }

  #push(lines: Lines, deliveryId: string, times = 1): void {
    const endpoint = this.#sim().state.records.deliveries[deliveryId]?.endpoint ?? ''
    for (let time = 0; time < times; time++) lines.push(endpoint, deliveryId)
  }

  /**
   * Resolves when nothing is being sent and nothing is due; what is held or waits for a later attempt stays. Does not wait
   * longer than `waitMs` for endpoints that hang.
   * @returns how many deliveries are due and not made yet: 0 unless an endpoint hangs.
   */
  async flush(waitMs = flushMsMax): Promise<{ left: number }> {
    this.#sim().clock.runDue()
    let isOver = false
    const timer = setTimeout(() => {
      isOver = true
      this.#tellIdle()
    }, waitMs)
    while (!isOver && !this.#isStopped && this.#isBusy()) await new Promise<void>((resolve) => this.#idle.push(resolve))
    clearTimeout(timer)
    return { left: this.#places.inAll + this.#released.size + (this.#isHolding ? 0 : this.#queue.size) }
  }

  #isBusy(): boolean {
    return this.#places.inAll > 0 || this.#isPumping || this.#hasWork()
  }

  #tellIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Sends nothing any more and waits, for two seconds at most, for what is on its way. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const giveUpAll = (): void => {
      for (const posting of this.#postings) posting.giveUp()
    }
    const timer = setTimeout(giveUpAll, patienceMsMax)
    while (this.#places.inAll > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    clearTimeout(timer)
    this.#isStopped = true
  }

  #hasWork(): boolean {
    return this.#released.size > 0 || (this.#queue.size > 0 && !this.#isHolding)
  }

  #eventOf(deliveryId: string): string | undefined {
    return this.#sim().state.records.deliveries[deliveryId]?.event
  }

  #pumpSoon(): void {
    if (this.#isPumping || this.#isStopped) return
    this.#isPumping = true
    // After the request that caused the event, as in life: a webhook never overtakes the end of the work it tells of.
    setImmediate(() => {
      this.#isPumping = false
      this.#pump()
    })
  }

  #pump(): void {
    while (!this.#isStopping) {
      const next = this.#released.take(this.#places) ?? (this.#isHolding ? undefined : this.#queue.take(this.#places))
      if (next === undefined) break
      this.#send(next)
    }
    if (this.#places.inAll === 0) this.#tellIdle()
  }

  #send(deliveryId: string): void {
    const { state } = this.#sim()
    const delivery = state.records.deliveries[deliveryId]
    const event = delivery ? state.tables.event.find(delivery.account, delivery.event) : undefined
    const endpoint = delivery ? state.tables.webhook_endpoint.anywhere(delivery.endpoint)?.object : undefined
    if (!delivery) return
    if (delivery.status === 'waiting' && endpoint?.status !== 'enabled') {
      // Taken away or switched off meanwhile: it is not told any more, also not when it is switched on again.
      this.#finish(delivery, 'failed')
      return
    }
    if (!event || !endpoint) return
    this.#places.take(endpoint.id)
    void this.#attempt(delivery, event, endpoint).finally(() => {
      this.#places.leave(endpoint.id)
      this.#sim().changed()
      this.#pump()
    })
  }

  async #attempt(delivery: Delivery, event: StoredEvent, endpoint: Stripe.WebhookEndpoint): Promise<void> {
    const sim = this.#sim()
    const at = sim.clock.now()
    const { body, headers } = messageOf(sim, event, endpoint, at)
    let status: number | null = null
    let error: string | null = null
    try {
      const posting = post(endpoint.url, body, headers)
      this.#postings.add(posting)
      status = await posting.status.finally(() => this.#postings.delete(posting))
    } catch (cause) {
      error = cause instanceof Error ? cause.message : 'failed'
    }
    delivery.attempts.push({ at, status, error })
    if (status !== null && status >= 200 && status < 300) {
      if (delivery.status !== 'delivered') event.pending_webhooks = Math.max(0, event.pending_webhooks - 1)
      this.#finish(delivery, 'delivered')
    } else if (delivery.status === 'waiting') this.#retryLater(delivery)
  }

  #retryLater(delivery: Delivery): void {
    const { clock, settings } = this.#sim()
    const delay = settings.retryDelaysMs[delivery.attempts.length - 1]
    if (delay === undefined) this.#finish(delivery, 'failed')
    else if (!this.#isStopped) clock.schedule('deliver', delivery.id, delay)
  }

  #finish(delivery: Delivery, status: 'delivered' | 'failed'): void {
    if (delivery.status === 'waiting') this.#open -= 1
    delivery.status = status
  }

  #forgetOld(): void {
    if (this.#known <= this.#open + 2 * finishedMax) return
    const { deliveries } = this.#sim().state.records
    const finished = Object.values(deliveries).filter((delivery) => delivery.status !== 'waiting')
    for (const delivery of finished.slice(0, -finishedMax)) delete deliveries[delivery.id]
    this.#known = Object.keys(deliveries).length
  }
}
