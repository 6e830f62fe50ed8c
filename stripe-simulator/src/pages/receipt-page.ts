import { brandLabel } from '../cards.ts'
import { formatAmount } from '../money.ts'
import type { Sim } from '../simulator.ts'
import type { Answer } from './checkout.ts'
import { html } from './html.ts'
import { cardPage } from './layout.ts'

/** The receipt behind a charge's `receipt_url`. */
export function showReceipt(sim: Sim, chargeId: string): Answer {
  const found = sim.state.tables.charge.anywhere(chargeId)
  if (!found?.object.paid)
    return { status: 404, page: cardPage('There is no such receipt', html`<h1>There is no such receipt</h1>`) }
  const { object: charge, account } = found
  const seller = sim.state.tables.account.anywhere(account)?.object.business_profile?.name ?? 'the seller'
  const { card, us_bank_account: bank } = charge.payment_method_details ?? {}
  const day = new Date(charge.created * 1000).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })
  return {
    page: cardPage(
      `Receipt from ${seller}`,
      html`<div><h1>Receipt from ${seller}</h1><p class="hint">${charge.description ?? ''}</p></div>
<dl class="facts"><dt>Amount paid</dt><dd>${formatAmount(charge.amount_captured, charge.currency)}</dd>
<dt>Date paid</dt><dd>${day}</dd>
<dt>${card ? 'Card' : 'Bank account'}</dt><dd>${card ? brandLabel(card.brand ?? '') : (bank?.bank_name ?? '')} ending in ${card?.last4 ?? bank?.last4}</dd>
${charge.amount_refunded > 0 ? html`<dt>Refunded</dt><dd>${formatAmount(charge.amount_refunded, charge.currency)}</dd>` : ''}
<dt>Payment</dt><dd>${charge.id}</dd></dl>`,
    ),
  }
}
