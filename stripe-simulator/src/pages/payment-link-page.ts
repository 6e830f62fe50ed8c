import { StripeRefusal } from '../protocol/errors.ts'
import { visitLink } from '../resources/payment-links.ts'
import { type Sim, scopeOf } from '../simulator.ts'
import { type Answer, nothingHere, sellerName } from './checkout.ts'
import { html } from './html.ts'
import { cardPage } from './layout.ts'
import { emailError } from './read-card-form.ts'

const closed = (title: string, words: string, status: number): Answer => ({
  status,
  page: cardPage(title, html`<h1>${title}</h1><p>${words}</p>`),
})

/** Somebody opens a payment link: they get a payment page of their own, with what the address says of them filled in. */
export function openPaymentLink(sim: Sim, id: string, query: Record<string, unknown>): Answer {
  const found = sim.state.tables.payment_link.anywhere(id)
  if (!found) return nothingHere
  const { object: link, account } = found
  const seller = sellerName(sim, account)
  if (!link.active)
    return closed(
      'This link is no longer active',
      link.inactive_message ?? `Ask ${seller} for a new one. Nothing was charged.`,
      410,
    )
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  const reference = /^[\w-]{1,200}$/.test(text('client_reference_id')) ? text('client_reference_id') : null
  const email = [text('locked_prefilled_email'), text('prefilled_email')].find((one) => one !== '' && !emailError(one)) ?? null
  try {
    const session = visitLink(scopeOf(sim, account), link, {
      clientReferenceId: reference,
      email,
      isEmailLocked: email !== null && email === text('locked_prefilled_email'),
    })
    return { redirect: `/c/pay/${session.id}` }
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    return closed('This link cannot be paid at present', `${seller} cannot take this payment now. Nothing was charged.`, 409)
  }
}
