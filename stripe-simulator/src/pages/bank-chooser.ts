import type Stripe from 'stripe'
import { bankByName, testBankName, testBanks } from '../banks.ts'
import { saveBankAccount } from '../resources/bank-account-methods.ts'
import type { Sim } from '../simulator.ts'
import { findBySecret } from './challenge.ts'
import { type Answer, nothingHere, sellerName } from './checkout.ts'
import { html } from './html.ts'
import { alert, cardPage, type Page } from './layout.ts'
import { textIn } from './read-card-form.ts'

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

/** Whether an account may still be chosen for it. */
const isOpen = (intent: Intent): boolean =>
  ['requires_payment_method', 'requires_confirmation'].includes(intent.status) &&
  intent.payment_method_types.includes('us_bank_account')

function chooserPage(seller: string, error: string | null): Page {
  return cardPage(
    'Connect a bank account',
    html`<h1>Choose an account to connect</h1>${alert(error)}
<p>${seller} wants to debit one of your accounts at ${testBankName}. Nothing is debited yet.</p>
<form method="post"><fieldset><legend>Accounts</legend>${testBanks.map(
      ({ bank }, index) =>
        html`<div class="choice"><input type="radio" name="account" id="account-${index}" value="${bank.name}"${index === 0 ? ' checked' : ''}>
<label for="account-${index}">Account ••${bank.last4}<small>It ${bank.label}</small></label></div>`,
    )}</fieldset>
<button class="button" name="press" value="connect" type="submit">Connect account</button>
<button class="button quiet" name="press" value="leave" type="submit">Go back without connecting</button></form>
<p class="hint">With a real bank you would sign in here. In this simulator every account is yours.</p>`,
  )
}

/** The buyer's bank, which lets them choose an account for an intent. */
export function showBankChooser(sim: Sim, id: string, secret: string): Answer {
  const found = findBySecret(sim, id, secret)
  if (!found || !isOpen(found.intent)) return nothingHere
  return { page: chooserPage(sellerName(sim, found.scope.account), null) }
}

/**
 * The buyer connects an account, which counts as proven, or goes back.
 * @param owner as the seller's page told it. @returns the page again when it is not answered, or null when the buyer is done.
 */
export function submitBankChooser(
  sim: Sim,
  { id, secret }: { id: string; secret: string },
  owner: { name?: string; email?: string },
  form: Record<string, unknown>,
): Answer | null {
  const found = findBySecret(sim, id, secret)
  if (!found || !isOpen(found.intent)) return nothingHere
  if (form.press === 'leave') return null
  const { scope, intent } = found
  const bank = bankByName(textIn(form, 'account'))
  if (!bank) return { page: chooserPage(sellerName(sim, scope.account), 'Choose one of the accounts.') }
  intent.payment_method = saveBankAccount(scope, { bank, isVerified: true, ...owner }).id
  intent.status = 'requires_confirmation'
  return null
}
