/** What a published test card does when it is charged. */
type CardBehaviour = {
  decline?: {
    code: string
    declineCode?: string
    message: string
    adviceCode?: 'try_again_later' | 'do_not_try_again' | 'confirm_card_data'
  }
  /** A challenge before every payment, or only while the card has not been set up for later. */
  challenge?: 'always' | 'unless_set_up'
  dispute?: { reason: string; inquiry?: boolean }
  /** A refund that first looks well and fails, or first is pending and succeeds. */
  refund?: 'fails_later' | 'succeeds_later'
  availableAtOnce?: boolean
  /** Attaching to a customer works, charging does not. */
  attachesOnly?: boolean
}

export type TestCard = {
  name: string
  brand: 'visa' | 'mastercard' | 'amex'
  last4: string
  funding: 'credit' | 'debit'
  behaviour: CardBehaviour
}

const declined = (declineCode: string, message: string): CardBehaviour => ({
  decline: { code: 'card_declined', declineCode, message, adviceCode: 'try_again_later' },
})

const published: [number: string, name: string, behaviour: CardBehaviour][] = [
  ['4242424242424242', 'visa', {}],
  ['4000056655665556', 'visa_debit', {}],
  ['5555555555554444', 'mastercard', {}],
  ['378282246310005', 'amex', {}],
  ['4000000000000002', 'visa_chargeDeclined', declined('generic_decline', 'Your card was declined.')],
  [
    '4000000000009995',
    'visa_chargeDeclinedInsufficientFunds',
    declined('insufficient_funds', 'Your card has insufficient funds.'),
  ],
  [
    '4000000000000069',
    'chargeDeclinedExpiredCard',
    {
      decline: {
        code: 'expired_card',
        declineCode: 'expired_card',
        message: 'Your card has expired.',
        adviceCode: 'do_not_try_again',
      },
    },
  ],
  [
    '4000000000000127',
    'chargeDeclinedIncorrectCvc',
    {
      decline: {
        code: 'incorrect_cvc',
        declineCode: 'incorrect_cvc',
        message: "Your card's security code is incorrect.",
        adviceCode: 'confirm_card_data',
      },
    },
  ],
  [
    '4000000000000119',
    'chargeDeclinedProcessingError',
    {
      decline: {
        code: 'processing_error',
        declineCode: 'processing_error',
        message: 'An error occurred while processing your card. Try again in a little bit.',
        adviceCode: 'try_again_later',
      },
    },
  ],
  ['4000002500003155', 'authenticationRequiredOnSetup', { challenge: 'unless_set_up' }],
  ['4000002760003184', 'authenticationRequired', { challenge: 'always' }],
  [
    '4000008400001629',
    'threeDSecureRequiredChargeDeclined',
    { challenge: 'always', ...declined('generic_decline', 'Your card was declined.') },
  ],
  ['4000000000000341', 'chargeCustomerFail', { attachesOnly: true, ...declined('generic_decline', 'Your card was declined.') }],
  ['4000000000000259', 'createDispute', { dispute: { reason: 'fraudulent' } }],
  ['4000000000002685', 'createDisputeProductNotReceived', { dispute: { reason: 'product_not_received' } }],
  ['4000000000001976', 'createDisputeInquiry', { dispute: { reason: 'product_not_received', inquiry: true } }],
  ['4000000000000077', 'bypassPending', { availableAtOnce: true }],
  ['4000000000005126', 'refundFail', { refund: 'fails_later' }],
  ['4000000000007726', 'pendingRefund', { refund: 'succeeds_later' }],
]

const brandOf = (digits: string): TestCard['brand'] => {
  if (digits.startsWith('3')) return 'amex'
  return digits.startsWith('5') ? 'mastercard' : 'visa'
}

const byNumber = new Map<string, TestCard>()
const byName = new Map<string, TestCard>()
for (const [digits, name, behaviour] of published) {
  const funding = name === 'visa_debit' ? 'debit' : 'credit'
  const card: TestCard = { name, brand: brandOf(digits), last4: digits.slice(-4), funding, behaviour }
  byNumber.set(digits, card)
  byName.set(name, card)
}

/**
 * The published test card with this number (spaces and dashes allowed), or undefined: every other number is refused, and
 * the caller must neither keep nor repeat what it was given.
 */
export const cardByNumber = (digits: string): TestCard | undefined => byNumber.get(digits.replaceAll(/[\s-]/g, ''))

/** The card behind `pm_card_visa`, `tok_visa` and the like, or behind a payment method that was made from a number. */
export const cardByName = (name: string): TestCard | undefined => byName.get(name)

/** The card behind an id of Stripe's own making, such as `pm_card_visa` or `tok_chargeDeclined`. */
export function cardByMagicId(id: string): TestCard | undefined {
  const name = id.replace(/^(pm_card|tok)_/, '')
  return name === id ? undefined : (byName.get(name) ?? byName.get(`visa_${name}`))
}

/** The brand's name as people write it. */
export const brandLabel = (brand: string): string =>
  ({ visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express' })[brand] ?? brand

/** How many digits the security code of a brand has. */
export const cvcLength = (brand: TestCard['brand']): number => (brand === 'amex' ? 4 : 3)
