import type Stripe from 'stripe'
import type { Walk } from './walk.ts'

/** Accounts, links and capabilities. @returns an account that can charge. */
export async function walkAccounts({ stripe, simulator }: Omit<Walk, 'on'>): Promise<string> {
  const account = await stripe.accounts.create({
    country: 'US',
    email: 'owner@fjord.example',
    business_type: 'company',
    business_profile: { name: 'Fjord', mcc: '5141', url: 'http://fjord.example', product_description: 'Fish' },
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    controller: {
      fees: { payer: 'account' },
      losses: { payments: 'stripe' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'full' },
    },
    metadata: { a: '1' },
  })
  await stripe.accountLinks.create({
    account: account.id,
    type: 'account_onboarding',
    return_url: 'http://a.example/r',
    refresh_url: 'http://a.example/f',
  })
  simulator.onboard(account.id)
  await stripe.accounts.update(account.id, { metadata: { a: 'b' }, business_profile: { support_phone: '5550100' } })
  await stripe.accounts.retrieve(account.id)
  await stripe.accounts.retrieveCurrent()
  await stripe.accounts.list({ limit: 3, created: { gte: 1 } })
  await stripe.accounts.listCapabilities(account.id)
  await stripe.accounts.updateCapability(account.id, 'us_bank_account_ach_payments', { requested: true })
  await stripe.accounts.retrieveCapability(account.id, 'card_payments')
  await walkExternalAccounts(stripe, account.id)
  const other = await stripe.accounts.create({ type: 'standard' })
  await stripe.accounts.del(other.id)
  return account.id
}

async function walkExternalAccounts(stripe: Stripe, account: string): Promise<void> {
  const schedule = { delay_days: 3, interval: 'weekly', weekly_anchor: 'monday' } as const
  await stripe.accounts.update(account, { settings: { payouts: { schedule, debit_negative_balances: true } } })
  const bank = await stripe.accounts.createExternalAccount(account, {
    external_account: {
      object: 'bank_account',
      country: 'US',
      currency: 'usd',
      account_holder_name: 'Jane Doe',
      account_holder_type: 'company',
      account_number: '000123456789',
      routing_number: '110000000',
    },
    metadata: { a: '1' },
  })
  await stripe.accounts.updateExternalAccount(account, bank.id, { metadata: { a: '2' }, account_holder_name: 'Fjord' })
  await stripe.accounts.retrieveExternalAccount(account, bank.id)
  await stripe.accounts.listExternalAccounts(account, { limit: 2, object: 'bank_account' })
  await stripe.accounts.deleteExternalAccount(account, bank.id)
  await stripe.accounts.update(account, { settings: { payouts: { schedule: { interval: 'manual' } } } })
}
