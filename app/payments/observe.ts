import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { markPaymentPending } from '../orders/mark-payment-pending.ts'
import type { ChargeFacts, CheckoutFacts } from '../stripe/facts.ts'
import { stateOf } from './attempt-states.ts'
import { findAttempt, moveAttempt, noteSession } from './attempts.ts'
import { announcePayment } from './payment-notices.ts'
import { postPayment } from './post-payment.ts'
import { postUnknownCharge } from './post-unknown-charge.ts'
import { raiseBreak } from './raise-break.ts'

/** What to look at again. It comes from a webhook, a return page or a sweep, and is only ever a hint. */
export type Hint = {
  /** From the session or the verified event's account, never from a payload (P11). */
  companyId: string
  stripeAccount: string
  object: { type: string; id: string }
}

type Current = { checkout: CheckoutFacts | null; charge: ChargeFacts | null }

/**
 * The only door through which money comes in. Reads Stripe's current objects, then moves our state forward under a row lock:
 * attempt, payment, ledger, allocation, order and outbox commit together (P5), once (P2), whoever calls and how often.
 *
 * @param finish runs in the same transaction, after everything else: the inbox marks its row done there.
 * @throws StripeUnreachable (ask again later), StripeRefused; the database's errors. Nothing is changed then.
 */
export async function observe(deps: Pick<Deps, 'db' | 'stripe'>, hint: Hint, finish?: (tx: Tx) => Promise<void>): Promise<void> {
  const current = await readCurrent(deps, hint)
  await deps.db.withCompany(hint.companyId, async (tx) => {
    if (current) await moveForward(tx, hint, current)
    await finish?.(tx)
  })
}

/** Follows a hint to the session and its charge. null: an object that is no money of ours (a product, a customer …). */
async function readCurrent({ db, stripe }: Pick<Deps, 'db' | 'stripe'>, hint: Hint): Promise<Current | null> {
  const { stripeAccount: account, object } = hint
  if (object.type === 'checkout.session') {
    const checkout = await stripe.readCheckout(account, object.id)
    return { checkout, charge: checkout.charge }
  }
  if (object.type === 'payment_intent') return readByIntent({ db, stripe }, hint, object.id, null)
  const charge =
    object.type === 'charge'
      ? await stripe.readCharge(account, object.id)
      : object.type === 'refund' || object.type === 'dispute'
        ? await stripe.readChargeOf(account, { type: object.type, id: object.id })
        : null
  if (!charge) return null
  return charge.paymentIntent ? readByIntent({ db, stripe }, hint, charge.paymentIntent, charge) : { checkout: null, charge }
}

async function readByIntent(
  { db, stripe }: Pick<Deps, 'db' | 'stripe'>,
  { companyId, stripeAccount }: Hint,
  paymentIntent: string,
  charge: ChargeFacts | null,
): Promise<Current> {
  const known = await db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('payment_attempts')
      .select('checkout_session')
      .where('company_id', '=', companyId)
      .where('payment_intent', '=', paymentIntent)
      .executeTakeFirst(),
  )
  const checkout = known?.checkout_session
    ? await stripe.readCheckout(stripeAccount, known.checkout_session)
    : await stripe.findCheckoutOfIntent(stripeAccount, paymentIntent)
  if (checkout) return { checkout, charge: checkout.charge ?? charge }
  return { checkout: null, charge: charge ?? (await stripe.readChargeOfIntent(stripeAccount, paymentIntent)) }
}

async function moveForward(tx: Tx, hint: Hint, { checkout, charge }: Current): Promise<void> {
  const found = checkout ? await findAttempt(tx, hint.stripeAccount, checkout) : undefined
  if (!checkout || !found) {
    if (charge?.succeeded) await postUnknownCharge(tx, hint, charge)
    return
  }
  const order = await lockOrder(tx, found.order_id)
  // Read again under the lock: whoever held it before us may have moved the attempt.
  const attempt = await tx
    .selectFrom('payment_attempts')
    .selectAll()
    .where('company_id', '=', found.company_id)
    .where('id', '=', found.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  await noteSession(tx, attempt, checkout)
  const moved = await moveAttempt(tx, attempt, stateOf(checkout))
  if (moved) await markPaymentPending(tx, order, attempt.state === 'processing')
  const posted = charge?.succeeded ? await postPayment(tx, { attempt, order, charge }) : false
  if (charge) await raiseLateBreaks(tx, hint, charge)
  if (moved || posted) await announcePayment(tx, order)
}

/** What Stripe knows about a charge and Florin does not book yet is shown to a person, never passed over. */
async function raiseLateBreaks(tx: Tx, { companyId }: Hint, charge: ChargeFacts): Promise<void> {
  const subject = { companyId, subject: { type: 'charge', id: charge.charge } }
  if (charge.refundedMinor > 0) {
    const details = { refundedMinor: charge.refundedMinor, currency: charge.currency }
    await raiseBreak(tx, {
      ...subject,
      kind: 'refund_not_booked',
      summary: 'A refund was made in Stripe. Book it by hand.',
      details,
    })
  }
  if (charge.disputed) {
    await raiseBreak(tx, {
      ...subject,
      kind: 'dispute_not_booked',
      summary: 'The buyer’s bank disputes this payment. Answer it in Stripe.',
    })
  }
}
