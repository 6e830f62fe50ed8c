import type Stripe from 'stripe'
import { chargeFacts } from './charges.ts'
import type { CheckoutFacts } from './facts.ts'
import { calling, expectObject, StripeUnreachable } from './failures.ts'

/** Everything of a session that was agreed with the buyer, frozen with the attempt so that a repeated create sends the same bytes. */
export type CheckoutRequest = {
  currency: string
  lines: { name: string; unitMinor: number; quantity: number }[]
  applicationFeeMinor: number
  description: string
  reference: string
  buyerEmail: string
  successUrl: string
  cancelUrl: string
  metadata: Record<string, string>
}

const expansion = ['payment_intent.latest_charge.balance_transaction']

/**
 * Creates a hosted Checkout session on the connected account (a direct charge: the seller is the merchant of record).
 * Repeating it with the same key returns the same session, for 24 hours.
 *
 * @param stripeAccount required by type: nothing about a buyer's money is ever created on the platform's own account.
 */
export async function createCheckout(
  stripe: Stripe,
  stripeAccount: string,
  request: CheckoutRequest,
  idempotencyKey: string,
): Promise<CheckoutFacts> {
  const session = await calling(
    stripe.checkout.sessions.create(
      {
        mode: 'payment',
        allowed_payment_method_types: ['card'],
        line_items: request.lines.map((line) => ({
          quantity: line.quantity,
          price_data: { currency: request.currency, unit_amount: line.unitMinor, product_data: { name: line.name } },
        })),
        payment_intent_data: {
          ...(request.applicationFeeMinor > 0 ? { application_fee_amount: request.applicationFeeMinor } : {}),
          description: request.description,
          metadata: request.metadata,
        },
        client_reference_id: request.reference,
        customer_email: request.buyerEmail,
        success_url: request.successUrl,
        cancel_url: request.cancelUrl,
        metadata: request.metadata,
      },
      { stripeAccount, idempotencyKey },
    ),
  )
  return checkoutFacts(expectObject(session, 'checkout.session'))
}

/** The session as it stands now, with its payment, charge and balance transaction. */
export async function readCheckout(stripe: Stripe, stripeAccount: string, session: string): Promise<CheckoutFacts> {
  const read = await calling(stripe.checkout.sessions.retrieve(session, { expand: expansion }, { stripeAccount }))
  return checkoutFacts(expectObject(read, 'checkout.session'))
}

/** The session a payment intent belongs to, or null: the intent is not of a Checkout of ours. */
export async function findCheckoutOfIntent(
  stripe: Stripe,
  stripeAccount: string,
  paymentIntent: string,
): Promise<CheckoutFacts | null> {
  const list = await calling(
    stripe.checkout.sessions.list(
      { payment_intent: paymentIntent, limit: 1, expand: expansion.map((path) => `data.${path}`) },
      { stripeAccount },
    ),
  )
  const session = expectObject(list, 'list').data[0]
  return session ? checkoutFacts(session) : null
}

/** Looks for the session an attempt may have created without our learning it (the answer was lost). Walks at most `pagesMax` pages. */
export async function findCheckoutByReference(
  stripe: Stripe,
  stripeAccount: string,
  reference: string,
  since: Date,
): Promise<CheckoutFacts | null> {
  const pagesMax = 10
  const perPage = 100
  const created = { gte: Math.floor(since.getTime() / 1000) - 60 }
  let after: string | undefined
  for (let page = 0; page < pagesMax; page++) {
    const list = await calling(
      stripe.checkout.sessions.list({ created, limit: perPage, ...(after ? { starting_after: after } : {}) }, { stripeAccount }),
    )
    const found = expectObject(list, 'list').data.find((session) => session.client_reference_id === reference)
    if (found) return readCheckout(stripe, stripeAccount, found.id)
    if (!list.has_more) return null
    after = list.data.at(-1)?.id
  }
  return null
}

/** Closes an open session so that nobody can pay it any more. @throws StripeRefused when it is no longer open. */
export async function expireCheckout(stripe: Stripe, stripeAccount: string, session: string): Promise<void> {
  expectObject(await calling(stripe.checkout.sessions.expire(session, {}, { stripeAccount })), 'checkout.session')
}

function checkoutFacts(session: Stripe.Checkout.Session): CheckoutFacts {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null
  const charge = intent && typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  return {
    session: session.id,
    reference: session.client_reference_id,
    status: oneOf(session.status, ['open', 'complete', 'expired']),
    paymentStatus: oneOf(session.payment_status, ['paid', 'unpaid', 'no_payment_required']),
    url: session.url,
    expiresAt: new Date(session.expires_at * 1000),
    paymentIntent: typeof session.payment_intent === 'string' ? session.payment_intent : (intent?.id ?? null),
    intentStatus: intent?.status ?? null,
    lastDecline: intent?.last_payment_error?.message ?? null,
    charge: charge ? chargeFacts(charge) : null,
  }
}

/** Stripe's enumerations are open: a value we do not know is not guessed at, the object is simply read again later. */
function oneOf<const T extends string>(value: string | null, known: readonly T[]): T {
  const found = known.find((each) => each === value)
  if (found === undefined) throw new StripeUnreachable(`Stripe answered with a state Florin does not know: ${value}`)
  return found
}
