import type { Clock } from '../clock.ts'
import { readAddresses } from '../customers/get-customer.ts'
import { type CustomerRow, readCustomer } from '../customers/lock-customer.ts'
import { termsInWords } from '../customers/terms.ts'
import type { Tx } from '../db/database.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import type { BuyingActor } from './buyer.ts'
import { type Cart, readCart, showCart, whyNotOrder } from './cart.ts'
import { isBeyondCredit } from './credit.ts'
import { type PaymentChoice, paymentChoice } from './payment-choice.ts'
import { readShipDates } from './ship-dates.ts'

/** Everything the checkout page offers this buyer now, and why not where it does not. */
export async function checkoutOptions(tx: Tx, clock: Clock, actor: BuyingActor) {
  const customer = await readCustomer(tx, actor.customerId)
  const cart = await readCart(tx, actor, customer)
  const addresses = await readAddresses(tx, actor.companyId, customer.id)
  const dates = await readShipDates(tx, actor.companyId, clock.now())
  const choice = paymentChoice(customer, await readStripeStanding(tx, customer.location_id))
  const why = whyNotPlace(actor, cart, addresses.length, choice)
  return {
    cart: showCart(cart),
    addresses,
    shipDates: dates.map((each) => ({ ...each, orderBy: each.orderBy.toISOString() })),
    customer: { name: customer.name, terms: termsInWords(customer) },
    payment: {
      card: choice.card,
      terms: { ...choice.terms, notice: await creditNotice(tx, customer, cart) },
      required: choice.required,
      mayPay: actor.permissions.has('shop.pay'),
    },
    mayPlace: why === null,
    whyNotPlace: why,
  }
}

function whyNotPlace(actor: BuyingActor, cart: Cart, addresses: number, choice: PaymentChoice): string | null {
  if (!actor.permissions.has('shop.order')) return 'You may pay but not order. Ask a colleague who may order.'
  const why = whyNotOrder(cart)
  if (why !== null) return why
  if (addresses === 0) return 'There is no address to deliver to yet. Ask your sales contact to add one.'
  return choice.card.available || choice.terms.available ? null : choice.card.reason
}

/** Said before ordering, so that nobody is surprised by a hold. */
async function creditNotice(tx: Tx, customer: CustomerRow, cart: Cart): Promise<string | null> {
  const order = { totalMinor: cart.totals.totalMinor, currency: cart.currency }
  if (cart.lines.length === 0 || !(await isBeyondCredit(tx, customer, order))) return null
  return 'This goes beyond your credit limit: the order will wait for an approval, or for its payment.'
}
