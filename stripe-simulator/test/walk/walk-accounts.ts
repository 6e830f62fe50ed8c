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
  await walkPersons(stripe, account.id)
  await walkExpressAccount({ stripe, simulator })
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

async function walkPersons(stripe: Stripe, account: string): Promise<void> {
  const person = await stripe.accounts.createPerson(account, {
    first_name: 'Jane',
    last_name: 'Doe',
    email: 'jane@fjord.example',
    dob: { day: 1, month: 2, year: 1980 },
    address: { line1: 'Quay 1', city: 'Bergen', country: 'US', postal_code: '10001', state: 'NY' },
    relationship: { owner: true, representative: true, percent_ownership: 60, title: 'Owner' },
    ssn_last_4: '0000',
    metadata: { a: '1' },
  })
  await stripe.accounts.updatePerson(account, person.id, { relationship: { director: true }, phone: '5550100' })
  await stripe.accounts.retrievePerson(account, person.id)
  await stripe.accounts.listPersons(account, { relationship: { owner: true }, limit: 3 })
  await stripe.accounts.deletePerson(account, person.id)
}

/** What only accounts have for which the platform is liable, and a page with an embedded component. */
async function walkExpressAccount({ stripe, simulator }: Pick<Walk, 'simulator' | 'stripe'>): Promise<void> {
  const { id } = await stripe.accounts.create({ type: 'express' })
  await stripe.accountSessions.create({
    account: id,
    components: { payouts: { enabled: true, features: { instant_payouts: false } } },
  })
  simulator.onboard(id)
  await stripe.accounts.createLoginLink(id)
  await stripe.accounts.reject(id, { reason: 'fraud_other' })
  await stripe.accounts.unreject(id)
}
