import type Stripe from 'stripe'
import type { Read } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { redeemToken } from './confirmation-tokens.ts'
import { customerOf } from './customers.ts'
import { chosenBy, namesIn, offeredTypes } from './offered-types.ts'
import type { confirmable } from './payment-intent-params.ts'
import { createPaymentMethod, paymentMethodFor } from './payment-methods.ts'

type Given = Partial<Pick<Read<typeof confirmable>, 'confirmation_token' | 'payment_method' | 'payment_method_data'>>
type Means = Given & {
  allowed_payment_method_types?: (string | undefined)[] | undefined
  excluded_payment_method_types?: (string | undefined)[] | undefined
  customer?: string | undefined
}

/** The payment method that a request brings: by a token, by its id, or as data. */
export function methodGiven(scope: Scope, params: Given): Stripe.PaymentMethod | undefined {
  if (params.confirmation_token !== undefined) return redeemToken(scope, params.confirmation_token)
  if (params.payment_method !== undefined) return paymentMethodFor(scope, params.payment_method)
  return params.payment_method_data ? createPaymentMethod(scope, params.payment_method_data) : undefined
}

/**
 * Changes by what means an intent is paid or set up: kinds of payment methods, the customer, the payment method. All of it is
 * checked before any of it is changed.
 * @param use of the money, as `offeredTypes` takes it. @throws StripeRefusal 400 or 404 for what is not there or does not fit.
 */
export function changeMeans(
  scope: Scope,
  intent: Stripe.PaymentIntent | Stripe.SetupIntent,
  params: Means,
  use: { currency: string | null; isManual: boolean },
): void {
  const isRetyped = params.allowed_payment_method_types !== undefined || params.excluded_payment_method_types !== undefined
  const types = isRetyped ? offeredTypes(scope, chosenBy(params), use) : undefined
  const customer = params.customer === undefined ? undefined : customerOf(scope, params.customer, 'customer').id
  const paymentMethod = methodGiven(scope, params)
  if (types) {
    intent.payment_method_types = types
    intent.allowed_payment_method_types = namesIn(params.allowed_payment_method_types)
    intent.excluded_payment_method_types = namesIn(params.excluded_payment_method_types)
  }
  if (customer !== undefined) intent.customer = customer
  if (!paymentMethod) return
  intent.payment_method = paymentMethod.id
  if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation'
}
