import { formatAmount } from '../money.ts'
import { html } from './html.ts'
import { cardPage, type Page } from './layout.ts'

/** The page of the buyer's bank, which asks whether it is really the buyer. */
export function challengePage(view: { seller: string; due: { amount: number; currency: string } | null }): Page {
  const { due } = view
  return cardPage(
    'Confirm it is you',
    html`<h1>3-D Secure: confirm it is you</h1>
<p>${due ? 'Your bank asks you to approve this payment before the card is charged.' : 'Your bank asks you to approve that this card is saved for later payments. Nothing is charged now.'}</p>
<dl class="facts"><dt>To</dt><dd>${view.seller}</dd>${due ? html`<dt>Amount</dt><dd>${formatAmount(due.amount, due.currency)}</dd>` : ''}</dl>
<form method="post"><button class="button" name="answer" value="complete" type="submit">Complete authentication</button>
<button class="button quiet" name="answer" value="fail" type="submit">Fail authentication</button></form>
<p class="hint">With a real card your bank would show its own page or send a code to your phone.</p>`,
  )
}
