/** What a published test bank account does when it is debited. */
type BankBehaviour = {
  /** The debit comes back before it has succeeded. */
  failure?: { code: string; message: string }
  /** The debit succeeds, and some days later the bank takes the money back. */
  isDisputed?: boolean
  /** The debit is never decided. */
  staysProcessing?: boolean
  /** The micro-deposits that should prove the account cannot be sent. */
  failsMicrodeposits?: boolean
}

export type TestBank = { name: string; label: string; last4: string; behaviour: BankBehaviour }

/** The only bank that the simulator knows. */
export const testRoutingNumber = '110000000'
export const testBankName = 'STRIPE TEST BANK'

const fails = (code: string, message: string): BankBehaviour => ({ failure: { code, message } })

/** The numbers of Stripe's documentation of ACH Direct Debit, with the payment methods that stand for them. */
const published: [number: string, name: string, label: string, behaviour: BankBehaviour][] = [
  ['000123456789', 'success', 'is debited', {}],
  ['000111111113', 'accountClosed', 'is closed', fails('account_closed', "The customer's bank account has been closed.")],
  ['000111111116', 'noAccount', 'does not exist', fails('no_account', "The customer's bank account could not be located.")],
  [
    '000222222227',
    'insufficientFunds',
    'has insufficient funds',
    fails('insufficient_funds', "The customer's account has insufficient funds to cover this payment."),
  ],
  [
    '000333333335',
    'debitNotAuthorized',
    'refuses the debit',
    fails('debit_not_authorized', 'The customer has notified their bank that this payment was unauthorized.'),
  ],
  [
    '000444444440',
    'invalidCurrency',
    'is in another currency',
    fails('invalid_currency', 'The bank was unable to process this payment because of its currency.'),
  ],
  ['000666666661', 'failMicrodeposits', 'takes no micro-deposits', { failsMicrodeposits: true }],
  ['000555555559', 'dispute', 'takes the money back later', { isDisputed: true }],
  ['000000000009', 'processing', 'stays in processing', { staysProcessing: true }],
]

const byNumber = new Map<string, TestBank>()
const byName = new Map<string, TestBank>()
for (const [digits, name, label, behaviour] of published) {
  const bank: TestBank = { name, label, last4: digits.slice(-4), behaviour }
  byNumber.set(digits, bank)
  byName.set(name, bank)
}

/** Every test bank account with its number, for pages that offer them. */
export const testBanks: readonly { number: string; bank: TestBank }[] = [...byNumber].map(([number, bank]) => ({ number, bank }))

/**
 * The published test account with this number (spaces and dashes allowed), or undefined: every other number is refused, and
 * the caller must neither keep nor repeat what it was given.
 */
export const bankByNumber = (digits: string): TestBank | undefined => byNumber.get(digits.replaceAll(/[\s-]/g, ''))

/** Stripe's documentation of testing payouts has one more, that takes no instant ones; debits do not know it. */
const slowBank: TestBank = { name: 'instantUnsupported', label: 'takes no instant payouts', last4: '8883', behaviour: {} }

/** The same for bank accounts that payouts go to. */
export const payoutBankByNumber = (digits: string): TestBank | undefined =>
  digits.replaceAll(/[\s-]/g, '') === '000888888883' ? slowBank : bankByNumber(digits)

/** Whether payouts to this bank account can arrive within minutes. */
export const takesInstantPayouts = (bank: TestBank): boolean => bank.name !== slowBank.name

export const bankByName = (name: string): TestBank | undefined => byName.get(name)

/** The account behind an id of Stripe's own making, such as `pm_usBankAccount_success`. */
export const bankByMagicId = (id: string): TestBank | undefined =>
  id.startsWith('pm_usBankAccount_') ? byName.get(id.slice('pm_usBankAccount_'.length)) : undefined
