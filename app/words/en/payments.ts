/** How an order's payment stands, for the buyer. */
export const payments = {
  'stands:confirming': 'Stripe is confirming your payment. This page turns by itself.',
  'stands:not_needed': 'Nothing needs to be paid.',
  'stands:paid': 'Paid. Thank you.',
  'stands:problem': 'The payment did not go through. Your order is safe; you can try again.',
  'stands:unknown':
    'The account that your last payment page was on is closed. If you paid there, do not pay again: ask the seller. Otherwise you can pay anew.',
  'stands:unpaid': 'This order is not paid yet.',
  'stands:waiting_for_buyer': 'A payment page is open for this order. Go on where you left it.',
  'why-not:not-ready': 'The seller cannot take card payments at the moment.',
  'why-not:orders-only': 'You may order but not pay. Ask a colleague who may pay to open this order.',
} as const
