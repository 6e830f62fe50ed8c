import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Florin } from '../florin/florin.ts'
import type { Person } from '../florin/person.ts'
import {
  admin,
  buyer,
  declined,
  letPayOnline,
  linkStripe,
  type Order,
  onceOnly,
  operator,
  paymentOf,
  placeOrder,
  receivables,
  refreshPayment,
  startPaying,
  threeDs,
  untilPaid,
  visa,
  warehouse,
} from '../florin/trade.ts'

type PaymentItem = {
  id: string
  amount: Money
  applied: Money
  stripeFee: Money
  convenienceFee: Money
  net: Money
  state: string
}
type Money = { minor: number; currency: string }
type Detail = PaymentItem & {
  note: string
  charge: string
  order: { id: string }
  journal: { lines: { debit: Money | null; credit: Money | null }[] }[]
}

/** Stories of paying by card, told of a Florin that runs in processes of its own. */
export function tellPayingStories(running: () => Florin): void {
  let florin: Florin
  let petra: Person
  let stripeAccount: string

  beforeAll(async () => {
    florin = running()
    stripeAccount = await linkStripe(florin)
    await letPayOnline(florin, 'Petal & Stem')
    petra = await florin.as(buyer)
  })
  afterEach(async () => {
    await florin.simulator.clearFaults()
    await florin.settled()
    expect(await florin.faults()).toEqual([])
  })

  const officeOrder = async (order: Order) => (await florin.as(receivables)).read<Order>(`/api/orders/${order.id}`)
  const paymentsOf = async (order: Order) => {
    const office = await florin.as(receivables)
    return (await office.read<{ payments: PaymentItem[] }>(`/api/orders/${order.id}/payment`)).payments
  }
  /** What a buyer was really charged for an order, as Stripe has it. */
  const chargesAtStripe = async (order: Order) => {
    type Charge = { id: string; paid: boolean; metadata: Record<string, string> }
    const charges = await florin.simulator.objects<Charge>('charge', stripeAccount)
    return charges.filter(({ paid, metadata }) => paid && metadata.order_number === order.number)
  }

  describe('a card payment', () => {
    test('is posted, applied, itemised to the cent and balanced, and its order leaves the hold and ships', async () => {
      const order = await placeOrder(petra)
      expect(order).toMatchObject({ orderState: 'pending', paymentState: 'unpaid', hold: 'awaiting_payment' })
      const { url, amount } = await startPaying(petra, order)
      expect(amount).toEqual(order.total)
      await florin.simulator.pay(url, visa)
      await untilPaid(petra, order)
      await florin.settled()
      expect(await officeOrder(order)).toMatchObject({ orderState: 'confirmed', paymentState: 'paid', hold: null })

      const [payment] = await paymentsOf(order)
      const detail = await (await florin.as(receivables)).read<Detail>(`/api/payments/${payment!.id}`)
      const total = order.total.minor
      const stripeFee = Math.round((total * 29) / 1000) + 30
      const convenienceFee = Math.max(25, Math.min(1500, Math.round(total / 200) + 10))
      expect(detail).toMatchObject({
        state: 'applied',
        amount: { minor: total, currency: 'usd' },
        applied: { minor: total, currency: 'usd' },
        stripeFee: { minor: stripeFee, currency: 'usd' },
        convenienceFee: { minor: convenienceFee, currency: 'usd' },
        net: { minor: total - stripeFee - convenienceFee, currency: 'usd' },
        order: { id: order.id },
      })
      expect(detail.note).toContain(detail.charge)
      expect(detail.journal.length).toBeGreaterThanOrEqual(2)
      for (const { lines } of detail.journal) {
        const sum = (side: 'debit' | 'credit') => lines.reduce((total, line) => total + (line[side]?.minor ?? 0), 0)
        expect(sum('debit')).toBe(sum('credit'))
      }

      const shipped = await (await florin.as(warehouse)).post(`/api/orders/${order.id}/ship`, {})
      expect(shipped.status).toBeLessThan(300)
      expect(await officeOrder(order)).toMatchObject({ fulfilmentState: 'shipped' })
    })

    test('is the operator’s income: the convenience fee, once', async () => {
      const order = await placeOrder(petra)
      const { url } = await startPaying(petra, order)
      await florin.simulator.pay(url, visa)
      await untilPaid(petra, order)
      await florin.settled()
      const [payment] = await paymentsOf(order)
      type Income = { items: { charge: string; amount: Money }[] }
      const { items } = await (await florin.as(operator)).read<Income>('/api/operator/income?limit=100')
      const { charge } = await (await florin.as(receivables)).read<Detail>(`/api/payments/${payment!.id}`)
      expect(items.filter((item) => item.charge === charge).map(({ amount }) => amount)).toEqual([payment!.convenienceFee])
    })

    test('declined leaves the order payable with the reason in words; another card then pays it once', async () => {
      const order = await placeOrder(petra)
      const begun = await startPaying(petra, order)
      await florin.simulator.pay(begun.url, declined)
      const after = await refreshPayment(petra, order)
      expect(after).toMatchObject({ canPay: true, receipt: null })
      expect(after.lastDecline).toMatch(/declined/i)
      const again = await startPaying(petra, order)
      expect(again.attemptId).toBe(begun.attemptId)
      await florin.simulator.pay(again.url, visa)
      await untilPaid(petra, order)
      expect(await paymentsOf(order)).toHaveLength(1)
    })

    test('with 3-D Secure is paid when the bank says yes, and not before', async () => {
      const order = await placeOrder(petra)
      const { url } = await startPaying(petra, order)
      await florin.simulator.pay(url, threeDs, { threeDs: 'fail' })
      expect((await refreshPayment(petra, order)).state).not.toBe('paid')
      await florin.simulator.pay(url, threeDs, { threeDs: 'complete' })
      await untilPaid(petra, order)
      expect(await paymentsOf(order)).toHaveLength(1)
    })

    test('left alone and come back to goes on at the same page', async () => {
      const order = await placeOrder(petra)
      const first = await startPaying(petra, order)
      expect(await paymentOf(petra, order)).toMatchObject({ state: 'waiting_for_buyer', canPay: true })
      const later = await startPaying(petra, order)
      expect(later).toEqual(first)
      await florin.simulator.pay(later.url, visa)
      await untilPaid(petra, order)
    })

    test('is applied though the buyer never comes back: no return page, no look at the order', async () => {
      const order = await placeOrder(petra)
      const { url } = await startPaying(petra, order)
      await florin.simulator.pay(url, visa)
      await florin.settled()
      expect(await officeOrder(order)).toMatchObject({ paymentState: 'paid', hold: null })
    })

    test('is asked for once by eight clicks and tabs at once: one attempt, one session, one charge', async () => {
      const order = await placeOrder(petra)
      const clicks = await Promise.all(Array.from({ length: 8 }, () => startPaying(petra, order)))
      expect(new Set(clicks.map(({ url }) => url)).size).toBe(1)
      expect(await florin.count('payment_attempts', 'order_id = $1', [order.id])).toBe(1)
      type Session = { id: string; client_reference_id: string | null }
      const sessions = await florin.simulator.objects<Session>('checkout.session', stripeAccount)
      const ours = sessions.filter((session) => session.client_reference_id === clicks[0]!.attemptId)
      expect(ours).toHaveLength(1)
      await Promise.all([florin.simulator.pay(clicks[0]!.url, visa), florin.simulator.pay(clicks[7]!.url, visa)])
      await untilPaid(petra, order)
      expect(await chargesAtStripe(order)).toHaveLength(1)
      expect(await paymentsOf(order)).toHaveLength(1)
      expect((await petra.post(`/api/shop/orders/${order.id}/pay`, undefined, onceOnly())).status).toBe(409)
    })

    test('the same click sent again has the same answer, byte for byte', async () => {
      const order = await placeOrder(petra)
      const key = onceOnly()
      const first = await petra.post(`/api/shop/orders/${order.id}/pay`, undefined, key)
      const second = await petra.post(`/api/shop/orders/${order.id}/pay`, undefined, key)
      expect(second.text).toBe(first.text)
    })
  })

  describe('when Stripe fails', () => {
    const create = { method: 'POST', path: '/v1/checkout/sessions' }

    test.each([
      ['does not answer', { ...create, kind: 'reset_before', times: 6 }],
      ['breaks inside', { ...create, kind: 'error_500', times: 1 }],
      ['does the work, and its answer is lost', { ...create, kind: 'reset_after', times: 6 }],
      ['says that too much is asked', { ...create, kind: 'rate_limit', times: 6 }],
    ])('at the start of a payment (%s), the order is safe and trying again opens one page', async (_how, fault) => {
      const order = await placeOrder(petra)
      await florin.simulator.addFault(fault)
      const failed = await petra.post(`/api/shop/orders/${order.id}/pay`, undefined, onceOnly())
      await florin.simulator.clearFaults()
      if (failed.status !== 200) expect(failed).toMatchObject({ status: 503, body: { kind: 'stripe-unreachable' } })
      const { url } = await startPaying(petra, order)
      await florin.simulator.pay(url, visa)
      await untilPaid(petra, order)
      expect(await chargesAtStripe(order)).toHaveLength(1)
      expect(await paymentsOf(order)).toHaveLength(1)
    })
  })

  describe('around the payment', () => {
    test('an order that waits for its payment cannot be shipped, and the words say why', async () => {
      const order = await placeOrder(petra)
      const refused = await (await florin.as(warehouse)).post(`/api/orders/${order.id}/ship`, {})
      expect(refused.status).toBe(409)
      expect(refused.text).toMatch(/pa(y|id)/i)
    })

    test('an order voided while its page is open cannot be paid any more', async () => {
      const order = await placeOrder(petra)
      const { url } = await startPaying(petra, order)
      const voided = await (await florin.as(admin)).post(`/api/orders/${order.id}/void`, { reason: 'ordered twice' })
      expect(voided.status).toBeLessThan(300)
      expect((await florin.simulator.pay(url, visa)).status).toBe('closed')
      expect(await paymentsOf(order)).toHaveLength(0)
    })

    test('an order paid and voided at the same moment is one or the other, never both', async () => {
      const order = await placeOrder(petra)
      const { url } = await startPaying(petra, order)
      const office = await florin.as(admin)
      await Promise.all([
        florin.simulator.pay(url, visa),
        office.post(`/api/orders/${order.id}/void`, { reason: 'changed their mind' }),
      ])
      await florin.settled()
      const { orderState, paymentState } = await officeOrder(order)
      expect([
        ['voided', 'unpaid'],
        ['confirmed', 'paid'],
      ]).toContainEqual([orderState, paymentState])
    })
  })
}
