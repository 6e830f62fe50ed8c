/** The convenience fee, in words, and the mail to the people who pay it. */
export const fees = {
  'rule:percent': '{{percent}} % of each card payment',
  'rule:percent-and-fixed': '{{percent}} % of each card payment + {{fixed}}',
  'rule:at-least': '{{rule}}, at least {{amount}}',
  'rule:at-most': '{{rule}}, at most {{amount}}',
  'rule:none': 'no fee',
  'mail:subject': 'The convenience fee for {{company}} changes on {{day}}',
  'mail:heading': 'Your convenience fee changes',
  'mail:what':
    'Hello {{name}}, from {{moment}} on the convenience fee on card payments to {{company}} is: {{rule}}. Until then it is: {{before}}.',
  'mail:stays': 'Payments taken before that keep the fee they were taken with. Your customers pay nothing of it.',
  'mail:of-payment': 'Of a payment of {{payment}}',
  'mail:instead-of': '{{after}} instead of {{before}}',
  'mail:button': 'See it under Integrations › Stripe',
  'mail:closing': 'You receive this mail because you administer {{company}} in Florin.',
} as const
