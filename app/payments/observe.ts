import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { markPaymentPending } from '../orders/mark-payment-pending.ts'
import type { ChargeFacts, CheckoutFacts, DisputeFacts } from '../stripe/facts.ts'
import { liveStates, stateOf } from './attempt-states.ts'
import { type Attempt, findAttempt, moveAttempt, noteSession } from './attempts.ts'
import { announcePayment } from './payment-notices.ts'
import { postPayment } from './post-payment.ts'
import { postUnknownCharge } from './post-unknown-charge.ts'
import { settleBreak } from './raise-break.ts'
import { raiseLateBreaks } from './raise-late-breaks.ts'

/** What to look at again. It comes from a webhook, a return page or a sweep, and is only ever a hint. */
export type Hint = {
  /** From the session or the verified event's account, never from a payload (P11). */
  companyId: string
  stripeAccount: string
  object: { type: string; id: string }
}

type Seen = { checkout: CheckoutFacts | null; charge: ChargeFacts | null }
type Current = Seen & { disputes: DisputeFacts[] }

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

async function readCurrent(deps: Pick<Deps, 'db' | 'stripe'>, hint: Hint): Promise<Current | null> {
  const seen = await followHint(deps, hint)
  if (!seen) return null
  const disputes = seen.charge?.disputed ? await deps.stripe.listDisputes(hint.stripeAccount, seen.charge.charge) : []
  return { ...seen, disputes }
}

/** Follows a hint to the session and its charge. null: an object that is no money of ours (a product, a customer …). */
async function followHint({ db, stripe }: Pick<Deps, 'db' | 'stripe'>, hint: Hint): Promise<Seen | null> {
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
): Promise<Seen> {
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

async function moveForward(tx: Tx, hint: Hint, { checkout, charge, disputes }: Current): Promise<void> {
  const found = checkout ? await findAttempt(tx, hint.stripeAccount, checkout) : undefined
  if (checkout && found) await moveAttemptForward(tx, found, checkout, charge)
  else if (charge?.succeeded) await postUnknownCharge(tx, hint, charge)
  if (charge) await raiseLateBreaks(tx, hint.companyId, charge, disputes)
}

async function moveAttemptForward(tx: Tx, found: Attempt, checkout: CheckoutFacts, charge: ChargeFacts | null): Promise<void> {
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
  if (moved) {
    await markPaymentPending(tx, order, attempt.state === 'processing')
    await settleWaiting(tx, attempt)
  }
  const posted = charge?.succeeded ? await postPayment(tx, { attempt, order, charge }) : false
  if (moved || posted) await announcePayment(tx, order)
}

/** How the attempt ended is known now: nobody has to find out any more. */
async function settleWaiting(tx: Tx, { company_id: companyId, id, order_id, state }: Attempt): Promise<void> {
  if ((liveStates as readonly string[]).includes(state)) return
  await settleBreak(tx, { companyId, kind: 'attempt_unknown', subject: { type: 'attempt', id } })
  await settleBreak(tx, { companyId, kind: 'attempt_undecided', subject: { type: 'order', id: order_id } })
}
