import { first, type Walk } from './walk.ts'

/** What a charge turns into: refunds, fees, disputes, balance transactions, payouts. */
export async function walkMoney(walk: Walk): Promise<void> {
  await walkRefunds(walk)
  await walkFees(walk)
  await walkDisputes(walk)
  await walkPayouts(walk)
}

async function walkRefunds({ stripe, on }: Walk): Promise<void> {
  const made = await stripe.paymentIntents.create(
    { amount: 20_000, currency: 'usd', confirm: true, payment_method: 'pm_card_bypassPending', application_fee_amount: 200 },
    on,
  )
  const charge = first(
    await stripe.charges.list({ payment_intent: made.id, expand: ['data.balance_transaction', 'data.customer'] }, on),
  )
  await stripe.charges.update(charge.id, { description: 'z', metadata: { a: '1' } }, on)
  const refund = await stripe.refunds.create(
    { charge: charge.id, amount: 1_000, refund_application_fee: true, reason: 'duplicate', metadata: { a: '1' } },
    on,
  )
  await stripe.refunds.update(refund.id, { metadata: { a: '2' } }, on)
  await stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] }, on)
  await stripe.refunds.list({ charge: charge.id }, on)
  await stripe.rawRequest('GET', `/v1/charges/${charge.id}/refunds`, {}, on)
  await stripe.charges.retrieve(charge.id, { expand: ['refunds', 'application_fee'] }, on)
}

async function walkFees({ stripe, on }: Walk): Promise<void> {
  const fee = first(await stripe.applicationFees.list({ limit: 1 }))
  const returned = await stripe.applicationFees.createRefund(fee.id, { amount: 5, metadata: { a: '1' } })
  await stripe.applicationFees.retrieve(fee.id, { expand: ['charge'] })
  await stripe.applicationFees.listRefunds(fee.id)
  await stripe.applicationFees.retrieveRefund(fee.id, returned.id)
  await stripe.applicationFees.updateRefund(fee.id, returned.id, { metadata: { a: '2' } })
  await stripe.balanceTransactions.list({ expand: ['data.source'], type: 'charge' }, on)
  const transaction = first(await stripe.balanceTransactions.list())
  await stripe.balanceTransactions.retrieve(transaction.id)
  await stripe.balance.retrieve({}, on)
}

async function walkDisputes({ stripe, simulator, on }: Walk): Promise<void> {
  const params = { amount: 900, currency: 'usd', confirm: true, payment_method: 'pm_card_createDispute' }
  await stripe.paymentIntents.create(params, on)
  simulator.clock.runDue()
  const dispute = first(await stripe.disputes.list({ limit: 1 }, on))
  await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'x' }, submit: false, metadata: { a: '1' } }, on)
  await stripe.disputes.retrieve(dispute.id, { expand: ['charge'] }, on)
  await stripe.disputes.close(dispute.id, {}, on)
}

async function walkPayouts({ stripe, on }: Walk): Promise<void> {
  const payout = await stripe.payouts.create({ amount: 1_000, currency: 'usd', description: 'today' }, on)
  await stripe.payouts.update(payout.id, { metadata: { a: '1' } }, on)
  await stripe.payouts.retrieve(payout.id, { expand: ['balance_transaction'] }, on)
  await stripe.payouts.cancel(payout.id, {}, on)
  await stripe.payouts.create({ amount: 100, currency: 'usd', method: 'instant', expand: ['balance_transaction'] }, on)
  await stripe.payouts.list({ status: 'canceled' }, on)
}
