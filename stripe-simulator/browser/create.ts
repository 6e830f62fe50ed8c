// Part of the stand-in for Stripe.js that runs in the seller's page: what is made of what the buyer filled in.
import type { ConfirmationToken, PaymentMethod, StripeError } from '@stripe/stripe-js'
import { type Intent, type Kind, type Settled, secretOf, told } from './confirm.ts'
import type { Answer, Context, Form } from './context.ts'
import { frameOf, insideOf } from './elements.ts'

type Given = Form & { elements?: unknown; element?: unknown; params?: Form }

/** `createPaymentMethod`, in its three shapes: from elements, from one element, from plain data. */
export async function createPaymentMethod(
  context: Context,
  given: string | Given,
  details: Form = {},
): Promise<{ error?: StripeError; paymentMethod?: PaymentMethod }> {
  const data: Given = typeof given === 'string' ? { type: given, ...details } : given
  const { elements, element, params = {}, ...rest } = data
  const frame = insideOf(elements)?.payingFrame?.() ?? frameOf(element) ?? frameOf(rest.card ?? rest.us_bank_account)
  const { error, object } = frame
    ? await frame.call<Answer<PaymentMethod>>('createPaymentMethod', {
        params: elements || element ? params : { billing_details: rest.billing_details, metadata: rest.metadata },
      })
    : await context.api<PaymentMethod>('POST', '/v1/payment_methods', rest)
  return error ? { error } : { paymentMethod: object }
}

/** `createConfirmationToken`: what the buyer filled in, for the seller's server to confirm with. */
export async function createConfirmationToken(
  context: Context,
  { elements, params = {} }: { elements?: unknown; params?: Form },
): Promise<{ error?: StripeError; confirmationToken?: ConfirmationToken }> {
  const frame = insideOf(elements)?.payingFrame()
  const { error, object } = frame
    ? await frame.call<Answer<ConfirmationToken>>('createConfirmationToken', { params })
    : await context.api<ConfirmationToken>('POST', '/v1/confirmation_tokens', params)
  return error ? { error } : { confirmationToken: object }
}

/** `verifyMicrodepositsForPayment` and `…ForSetup`: the amounts or the code that the buyer found at the bank. */
export async function verifyMicrodeposits(
  context: Context,
  kind: Kind,
  clientSecret: string,
  data: object = {},
): Promise<Settled> {
  const of = secretOf(kind, clientSecret)
  return told(of, await context.api<Intent>('POST', `${of.path}/verify_microdeposits`, { client_secret: of.secret, ...data }))
}
