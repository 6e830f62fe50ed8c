import { formatAmount } from '../money.ts'
import { html } from './html.ts'
import { cardPage, type Page } from './layout.ts'

/** The page of the buyer's bank, which asks whether it is really the buyer. */
export function challengePage(view: { seller: string; amount: number; currency: string }): Page {
  return cardPage(
    'Confirm it is you',
    html`<h1>3-D Secure: confirm it is you</h1>
<p>Your bank asks you to approve this payment before the card is charged.</p>
<dl class="facts"><dt>To</dt><dd>${view.seller}</dd><dt>Amount</dt><dd>${formatAmount(view.amount, view.currency)}</dd></dl>
<form method="post"><button class="button" name="answer" value="complete" type="submit">Complete authentication</button>
<button class="button quiet" name="answer" value="fail" type="submit">Fail authentication</button></form>
<p class="hint">With a real card your bank would show its own page or send a code to your phone.</p>`,
  )
}
