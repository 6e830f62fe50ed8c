import { expect, test } from 'vitest'
import { charge, openSide, refusalOf, settled } from './side.ts'

const side = await openSide()
const { stripe, on } = side

async function disputed(method: string) {
  const made = await charge(side, { payment_method: method })
  const list = await side.eventually(
    () => stripe.disputes.list({ charge: made.id }, on),
    ({ data }) => data.length > 0,
  )
  const [dispute] = list.data
  if (!dispute) throw new Error('there is no dispute')
  return { made, dispute }
}

test('a disputed payment leaves the balance at once, as an adjustment, with a fee', async () => {
  const { made, dispute } = await disputed('pm_card_createDispute')
  expect(dispute).toMatchObject({
    amount: 10_000,
    charge: made.id,
    reason: 'fraudulent',
    status: 'needs_response',
    is_charge_refundable: false,
  })
  const [transaction] = dispute.balance_transactions
  expect(transaction).toMatchObject({ amount: -10_000, type: 'adjustment', reporting_category: 'dispute', source: dispute.id })
  expect(transaction?.fee).toBeGreaterThan(0)
  expect((await stripe.charges.retrieve(made.id, {}, on)).disputed).toBe(true)
})

test('a disputed charge cannot be refunded', async () => {
  const { made } = await disputed('pm_card_createDispute')
  expect(await refusalOf(stripe.refunds.create({ charge: made.id }, on))).toMatchObject({
    statusCode: 400,
    code: 'charge_disputed',
  })
})

test('an inquiry moves no money', async () => {
  const { dispute } = await disputed('pm_card_createDisputeInquiry')
  expect(dispute).toMatchObject({ status: 'warning_needs_response', balance_transactions: [], is_charge_refundable: true })
})

test('a dispute that is won brings the amount back', async () => {
  const { dispute } = await disputed('pm_card_createDispute')
  await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true }, on)
  const won = await side.eventually(
    () => stripe.disputes.retrieve(dispute.id, {}, on),
    (one) => one.status === 'won',
  )
  expect(won.balance_transactions.map((one) => one.amount)).toEqual(expect.arrayContaining([-10_000, 10_000]))
})

test('a dispute that is closed is lost', async () => {
  const { dispute } = await disputed('pm_card_createDispute')
  expect((await stripe.disputes.close(dispute.id, {}, on)).status).toBe('lost')
})

test('more than is available cannot be paid out', async () => {
  const create = stripe.payouts.create({ amount: 99_999_999, currency: 'usd' }, on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, code: 'balance_insufficient' })
})

test('a payout made by hand is not automatic, takes its amount off the balance and can be canceled while it waits', async () => {
  await settled(side, (await charge(side, { payment_method: 'pm_card_bypassPending', amount: 200_000 })).id)
  const payout = await stripe.payouts.create({ amount: 1_000, currency: 'usd', expand: ['balance_transaction'] }, on)
  expect(payout).toMatchObject({
    amount: 1_000,
    automatic: false,
    status: 'pending',
    reconciliation_status: 'not_applicable',
    balance_transaction: { amount: -1_000, type: 'payout', source: payout.id },
  })
  expect((await stripe.payouts.list({ limit: 1 }, on)).data[0]?.id).toBe(payout.id)
  expect((await stripe.payouts.cancel(payout.id, {}, on)).status).toBe('canceled')
})

test('what was paid out by hand cannot be listed', async () => {
  await settled(side, (await charge(side, { payment_method: 'pm_card_bypassPending', amount: 200_000 })).id)
  const payout = await stripe.payouts.create({ amount: 1_000, currency: 'usd' }, on)
  const list = stripe.balanceTransactions.list({ payout: payout.id }, on)
  expect(await refusalOf(list)).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' })
})

test('what an automatic payout consists of sums to it once it is reconciled', async () => {
  await settled(side, (await charge(side, { payment_method: 'pm_card_bypassPending' })).id)
  const reconciled = async () => {
    const { data } = await stripe.payouts.list({ limit: 100 }, on)
    return data.find((payout) => payout.automatic && payout.reconciliation_status === 'completed')
  }
  const payout = await side.eventually(reconciled, (found) => found !== undefined)
  const parts = await stripe.balanceTransactions
    .list({ payout: payout?.id ?? '', limit: 100 }, on)
    .autoPagingToArray({ limit: 10_000 })
  const own = parts.filter((one) => one.source === payout?.id)
  const others = parts.filter((one) => one.source !== payout?.id)
  expect(own).toMatchObject([{ amount: -(payout?.amount ?? 0), type: 'payout' }])
  expect(others.reduce((sum, { net }) => sum + net, 0)).toBe(payout?.amount)
})
