import { badParameter, refused } from '../protocol/errors.ts'
import { ignored, list, object, oneOf, type Param, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import type { VerificationMethod } from './microdeposits.ts'

/** The kinds of payment methods that there are here, in the order they are offered. */
const kinds = ['card', 'us_bank_account']

export const typeList = list(text(), 60)

/** How the kinds are chosen: by the account's capabilities, narrowed by what is allowed or excluded, or (before endive) by name. */
export type Choice = {
  allowed?: (string | undefined)[] | undefined
  excluded?: (string | undefined)[] | undefined
  /** `payment_method_types` of an older version. */
  named?: (string | undefined)[] | undefined
}

export const chosenBy = (params: {
  allowed_payment_method_types?: (string | undefined)[] | undefined
  excluded_payment_method_types?: (string | undefined)[] | undefined
  payment_method_types?: (string | undefined)[] | undefined
}): Choice => ({
  allowed: params.allowed_payment_method_types,
  excluded: params.excluded_payment_method_types,
  named: params.payment_method_types,
})

/** A list of names without holes, or null. */
export const namesIn = (given: (string | undefined)[] | undefined): string[] | null =>
  given?.filter((name) => name !== undefined) ?? null

function checkNames(scope: Scope, names: string[], param: string): void {
  const account = scope.sim.state.tables.account.anywhere(scope.account)?.object
  if (names.includes('us_bank_account') && account?.capabilities?.us_bank_account_ach_payments !== 'active') {
    const message =
      'The payment method type "us_bank_account" is invalid. Please ensure the provided type is activated for the account: it needs the capability us_bank_account_ach_payments.'
    throw refused(message, { param, code: 'payment_method_unactivated' })
  }
}

/**
 * The kinds of payment methods that a payment or a setup offers.
 * @param use the currency (null for a setup without one) and whether the money is only reserved at first: bank accounts are
 * debited in dollars and at once.
 * @throws StripeRefusal 400 when a kind is asked for that the account may not take, or nothing is left to offer.
 */
export function offeredTypes(scope: Scope, choice: Choice, use: { currency: string | null; isManual: boolean }): string[] {
  const account = scope.sim.state.tables.account.anywhere(scope.account)?.object
  const allowed = namesIn(choice.allowed)
  const named = namesIn(choice.named)
  if (choice.allowed && choice.excluded)
    throw badParameter('excluded_payment_method_types', 'You may only specify one of allowed and excluded payment method types.')
  if (named) checkNames(scope, named, 'payment_method_types')
  if (allowed) checkNames(scope, allowed, 'allowed_payment_method_types')
  const canDebit =
    account?.capabilities?.us_bank_account_ach_payments === 'active' &&
    (use.currency === null || use.currency === 'usd') &&
    !use.isManual
  const offered = kinds.filter(
    (kind) =>
      (kind === 'card' || canDebit) &&
      (named === null || named.includes(kind)) &&
      (allowed === null || allowed.includes(kind)) &&
      !choice.excluded?.includes(kind),
  )
  if (offered.length > 0) return offered
  throw refused(
    'No valid payment method types for this configuration: check the currency, the capabilities and what is allowed.',
    {
      param: named ? 'payment_method_types' : allowed ? 'allowed_payment_method_types' : 'excluded_payment_method_types',
    },
  )
}

const bankOptions = object({
  financial_connections: ignored,
  mandate_options: ignored,
  networks: ignored,
  preferred_settlement_speed: ignored,
  setup_future_usage: ignored,
  target_date: ignored,
  transaction_purpose: ignored,
  verification_method: oneOf('automatic', 'instant', 'microdeposits'),
})

/** `payment_method_options`: how a bank account is to be proven is read, the rest is taken and ignored. */
export const methodOptions: Param<{ verification: VerificationMethod | undefined }> = (value, name) => {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>).us_bank_account : undefined
  const bank = given === '' ? undefined : bankOptions(given, `${name}[us_bank_account]`)
  return { verification: bank?.verification_method }
}
