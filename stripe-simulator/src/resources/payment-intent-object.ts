import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import { refused } from '../protocol/errors.ts'
import type { Scope } from '../simulator.ts'
import type { IntentDetails } from '../state.ts'
import { emit } from '../webhooks/events.ts'
import { checkAmount } from './amount-limits.ts'
import type { VerificationMethod } from './microdeposits.ts'

export type NewIntent = {
  /** The kinds of payment methods it takes. */
  types: string[]
  allowedTypes: string[] | null
  excludedTypes: string[] | null
  verification?: VerificationMethod | undefined
  amount: number
  currency: string
  applicationFeeAmount: number | null
  captureMethod: Stripe.PaymentIntent.CaptureMethod
  confirmationMethod?: Stripe.PaymentIntent.ConfirmationMethod
  customer: string | null
  description: string | null
  metadata: Record<string, string>
  receiptEmail: string | null
  setupFutureUsage: Stripe.PaymentIntent.SetupFutureUsage | null
  statementDescriptor: string | null
  statementDescriptorSuffix: string | null
  transferGroup: string | null
  allowRedirects?: 'always' | 'never' | undefined
  details: IntentDetails
}

/** Whether an account may charge at all, now. */
export const mayCharge = ({ sim, account }: Scope): boolean =>
  sim.state.tables.account.anywhere(account)?.object.charges_enabled === true

/** @throws StripeRefusal 400 when the account cannot charge: not yet, or not any more. */
export function assertMayCharge(scope: Scope): void {
  if (mayCharge(scope)) return
  const message = 'Your account cannot currently make charges. Finish the account’s onboarding first; see its `requirements`.'
  throw refused(message, { code: 'account_invalid' })
}

/**
 * Whether this account may take a payment like this.
 * @throws StripeRefusal 400 when the account cannot charge yet, Stripe does not charge such an amount, or the application fee is
 * above the amount or charged by an account to itself.
 */
export function checkChargeable(
  scope: Scope,
  wanted: { amount: number; currency: string; applicationFeeAmount: number | null },
  feeParam = 'application_fee_amount',
): void {
  const { records } = scope.sim.state
  assertMayCharge(scope)
  checkAmount(wanted.amount, wanted.currency)
  if (wanted.applicationFeeAmount === null) return
  if (scope.account === records.platform.account) {
    throw refused(
      'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header).',
      { param: feeParam },
    )
  }
  if (wanted.applicationFeeAmount > wanted.amount) {
    throw refused(
      `Your application fee (${wanted.applicationFeeAmount}) must not be greater than the amount (${wanted.amount}).`,
      { param: feeParam },
    )
  }
}

/** A new intent of the account, not yet tried. */
export function createIntent(scope: Scope, wanted: NewIntent): Stripe.PaymentIntent {
  const { sim, account } = scope
  const id = newId('pi')
  const isConnected = account !== sim.state.records.platform.account
  const intent: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: wanted.allowedTypes,
    amount: wanted.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: isConnected ? sim.state.records.platform.clientId : null,
    application_fee_amount: wanted.applicationFeeAmount,
    automatic_payment_methods: { enabled: true, ...(wanted.allowRedirects ? { allow_redirects: wanted.allowRedirects } : {}) },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: wanted.captureMethod,
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: wanted.confirmationMethod ?? 'automatic',
    created: sim.clock.now(),
    currency: wanted.currency,
    customer: wanted.customer,
    customer_account: null,
    description: wanted.description,
    excluded_payment_method_types: wanted.excludedTypes,
    last_payment_error: null,
    latest_charge: null,
    livemode: scope.sim.settings.livemode,
    managed_payments: null,
    metadata: wanted.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
      ...(wanted.types.includes('us_bank_account')
        ? { us_bank_account: { verification_method: wanted.verification ?? 'automatic' } }
        : {}),
    },
    payment_method_types: wanted.types,
    payment_record: null,
    processing: null,
    receipt_email: wanted.receiptEmail,
    review: null,
    setup_future_usage: wanted.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: wanted.statementDescriptor,
    statement_descriptor_suffix: wanted.statementDescriptorSuffix,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: wanted.transferGroup,
  }
  sim.state.tables.payment_intent.insert(account, intent)
  sim.state.records.intents[id] = wanted.details
  emit(scope, 'payment_intent.created', intent)
  return intent
}
