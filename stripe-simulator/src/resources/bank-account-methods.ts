import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { bankByName, bankByNumber, type TestBank, testBankName, testRoutingNumber } from '../banks.ts'
import { newId } from '../ids.ts'
import { badParameter, StripeRefusal } from '../protocol/errors.ts'
import { mergeMetadata, object, oneOf, type Read, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { type BillingEntry, billingOf } from './billing-details.ts'

export const bankAccountParams = object({
  account_holder_type: oneOf('company', 'individual'),
  account_number: text(30),
  account_type: oneOf('checking', 'savings'),
  financial_connections_account: text(),
  routing_number: text(30),
})
type BankAccountParams = Partial<NonNullable<Read<{ bank: typeof bankAccountParams }>['bank']>>

export type BankEntry = BillingEntry & {
  bank: TestBank
  /** The buyer has proven that the account is theirs, by signing in at the bank. */
  isVerified: boolean
  holderType?: 'company' | 'individual' | undefined
  accountType?: 'checking' | 'savings' | undefined
}

/** Keeps a bank account as a payment method: its bank and last four digits, and by name which test account it is. */
export function saveBankAccount(scope: Scope, entry: BankEntry): Stripe.PaymentMethod {
  const { sim } = scope
  const id = newId('pm')
  sim.state.records.banks[id] = { name: entry.bank.name, isVerified: entry.isVerified, failedAttempts: 0 }
  return sim.state.tables.payment_method.insert(scope.account, {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingOf(entry),
    created: sim.clock.now(),
    customer: null,
    customer_account: null,
    livemode: scope.sim.settings.livemode,
    metadata: mergeMetadata(null, entry.metadata),
    type: 'us_bank_account',
    us_bank_account: {
      account_holder_type: entry.holderType ?? 'individual',
      account_type: entry.accountType ?? 'checking',
      bank_name: testBankName,
      financial_connections_account: null,
      fingerprint: createHash('sha256').update(`bank ${entry.bank.name}`).digest('base64url').slice(0, 16),
      last4: entry.bank.last4,
      networks: { preferred: 'ach', supported: ['ach'] },
      routing_number: testRoutingNumber,
      status_details: {},
    },
  })
}

/** The test bank account a payment method was made from. */
export function bankOf(scope: Scope, paymentMethod: Stripe.PaymentMethod): TestBank {
  const bank = bankByName(scope.sim.state.records.banks[paymentMethod.id]?.name ?? '')
  if (!bank) throw new Error(`payment method ${paymentMethod.id} has no test bank account`)
  return bank
}

const refusedNumber = (param: string, code: string, message: string): StripeRefusal =>
  new StripeRefusal(400, { type: 'invalid_request_error', code, message, param })

/**
 * The test account that a form names.
 * @throws StripeRefusal 400 for a missing field, and for every number that is not a published test number.
 */
export function readBankAccount(params: BankAccountParams | undefined, billingName: string | undefined): BankEntry {
  const given = params ?? {}
  const name = (field: string): string => `us_bank_account[${field}]`
  if (given.financial_connections_account !== undefined)
    throw badParameter(name('financial_connections_account'), 'The simulator has no Financial Connections accounts.')
  for (const field of ['account_number', 'routing_number', 'account_holder_type'] as const)
    if (given[field] === undefined)
      throw badParameter(name(field), `Missing required param: ${name(field)}.`, 'parameter_missing')
  if (billingName === undefined)
    throw badParameter('billing_details[name]', 'Missing required param: billing_details[name].', 'parameter_missing')
  if (given.routing_number !== testRoutingNumber)
    throw refusedNumber(name('routing_number'), 'routing_number_invalid', 'Only the routing number of the test bank is accepted.')
  const bank = bankByNumber(given.account_number ?? '')
  if (!bank) {
    const message = 'Only the published test account numbers are accepted here. The number was not kept.'
    throw refusedNumber(name('account_number'), 'account_number_invalid', message)
  }
  return { bank, isVerified: false, holderType: given.account_holder_type, accountType: given.account_type }
}
