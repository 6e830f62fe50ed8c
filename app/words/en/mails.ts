/** What mails say, and why one did not go out. */
export const mails = {
  'about:order-expired': 'Order {{number}} was not paid in time',
  'about:order-expired-seller': 'Order {{number}} was not paid in time (to the seller)',
  'about:order-placed': 'Confirmation of order {{number}}',
  'about:security-notice': 'Security notice',
  'about:other': 'A mail of another kind',
  'about:payment-received': 'Receipt for a payment of order {{number}}',
  'expired:button': 'See the order, order again',
  'expired:closing': 'You receive this mail because an order was placed at {{company}} with your account.',
  'expired:heading': 'Order {{number}} has ended',
  'expired:paid-anyway':
    'Nothing was charged. If you have paid by another way in the meantime, nothing is lost: tell us, and we put it right.',
  'expired:subject': 'Order {{number}} at {{company}} was not paid in time',
  'expired:what':
    'Hello {{name}}, this order had to be paid before it ships, and {{total}} did not arrive in time. Its goods are free for others now. You can order the same again with one click.',
  'expired-seller:button': 'See the order',
  'expired-seller:closing': 'You receive this mail because you work in sales, or administer {{company}}.',
  'expired-seller:heading': 'Order {{number}} has ended unpaid',
  'expired-seller:next': 'The buyer was told. Money that still arrives for it stays unapplied and is shown to A/R.',
  'expired-seller:subject': 'Order {{number}} of {{customer}} was not paid in time',
  'expired-seller:what': '{{customer}} did not pay {{total}} in time. Nothing ships, and the goods are free for others.',
  'fault:address_refused': 'The mail server refused the address. Check whether it is still right.',
  'fault:gone': 'This person no longer belongs to the company or customer, so the mail was not sent.',
  'fault:may_not': 'This person may not see what the mail says (any more), so it was not sent.',
  'fault:refused': 'The mail server did not take the mail.',
  'fault:sign_in_refused': 'The mail server refuses Florin’s own sign-in. Tell whoever runs Florin.',
  'fault:unreachable': 'The mail server could not be reached.',
  'waits:credit_limit': 'It goes over your credit limit, so we look at it before it ships.',
  'waits:pay': 'If you have not paid yet, open the order and choose Pay. It can be paid until {{until}}; after that it ends.',
  'unapplied:expired':
    'The order had ended before your payment arrived, so nothing ships. Your money is kept for you: we will get in touch, or tell us what to do with it.',
} as const
