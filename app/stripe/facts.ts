/** What Florin reads off Stripe's current objects: plain data in our words, so that no business folder knows the SDK. */

export type CardFacts = { brand: string; last4: string; expiry: string; funding: string }

/** What Stripe took and left of one charge, on the seller's balance. Minor units of `currency` (the settlement currency). */
export type SettlementFacts = {
  balanceTransaction: string
  currency: string
  grossMinor: number
  stripeFeeMinor: number
  applicationFeeMinor: number
  netMinor: number
  availableOn: Date
}

export type ChargeFacts = {
  charge: string
  paymentIntent: string | null
  succeeded: boolean
  /** What was captured, in minor units of `currency`. */
  capturedMinor: number
  currency: string
  createdAt: Date
  card: CardFacts | null
  authorisationCode: string | null
  receiptUrl: string | null
  statementDescriptor: string | null
  applicationFee: string | null
  refundedMinor: number
  disputed: boolean
  /** null until Stripe has attached the balance transaction. */
  settlement: SettlementFacts | null
}

/** A buyer's bank takes a charge back, or asks about it. */
export type DisputeFacts = {
  dispute: string
  amountMinor: number
  currency: string
  reason: string
  outcome: 'open' | 'won' | 'lost'
  /** Until when evidence is taken; null while Stripe does not say. */
  dueBy: Date | null
}

export type CheckoutFacts = {
  session: string
  /** The attempt's id, as we sent it: only good for adopting a session whose creation we never heard back about. */
  reference: string | null
  status: 'open' | 'complete' | 'expired'
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required'
  url: string | null
  expiresAt: Date
  paymentIntent: string | null
  intentStatus: string | null
  /** Why the last card was refused, in Stripe's words for the buyer. */
  lastDecline: string | null
  charge: ChargeFacts | null
}

export type AccountFacts = {
  stripeAccount: string
  detailsSubmitted: boolean
  chargesEnabled: boolean
  payoutsEnabled: boolean
  businessName: string | null
  requirements: { currentlyDue: string[]; pastDue: string[]; pendingVerification: string[]; disabledReason: string | null }
}

export type ApplicationFeeFacts = {
  applicationFee: string
  stripeAccount: string
  charge: string
  amountMinor: number
  currency: string
  createdAt: Date
}

/** A verified webhook, or a row of the event list: only a hint of what to read again. */
export type EventHint = {
  event: string
  type: string
  stripeAccount: string | null
  livemode: boolean
  objectType: string
  objectId: string
  createdAt: Date
}
