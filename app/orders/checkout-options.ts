import type { Clock } from '../clock.ts'
import { readAddresses } from '../customers/get-customer.ts'
import { type CustomerRow, readCustomer } from '../customers/lock-customer.ts'
import { termsInWords } from '../customers/terms.ts'
import type { Tx } from '../db/database.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { BuyingActor } from './buyer.ts'
import { type Cart, readCart, showCart, totalOf, whyNotOrder } from './cart.ts'
import { isBeyondCredit } from './credit.ts'
import { type PaymentChoice, paymentChoice } from './payment-choice.ts'
import { holdOf, type PayWith, settlementInWords, settlementLabel, settlementOf } from './settlement.ts'
import { readShipDates, shipDateLabel } from './ship-dates.ts'

/** Everything the checkout page offers this buyer now, and why not where it does not. */
export async function checkoutOptions(tx: Tx, clock: Clock, actor: BuyingActor) {
  const customer = await readCustomer(tx, actor.customerId)
  const cart = await readCart(tx, actor, customer)
  const addresses = await readAddresses(tx, actor.companyId, customer.id)
  const dates = await readShipDates(tx, actor.companyId, clock.now())
  const choice = paymentChoice(customer, await readStripeStanding(tx, customer.location_id), totalOf(cart))
  const why = whyNotPlace(actor, cart, addresses.length, choice)
  return {
    cart: showCart(cart),
    addresses,
    shipDates: dates.map((each) => ({ date: each.date, orderBy: each.orderBy.toISOString(), label: shipDateLabel(each) })),
    customer: { name: customer.name, terms: termsInWords(customer) },
    payment: await paymentOptions(tx, customer, cart, choice, actor),
    mayPlace: why === null,
    whyNotPlace: why,
  }
}

/** Both ways to settle this cart, why not, and what happens then: judged as the order itself will be. */
async function paymentOptions(tx: Tx, customer: CustomerRow, cart: Cart, choice: PaymentChoice, actor: BuyingActor) {
  const asked = { totalMinor: cart.totals.totalMinor, currency: cart.currency }
  const beyondCredit = cart.lines.length > 0 && (await isBeyondCredit(tx, customer, asked))
  const settled = (payWith: PayWith) => settlementOf(customer, { ...asked, beyondCredit, payWith })
  const happens = (payWith: PayWith) =>
    settlementInWords(settled(payWith), { ...customer, total_minor: asked.totalMinor, currency: asked.currency })
  return {
    card: { ...choice.card, happens: happens('card') },
    terms: {
      ...choice.terms,
      happens: happens('terms'),
      label: settlementLabel(settled('terms')),
      words: termsInWords(customer),
      // Said before ordering, so that nobody is surprised by a hold.
      notice: holdOf(settled('terms'), { beyondCredit }) === 'credit_limit' ? say('orders', 'beyond-credit') : null,
    },
    mayPay: actor.permissions.has('shop.pay'),
  }
}

function whyNotPlace(actor: BuyingActor, cart: Cart, addresses: number, choice: PaymentChoice): string | Sentence | null {
  if (!actor.permissions.has('shop.order')) return say('orders', 'not-order:pays-only')
  const why = whyNotOrder(cart)
  if (why !== null) return why
  if (addresses === 0) return say('orders', 'not-order:no-address')
  return choice.card.available || choice.terms.available ? null : choice.card.reason
}
