import type Stripe from 'stripe'
import { cardByName } from '../cards.ts'
import { processingFee, standardDebitRate } from '../fees.ts'
import { newId } from '../ids.ts'
import { onPlatform, type Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { delayDaysOf, move, renderBalance } from './balance-transactions.ts'
import { openDispute } from './open-dispute.ts'

/** Milliseconds after a payment at which a late balance transaction is attached. */
const attachDelayMs = 1_000

const cardOfCharge = (scope: Scope, charge: Stripe.Charge) =>
  cardByName(scope.sim.state.records.cards[charge.payment_method ?? ''] ?? '')

/**
 * Moves the money of a captured charge: the seller's balance gets the gross amount less Stripe's fee and the application
 * fee, the platform's balance gets the application fee. @returns false when the movement was attached before.
 */
function attachBalanceTransaction(scope: Scope, charge: Stripe.Charge): boolean {
  if (charge.balance_transaction !== null) return false
  const { sim } = scope
  const amount = charge.amount_captured
  // Stripe calls only card payments charges; its fee for a debit has a price of its own.
  const kind = charge.payment_method_details?.type === 'card' ? 'charge' : 'payment'
  const stripeFee = processingFee(amount, kind === 'charge' ? sim.settings.feeRate : standardDebitRate)
  const applicationFee = collectApplicationFee(scope, charge)
  const transaction = move(scope, {
    amount,
    currency: charge.currency,
    type: kind,
    reportingCategory: 'charge',
    source: charge.id,
    description: charge.description,
    daysPending: cardOfCharge(scope, charge)?.behaviour.availableAtOnce ? 0 : delayDaysOf(scope),
    fees: [
      {
        amount: stripeFee,
        application: null,
        currency: charge.currency,
        description: 'Stripe processing fees',
        type: 'stripe_fee',
      },
      ...(applicationFee
        ? [
            {
              amount: applicationFee.amount,
              application: sim.state.records.platform.clientId,
              currency: charge.currency,
              description: 'application fee',
              type: 'application_fee',
            },
          ]
        : []),
    ],
  })
  charge.balance_transaction = transaction.id
  if (transaction.status === 'available') emit(scope, 'balance.available', renderBalance(scope))
  return true
}

function collectApplicationFee(scope: Scope, charge: Stripe.Charge): Stripe.ApplicationFee | null {
  const { records, tables } = scope.sim.state
  const amount = charge.application_fee_amount
  if (!amount || scope.account === records.platform.account) return null
  const platform = onPlatform(scope)
  const id = newId('fee')
  const transaction = move(platform, {
    amount,
    currency: charge.currency,
    type: 'application_fee',
    reportingCategory: 'platform_earning',
    source: id,
    description: null,
    daysPending: delayDaysOf(platform),
  })
  const fee = tables.application_fee.insert(platform.account, {
    id,
    object: 'application_fee',
    account: scope.account,
    amount,
    amount_refunded: 0,
    application: records.platform.clientId,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: scope.sim.clock.now(),
    currency: charge.currency,
    fee_source: { charge: charge.id, type: 'charge' },
    livemode: scope.sim.settings.livemode,
    originating_transaction: null,
    refunded: false,
    refunds: { object: 'list', data: [], has_more: false, url: `/v1/application_fees/${id}/refunds` },
  })
  charge.application_fee = fee.id
  emit(platform, 'application_fee.created', fee)
  return fee
}

/** Captures an authorised charge: `amount` of it becomes money, the rest is let go. */
export function captureCharge(scope: Scope, charge: Stripe.Charge, amount: number): void {
  const { sim } = scope
  charge.captured = true
  charge.amount_captured = amount
  if (amount < charge.amount) charge.amount_refunded = charge.amount - amount
  if (sim.settings.balanceTransactions === 'at_once') attachBalanceTransaction(scope, charge)
  else sim.clock.schedule('attach_balance_transaction', charge.id, attachDelayMs)
}

/** Attaches the balance transaction of a charge that was captured before, and tells with `charge.updated`. */
export function attachLate(scope: Scope, charge: Stripe.Charge): void {
  if (attachBalanceTransaction(scope, charge)) emit(scope, 'charge.updated', charge, { balance_transaction: null })
}

/** What follows a payment by some test cards: a dispute. */
export function disputeIfCardAsks(scope: Scope, charge: Stripe.Charge): void {
  const dispute = cardOfCharge(scope, charge)?.behaviour.dispute
  if (!dispute) return
  attachLate(scope, charge)
  openDispute(scope, charge, dispute)
}
