import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { refused, StripeRefusal } from '../protocol/errors.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { sendDebit } from './confirm-debit.ts'
import { completeSetup, failSetup } from './confirm-setup.ts'
import { type Failure, failIntent } from './fail-intent.ts'
import { activateMandates, endMandates } from './mandates.ts'
import {
  type Deposits,
  depositsFailed,
  depositsTimedOut,
  depositTasks,
  isWaitingForDeposits,
  judgeDeposits,
} from './microdeposits.ts'

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

function methodOf(scope: Scope, intent: Intent): Stripe.PaymentMethod {
  const found = scope.sim.state.tables.payment_method.find(scope.account, idOf(intent.payment_method) ?? '')
  if (!found) throw new Error(`${intent.id} waits for micro-deposits without a payment method`)
  return found
}

/** The verification of an account has ended without success: the intent goes back to its beginning. */
function endVerification(scope: Scope, intent: Intent, failure: Failure): void {
  const paymentMethod = methodOf(scope, intent)
  for (const task of depositTasks) scope.sim.clock.cancel(task, intent.id)
  endMandates(scope, paymentMethod)
  if (intent.object === 'setup_intent') {
    failSetup(scope, intent, paymentMethod, failure)
    return
  }
  failIntent(scope, intent, paymentMethod, failure, null)
  const { tables, records } = scope.sim.state
  const session = tables['checkout.session'].find(scope.account, records.intents[intent.id]?.session ?? '')
  if (session?.status === 'complete') emit(scope, 'checkout.session.async_payment_failed', session)
}

/**
 * The payer tells what was deposited. When it is right, the account is proven and the debit (or the setup) goes on.
 * @throws StripeRefusal 400 when the intent does not wait for this, or what was told is wrong; after the last attempt, and
 * when it comes too late, the intent wants a new payment method.
 */
export function verifyMicrodeposits(scope: Scope, intent: Intent, given: Deposits): void {
  if (!isWaitingForDeposits(intent)) {
    const message = `This intent's state is ${intent.status}, in which no microdeposits are to be verified.`
    throw refused(message, { code: `${intent.object}_unexpected_state` })
  }
  const paymentMethod = methodOf(scope, intent)
  const failure = judgeDeposits(scope, paymentMethod, given)
  if (failure) {
    endVerification(scope, intent, failure)
    throw new StripeRefusal(400, { type: 'invalid_request_error', code: failure.code, message: failure.message })
  }
  for (const task of depositTasks) scope.sim.clock.cancel(task, intent.id)
  activateMandates(scope, paymentMethod)
  if (intent.object === 'setup_intent') completeSetup(scope, intent, paymentMethod, false)
  else sendDebit(scope, intent, paymentMethod)
}

/** The deposits could not be sent, or nobody has told what they were: by the clock. */
export const endWaiting =
  (why: 'failed' | 'timed_out') =>
  (scope: Scope, intent: Intent): void => {
    if (isWaitingForDeposits(intent)) endVerification(scope, intent, why === 'failed' ? depositsFailed : depositsTimedOut)
  }
