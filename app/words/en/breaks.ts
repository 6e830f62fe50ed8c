/** Differences that a person closes: what happened, and after `:do` what to do next. */
export const breaks = {
  amount_differs: '{{charged}} was charged, {{agreed}} was agreed.',
  'amount_differs:do': 'What the order needed is applied. Refund the rest in Stripe, or ask the customer for what is missing.',
  attempt_undecided: 'Stripe has not said for two days how a payment of order {{order}} ended.',
  'attempt_undecided:do': 'Look for it in Stripe before asking the buyer to pay again.',
  attempt_unknown:
    'A payment page over {{amount}} for order {{order}} may still be open: the Stripe account {{account}} does not let Florin look any more.',
  'attempt_unknown:do':
    'Ask the owner of that account whether it was paid, and book it by hand. If the account is linked again, Florin looks for itself.',
  currency_differs: '{{charged}} was charged, but {{agreed}} was agreed. Nothing was applied.',
  'currency_differs:do': 'Refund it in Stripe and ask the buyer to pay again.',
  dispute_not_booked: 'The buyer’s bank disputes {{amount}}. Stripe has taken it back for now.',
  'dispute_not_booked:do': 'Answer it in Stripe in time, or let the bank decide.',
  'dispute_not_booked:lost': 'The dispute over {{amount}} was lost. The money is gone.',
  'dispute_not_booked:lost:do': 'Book it by hand: the customer owes it again, or it is written off.',
  'dispute_not_booked:won': 'The dispute over {{amount}} was won. The money is back.',
  'dispute_not_booked:won:do': 'Take back what was booked by hand for it.',
  overpaid: '{{amount}} more was paid than order {{order}} needed.',
  'overpaid:do': 'Refund it in Stripe, or agree with the customer what to do with it.',
  'overpaid:voided': '{{amount}} was paid on order {{order}} after it was voided.',
  refund_not_booked: '{{refunded}} of {{charged}} was refunded in Stripe.',
  'refund_not_booked:do': 'Book it by hand. If more is refunded later, this opens again.',
  settlement_currency: 'Stripe settled {{amount}} as {{settled}}; its fees are not booked.',
  'settlement_currency:do': 'Book the fees by hand from Stripe’s page of this payment.',
  unknown_charge: '{{amount}} arrived on the Stripe account outside Florin.',
  'unknown_charge:do': 'It is kept in suspense. Find out in Stripe what it is for, and book it by hand.',
} as const
