import type Stripe from 'stripe'
import type { TestBank } from '../banks.ts'
import { refused, StripeRefusal } from '../protocol/errors.ts'
import { integer, list, type Read, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import type { Failure } from './fail-intent.ts'

const dayMs = 86_400_000
/** A deposit takes a day or two to arrive; the simulator lets it be confirmed at once. */
const arrivalDays = 2
const answerDays = 10
const attemptsMax = { amounts: 3, descriptor_code: 10 }

export type VerificationMethod = 'automatic' | 'instant' | 'microdeposits'

/** How an intent wants an account to be proven, when it says so. */
export function askedVerification(intent: Intent): VerificationMethod | undefined {
  const asked = intent.payment_method_options?.us_bank_account?.verification_method
  return (['instant', 'microdeposits'] as const).find((one) => one === asked)
}

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

export const deposits = { amounts: list(integer(), 2), descriptor_code: text(6) }
export type Deposits = Partial<Read<typeof deposits>>

/** The values of Stripe's documentation: they prove the account, exhaust the attempts, or come too late. */
const known: Record<'proves' | 'exhausts' | 'times_out', { amounts: string; code: string }> = {
  proves: { amounts: '32,45', code: 'SM11AA' },
  exhausts: { amounts: '10,11', code: 'SM33CC' },
  times_out: { amounts: '40,41', code: 'SM44DD' },
}

export const depositsFailed: Failure = {
  code: 'payment_method_microdeposit_failed',
  message: 'Microdeposit transfers failed. Please check the account, institution and transit numbers provided.',
}
export const depositsTimedOut: Failure = {
  code: 'payment_method_microdeposit_verification_timeout',
  message: 'Microdeposit verification was not completed in time. Please provide a payment method again.',
}
const attemptsExceeded: Failure = {
  code: 'payment_method_microdeposit_verification_attempts_exceeded',
  message: 'You have exceeded the number of allowed verification attempts.',
}

/** What the clock may bring while an intent waits for the payer. */
export const depositTasks = ['fail_microdeposits', 'time_out_microdeposits']

/** Sends a small deposit with a code on the statement, which the payer has to tell. */
export function askForMicrodeposits(scope: Scope, intent: Intent, bank: TestBank): void {
  const { clock } = scope.sim
  const secret = intent.client_secret?.split('_secret_')[1] ?? ''
  intent.next_action = {
    type: 'verify_with_microdeposits',
    verify_with_microdeposits: {
      arrival_date: clock.now() + arrivalDays * (dayMs / 1000),
      hosted_verification_url: `${scope.sim.baseUrl()}/microdeposits/${intent.id}/${secret}`,
      microdeposit_type: 'descriptor_code',
    },
  }
  // A second account on the same intent starts its own days.
  for (const task of depositTasks) clock.cancel(task, intent.id)
  if (bank.behaviour.failsMicrodeposits) clock.schedule('fail_microdeposits', intent.id, arrivalDays * dayMs)
  else clock.schedule('time_out_microdeposits', intent.id, answerDays * dayMs)
}

function meaningOf(given: Deposits): keyof typeof known | 'mismatch' {
  const code = given.descriptor_code?.toUpperCase()
  const amounts = given.amounts?.toSorted((one, other) => (one ?? 0) - (other ?? 0)).join(',')
  const found = (['proves', 'exhausts', 'times_out'] as const).find((meaning) =>
    code === undefined ? known[meaning].amounts === amounts : known[meaning].code === code,
  )
  return found ?? 'mismatch'
}

/** Whether an intent waits for the payer to tell what was deposited. */
export const isWaitingForDeposits = (intent: Intent): boolean =>
  intent.status === 'requires_action' && intent.next_action?.type === 'verify_with_microdeposits'

/**
 * Judges what the payer tells of the deposits.
 * @returns null when it proves the account, or why the verification has ended without success.
 * @throws StripeRefusal 400 when neither or both are given, and for a value that does not match while attempts are left.
 */
export function judgeDeposits(scope: Scope, paymentMethod: Stripe.PaymentMethod, given: Deposits): Failure | null {
  if ((given.amounts === undefined) === (given.descriptor_code === undefined))
    throw refused('You must provide exactly one of `amounts` and `descriptor_code`.', { param: 'amounts' })
  if (given.amounts && given.amounts.filter((amount) => amount !== undefined && amount > 0).length !== 2) {
    throw refused('You must provide two positive integers in cents equal to the values of the microdeposits.', {
      code: 'payment_method_microdeposit_verification_amounts_invalid',
      param: 'amounts',
    })
  }
  const meaning = meaningOf(given)
  if (meaning === 'exhausts') return attemptsExceeded
  if (meaning === 'times_out') return depositsTimedOut
  const bank = scope.sim.state.records.banks[paymentMethod.id]
  if (!bank) throw new Error(`payment method ${paymentMethod.id} has no test bank account`)
  if (meaning === 'proves') {
    bank.isVerified = true
    return null
  }
  bank.failedAttempts += 1
  const kind = given.amounts ? 'amounts' : 'descriptor_code'
  const left = attemptsMax[kind] - bank.failedAttempts
  if (left <= 0) return attemptsExceeded
  const what = given.amounts ? 'amounts' : 'descriptor code'
  throw new StripeRefusal(400, {
    type: 'invalid_request_error',
    code: `payment_method_microdeposit_verification_${kind}_mismatch`,
    message: `The ${what} provided do not match what was sent to the bank account. You have ${left} verification attempts remaining.`,
    param: kind,
  })
}
