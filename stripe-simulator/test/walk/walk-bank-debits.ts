import type { Walk } from './walk.ts'
import { agreed, typedAccount } from './walk-setup.ts'

const weekMs = 7 * 86_400_000

/** Makes a refund wait for its buyer: only a control call can, where payment methods are as here. */
async function askBuyerAbout({ url, secretKey }: Walk['simulator'], id: string): Promise<void> {
  const mode = secretKey.startsWith('sk_live_') ? '/live' : ''
  const answer = await fetch(`${url}${mode}/_simulator/refunds/${id}/ask`, { method: 'POST' })
  if (!answer.ok) throw new Error(await answer.text())
}

/** Payments by bank debit: days of waiting, proof by micro-deposits, a failure, a dispute, a refund that waits for its buyer. */
export async function walkBankDebits({ stripe, simulator, on }: Walk): Promise<void> {
  const debit = (payment_method: string) =>
    stripe.paymentIntents.create(
      { amount: 20_000, currency: 'usd', confirm: true, payment_method, mandate_data: agreed, application_fee_amount: 100 },
      on,
    )
  const paid = await debit('pm_usBankAccount_success')
  const failed = await debit('pm_usBankAccount_insufficientFunds')
  const disputed = await debit('pm_usBankAccount_dispute')
  const typed = await debit((await typedAccount({ stripe, on })).id)
  await stripe.paymentIntents.verifyMicrodeposits(typed.id, { descriptor_code: 'SM11AA' }, on)
  simulator.clock.advance(2 * weekMs)
  for (const { id } of [paid, failed, disputed])
    await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.balance_transaction'] }, on)
  await stripe.disputes.list({ payment_intent: disputed.id }, on)
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500, instructions_email: 'b@shop.example' }, on)
  await askBuyerAbout(simulator, refund.id)
  await stripe.refunds.retrieve(refund.id, {}, on)
  await stripe.refunds.cancel(refund.id, {}, on)
  const detailed = await stripe.paymentIntents.create(
    {
      amount: 1_100,
      currency: 'usd',
      amount_details: { line_items: [{ product_name: 'Herring', unit_cost: 1_100, quantity: 1 }] },
    },
    on,
  )
  await stripe.paymentIntents.listAmountDetailsLineItems(detailed.id, {}, on)
}
