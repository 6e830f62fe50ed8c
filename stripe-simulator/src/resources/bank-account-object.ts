import type Stripe from 'stripe'
import { bankByName, type TestBank, takesInstantPayouts, testBankName, testRoutingNumber } from '../banks.ts'
import { newId } from '../ids.ts'
import type { Scope, Sim } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { followBanks } from './account-standing.ts'

/** A bank account's requirements have fewer fields than its owner's. */
const nothingDueOfBank = (): NonNullable<Stripe.BankAccount['requirements']> => ({
  currently_due: [],
  errors: [],
  past_due: [],
  pending_verification: [],
})

/** What payouts to a test bank account come back with; Stripe's documentation of testing payouts has the numbers. */
const failures: Record<string, { code: string; message: string }> = {
  accountClosed: { code: 'account_closed', message: 'The bank account has been closed' },
  noAccount: { code: 'no_account', message: 'The bank account details on file are probably incorrect.' },
  insufficientFunds: { code: 'insufficient_funds', message: 'Your Stripe account has insufficient funds to cover the payout.' },
  debitNotAuthorized: { code: 'debit_not_authorized', message: 'Debit transactions are not approved on your bank account.' },
  invalidCurrency: { code: 'invalid_currency', message: 'The bank was unable to process this payout because of its currency.' },
}

/** The names of the test bank accounts that payouts may go to. */
export const payoutBankNames = ['success', ...Object.keys(failures)]

/** Why payouts to this bank account come back, if they do. */
export const bankFailure = (sim: Sim, id: string): { code: string; message: string } | undefined =>
  failures[sim.state.records.payoutBanks[id] ?? '']

export type WantedBank = {
  bank: TestBank
  currency: string
  country: string
  holderName: string | null
  holderType: 'company' | 'individual' | null
  metadata: Record<string, string>
  isDefault: boolean
}

const banksOf = (scope: Scope): readonly Stripe.BankAccount[] => scope.sim.state.tables.bank_account.of(scope.account)

/** Makes this bank account the one that payouts in its currency go to. */
export function makeDefault(scope: Scope, bank: Stripe.BankAccount): void {
  for (const other of banksOf(scope)) if (other.currency === bank.currency) other.default_for_currency = other.id === bank.id
}

/** Adds a bank account that payouts can go to; the first one of a currency that can be used is its default. */
export function addBank(scope: Scope, wanted: WantedBank): Stripe.BankAccount {
  const { state } = scope.sim
  const isFast = wanted.currency === 'usd' && takesInstantPayouts(wanted.bank)
  const bank = state.tables.bank_account.insert(scope.account, {
    id: newId('ba'),
    object: 'bank_account',
    account: scope.account,
    account_holder_name: wanted.holderName,
    account_holder_type: wanted.holderType,
    account_type: null,
    available_payout_methods: isFast ? ['standard', 'instant'] : ['standard'],
    bank_name: testBankName,
    country: wanted.country,
    currency: wanted.currency,
    default_for_currency: false,
    fingerprint: null,
    future_requirements: nothingDueOfBank(),
    last4: wanted.bank.last4,
    metadata: wanted.metadata,
    requirements: nothingDueOfBank(),
    routing_number: testRoutingNumber,
    status: 'new',
  })
  state.records.payoutBanks[bank.id] = wanted.bank.name
  if (wanted.isDefault || bankFor(scope, wanted.currency) === undefined) makeDefault(scope, bank)
  return bank
}

/** The bank account that onboarding adds. @throws Error never in practice: the account is one of Stripe's published ones. */
export function addTestBank(scope: Scope, account: Stripe.Account): Stripe.BankAccount {
  const bank = bankByName('success')
  if (!bank) throw new Error('there is no test bank account')
  const place = { currency: account.default_currency ?? 'usd', country: account.country ?? 'US' }
  return addBank(scope, { bank, ...place, holderName: null, holderType: null, metadata: {}, isDefault: true })
}

/** Where payouts in a currency go: to its default, unless a payout to that one has failed. */
export const bankFor = (scope: Scope, currency: string): Stripe.BankAccount | undefined =>
  banksOf(scope).find((bank) => bank.currency === currency && bank.default_for_currency && bank.status !== 'errored')

/** Whether a payout to this bank account can be instant. */
export const isInstant = (bank: Stripe.BankAccount): boolean =>
  bank.status !== 'errored' && (bank.available_payout_methods ?? []).includes('instant')

/** The currencies that can be paid out at once: those of which the account has a bank account that takes such payouts. */
export const instantCurrencies = (scope: Scope): Set<string> =>
  new Set(
    banksOf(scope)
      .filter(isInstant)
      .map((bank) => bank.currency),
  )

/** A payout to this bank account has failed: none is made to it again, and its account has to name another one. */
export function markErrored(scope: Scope, id: string): void {
  const bank = scope.sim.state.tables.bank_account.find(scope.account, id)
  if (!bank || bank.status === 'errored') return
  const before = { status: bank.status }
  bank.status = 'errored'
  emit(scope, 'account.external_account.updated', bank, before)
  followBanks(scope)
}
