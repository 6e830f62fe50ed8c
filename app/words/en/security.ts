/** What people are told by mail when something about entering, or about where the money goes, has changed. */
export const security = {
  'payout-linked': '{{who}} linked the Stripe account {{account}} to {{company}}: card payments are paid out through it.',
  'payout-edited': '{{who}} opened Stripe’s form to change the payout account of {{company}}.',
  'payout-disconnected': '{{who}} disconnected the Stripe account {{account}} of {{company}}: customers cannot pay online there.',
  'roles-changed': '{{who}} changed what {{person}} may do at {{company}}. From now on: {{roles}}.',
  'person-removed': '{{who}} removed {{person}} from {{company}}.',
  'leader-invited': '{{who}} invited {{person}} to {{company}} as {{roles}}.',
  'factor-reset':
    '{{who}} reset the second factor of {{person}} at {{company}}. Every session has ended; signing in takes the password alone until a new factor is set up.',
  'fee-changed': '{{who}} set a new convenience fee.',
  'app-added': 'An authenticator app was set up for your account.',
  'app-removed': 'The authenticator app was removed from your account.',
  'passkey-added': 'The passkey “{{name}}” was added to your account.',
  'passkey-removed': 'The passkey “{{name}}” was removed from your account.',
  'backup-codes-made': 'New backup codes were made for your account. The old ones are worth nothing any more.',
  'backup-code-used': 'Somebody signed in to your account with a backup code.',
  'password-changed': 'The password of your account was changed.',
  'mail:subject': 'Security notice',
  'mail:heading': 'Something about security has changed',
  'mail:not-you':
    'Was this agreed, or was it you? Then there is nothing to do. Otherwise change your password, look at your sessions under My account, and talk to your administrators at once.',
  'mail:button': 'Open My account',
  'mail:closing': 'Florin writes this whenever something about security changes. It cannot be switched off.',
} as const
