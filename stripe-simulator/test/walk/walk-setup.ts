import { first, refusal, type Walk } from './walk.ts'

/** Cards and bank accounts that are saved without a payment. */
export async function walkSetup({ stripe, on }: Walk): Promise<void> {
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const intent = await stripe.setupIntents.create(
    { customer: customer.id, usage: 'off_session', description: 'x', metadata: { a: '1' } },
    on,
  )
  await stripe.setupIntents.update(intent.id, { metadata: { a: '2' }, description: 'y' }, on)
  await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa', return_url: 'http://a.example/r' }, on)
  await stripe.setupIntents.retrieve(intent.id, { expand: ['payment_method', 'latest_attempt'] }, on)
  await stripe.setupIntents.list({ customer: customer.id }, on)
  await stripe.setupAttempts.list({ setup_intent: intent.id }, on)
  const saved = first(await stripe.customers.listPaymentMethods(customer.id, { type: 'card' }, on))
  await stripe.customers.retrievePaymentMethod(customer.id, saved.id, {}, on)
  const given = await stripe.setupIntents.create({ customer: customer.id }, on)
  await stripe.setupIntents.cancel(given.id, { cancellation_reason: 'abandoned' }, on)
  await refusal(stripe.setupIntents.create({ confirm: true, payment_method: 'pm_card_chargeDeclined' }, on))
  await walkBankSetup({ stripe, on })
}

async function walkBankSetup({ stripe, on }: Pick<Walk, 'stripe' | 'on'>): Promise<void> {
  const customer = await stripe.customers.create({ name: 'Bay Street Deli' }, on)
  const method = await typedAccount({ stripe, on })
  const intent = await stripe.setupIntents.create(
    { customer: customer.id, payment_method: method.id, confirm: true, mandate_data: agreed },
    on,
  )
  const proven = await stripe.setupIntents.verifyMicrodeposits(intent.id, { amounts: [32, 45] }, on)
  await stripe.mandates.retrieve(String(proven.mandate), { expand: ['payment_method'] }, on)
}

/** The buyer's consent to be debited. */
export const agreed = {
  customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'Browser' } },
} as const

/** A bank account whose number was typed, and so has to be proven. */
export const typedAccount = ({ stripe, on }: Pick<Walk, 'stripe' | 'on'>) =>
  stripe.paymentMethods.create(
    {
      type: 'us_bank_account',
      us_bank_account: { account_holder_type: 'company', account_number: '000123456789', routing_number: '110000000' },
      billing_details: { name: 'Bay Street Deli' },
    },
    on,
  )
