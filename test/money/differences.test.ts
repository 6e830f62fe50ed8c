import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../app/db/database.ts'
import type { Actor } from '../../app/identity/actor.ts'
import { closeBreak } from '../../app/payments/close-break.ts'
import { listBreaks } from '../../app/payments/list-breaks.ts'
import { raiseBreak } from '../../app/payments/raise-break.ts'
import { refreshOrderPayment } from '../../app/payments/refresh-order-payment.ts'
import { renderWithin } from '../../app/words/render.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage
let bookkeeper: Actor
beforeEach(async () => {
  stage = await openMoneyStage(await createTestDatabase())
  bookkeeper = { ...stage.buyer, name: 'Rita Receivables', customerId: null }
})
afterEach(() => stage.close())

type Shown = Awaited<ReturnType<typeof listBreaks>>[number]
const inCompany = <T>(work: (tx: Tx) => Promise<T>) => stage.deps.db.withCompany(stage.companyId, work)
const list = async () => renderWithin(await inCompany((tx) => listBreaks(stage.deps, tx, stage.companyId)), 'en') as Shown[]
const open = async () => (await list()).filter((each) => each.closedAt === null)
const close = (each: Shown) =>
  inCompany((tx) => closeBreak(tx, bookkeeper, each.id, { note: 'Booked by hand.', changedAt: each.changedAt }))
const disputes = () => stage.simulator.state.tables.dispute.rows().map(([, dispute]) => dispute.id)

async function paidOrder(minor: number, card = '4242424242424242'): Promise<{ order: string; charge: string }> {
  const order = await stage.placeOrder(minor)
  const { url } = await stage.pay(order)
  await stage.simulator.payCheckout(url, { card })
  await refreshOrderPayment(stage.deps, stage.companyId, order)
  const { rows } = await stage.db.owner.query('SELECT charge FROM payments WHERE amount_minor = $1', [minor])
  return { order, charge: rows[0].charge }
}
const hear = async () => {
  await stage.receiveEverything()
  await stage.workAll()
}
const refund = async (charge: string, amount: number) => {
  await stage.atStripe('refunds', { charge, amount: String(amount) })
  await hear()
}

describe('a refund made in Stripe', () => {
  test('is shown with its customer, order, payment, charge and amount', async () => {
    const { charge } = await paidOrder(10_000)
    await refund(charge, 1_500)
    expect(await open()).toMatchObject([
      {
        kind: 'refund_not_booked',
        sentence: '15.00 USD of 100.00 USD was refunded in Stripe.',
        amount: { minor: 1_500, currency: 'usd' },
        customer: { name: 'Petal & Stem' },
        order: { number: expect.any(String) },
        payment: { controlNumber: expect.any(String) },
        charge,
        reopened: false,
      },
    ])
  })

  test('that grows while it is open is shown as it stands', async () => {
    const { charge } = await paidOrder(10_000)
    await refund(charge, 1_500)
    await refund(charge, 2_000)
    expect(await open()).toMatchObject([{ amount: { minor: 3_500 } }])
  })

  test('that grows after it was closed is open again; what was closed keeps what was closed', async () => {
    const { charge } = await paidOrder(10_000)
    await refund(charge, 1_500)
    await close((await open())[0]!)
    await hear()
    expect(await open()).toEqual([])
    await refund(charge, 2_000)
    expect(await list()).toMatchObject([
      { closedAt: null, amount: { minor: 3_500 }, reopened: true },
      { closingNote: 'Booked by hand.', amount: { minor: 1_500 } },
    ])
    await close((await open())[0]!)
    await refund(charge, 500)
    expect(await open()).toMatchObject([{ amount: { minor: 4_000 } }])
  })

  test('that fails after all is shown as less, and is open again when it was closed', async () => {
    const { charge } = await paidOrder(10_000, '4000000000005126')
    await refund(charge, 1_500)
    await close((await open())[0]!)
    const [made] = stage.simulator.state.tables.refund.rows()
    await stage.control(`/refunds/${made![1].id}/decide`, { failure: 'declined' })
    await hear()
    expect(await open()).toMatchObject([{ amount: { minor: 0 }, reopened: true }])
  })
})

describe('a dispute opened at the buyer’s bank', () => {
  test('is shown with its amount and its deadline, and opens again when it is lost', async () => {
    const { charge } = await paidOrder(8_000)
    await stage.control(`/charges/${charge}/dispute`, { reason: 'fraudulent' })
    await hear()
    const [shown] = await open()
    expect(shown).toMatchObject({
      kind: 'dispute_not_booked',
      sentence: 'The buyer’s bank disputes 80.00 USD. Stripe has taken it back for now.',
      amount: { minor: 8_000 },
      charge,
      customer: { name: 'Petal & Stem' },
      deadline: expect.stringMatching(/^20\d\d-/),
    })
    await close(shown!)
    await stage.control(`/disputes/${disputes()[0]}/close`, { outcome: 'lost' })
    await hear()
    expect(await open()).toMatchObject([{ reopened: true, facts: { outcome: 'lost' }, deadline: null }])
  })

  test('is one of its own beside an earlier one and beside a refund of the same charge', async () => {
    const { charge } = await paidOrder(8_000)
    await stage.control(`/charges/${charge}/dispute`, { reason: 'fraudulent', inquiry: true })
    await hear()
    await refund(charge, 2_500)
    await stage.control(`/disputes/${disputes()[0]}/close`, { outcome: 'won' })
    await stage.control(`/charges/${charge}/dispute`, { reason: 'product_not_received' })
    await hear()
    expect((await open()).map(({ kind, amount }) => [kind, amount?.minor]).sort()).toEqual([
      ['dispute_not_booked', 5_500],
      ['dispute_not_booked', 8_000],
      ['refund_not_booked', 2_500],
    ])
  })
})

test('refund and dispute of money nobody here asked for are shown like any other', async () => {
  const intent = await stage.atStripe('payment_intents', {
    amount: '6000',
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: 'true',
    'automatic_payment_methods[enabled]': 'true',
    'automatic_payment_methods[allow_redirects]': 'never',
  })
  await hear()
  await refund(intent.latest_charge!, 2_500)
  await stage.control(`/charges/${intent.latest_charge}/dispute`, { reason: 'fraudulent' })
  await hear()
  expect((await open()).map(({ kind }) => kind).sort()).toEqual(['dispute_not_booked', 'refund_not_booked', 'unknown_charge'])
})

describe('closing a difference', () => {
  test('takes it as it was read: one that has changed since has to be read again', async () => {
    const { charge } = await paidOrder(10_000)
    await refund(charge, 1_500)
    const [seen] = await open()
    await refund(charge, 2_000)
    await expect(close(seen!)).rejects.toMatchObject({ status: 409, kind: 'break-changed' })
    expect(await open()).toHaveLength(1)
  })

  test('is final for these facts, however many see them at once', async () => {
    const raise = (refundedMinor: number) =>
      inCompany((tx) =>
        raiseBreak(tx, {
          companyId: stage.companyId,
          kind: 'refund_not_booked',
          subject: { type: 'charge', id: 'ch_many' },
          facts: { refundedMinor, currency: 'usd' },
        }),
      )
    await Promise.all(Array.from({ length: 8 }, () => raise(100)))
    expect(await open()).toHaveLength(1)
    await close((await open())[0]!)
    await Promise.all(Array.from({ length: 8 }, () => raise(100)))
    expect(await open()).toHaveLength(0)
    await Promise.all(Array.from({ length: 8 }, () => raise(200)))
    expect(await open()).toHaveLength(1)
  })
})
