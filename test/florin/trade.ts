import { randomUUID } from 'node:crypto'
import { type Florin, until } from './florin.ts'
import type { Person } from './person.ts'

export const admin = 'admin@lilyandcrown.example'
export const receivables = 'receivables@lilyandcrown.example'
export const warehouse = 'warehouse@lilyandcrown.example'
export const operator = 'operator@florin.example'
export const buyer = 'petra@petalandstem.example'
export const otherAdmin = 'admin@harbourgreens.example'
export const otherBuyer = 'buyer@tidewater.example'

export const visa = '4242424242424242'
export const declined = '4000000000000002'
export const threeDs = '4000002760003184'

export type Money = { minor: number; currency: string }
export type Order = {
  id: string
  number: string
  total: Money
  orderState: string
  paymentState: string
  fulfilmentState: string
  hold: string | null
}
export type Started = { attemptId: string; url: string; amount: Money }
export type BuyersPayment = {
  state: string
  canPay: boolean
  lastDecline: string | null
  receipt: { cardBrand: string; cardLast4: string; amount: Money } | null
}

type Item = { id: string; name: string; available: number }
type Checkout = {
  cart: { total: Money }
  addresses: { id: string }[]
  shipDates: { date: string }[]
}
type StripeSettings = { standing: string; accounts: { id: string; stripeAccount: string; standing: string }[] }

/** Links the administrator's company to Stripe, as the settings page does. @returns the account at Stripe. */
export async function linkStripe(florin: Florin, by = admin): Promise<string> {
  const person = await florin.as(by)
  await person.do('POST', '/api/integrations/stripe/enable', {})
  const [account] = (await person.read<StripeSettings>('/api/integrations/stripe')).accounts
  await florin.simulator.onboard(account!.stripeAccount)
  await person.do('POST', `/api/integrations/stripe/accounts/${account!.id}/refresh`)
  return account!.stripeAccount
}

/** Lets a customer pay online, and (unless told otherwise) makes that a must at checkout. @returns the customer's id. */
export async function letPayOnline(florin: Florin, name: string, paymentRequiredAtCheckout = true, by = admin): Promise<string> {
  const person = await florin.as(by)
  const { items } = await person.read<{ items: Item[] }>(`/api/customers?search=${encodeURIComponent(name)}`)
  const { id } = items.find((each) => each.name === name)!
  await person.do('PATCH', `/api/customers/${id}/e-commerce`, { payOnline: true, paymentRequiredAtCheckout })
  return id
}

/** Puts the product there is most of into the buyer's cart. @returns the checkout as the buyer then sees it, and the product. */
export async function fillCart(person: Person, quantity = 1): Promise<Checkout & { productId: string }> {
  const { items } = await person.read<{ items: Item[] }>('/api/shop/catalogue?limit=100')
  const product = items.toSorted((a, b) => b.available - a.available)[0]!
  await person.do('PUT', `/api/shop/cart/lines/${product.id}`, { quantity })
  return { ...(await person.read<Checkout>('/api/shop/checkout')), productId: product.id }
}

export function wishOf(checkout: Checkout, payWith: 'card' | 'terms' = 'card') {
  return {
    shipToId: checkout.addresses[0]!.id,
    shipDate: checkout.shipDates.at(-1)!.date,
    poNumber: 'PO 4711',
    note: '',
    payWith,
    expectedTotalMinor: checkout.cart.total.minor,
  }
}

export function onceOnly(): Record<string, string> {
  return { 'idempotency-key': randomUUID() }
}

/** Orders one thing, as the checkout does. */
export async function placeOrder(person: Person, payWith: 'card' | 'terms' = 'card'): Promise<Order> {
  const checkout = await fillCart(person)
  return person.do<Order>('POST', '/api/shop/orders', wishOf(checkout, payWith), onceOnly())
}

/** The same order, many times, one after the other, without looking around in the shop each time. */
export async function placeOrders(person: Person, count: number, each: (order: Order) => Promise<void>): Promise<void> {
  const checkout = await fillCart(person)
  for (let placed = 0; placed < count; placed++) {
    await person.do('PUT', `/api/shop/cart/lines/${checkout.productId}`, { quantity: 1 })
    await each(await person.do<Order>('POST', '/api/shop/orders', wishOf(checkout), onceOnly()))
  }
}

export function startPaying(person: Person, order: { id: string }): Promise<Started> {
  return person.do<Started>('POST', `/api/shop/orders/${order.id}/pay`, undefined, onceOnly())
}

export function paymentOf(person: Person, order: { id: string }): Promise<BuyersPayment> {
  return person.read<BuyersPayment>(`/api/shop/orders/${order.id}/payment`)
}

export function refreshPayment(person: Person, order: { id: string }): Promise<BuyersPayment> {
  return person.do<BuyersPayment>('POST', `/api/shop/orders/${order.id}/payment/refresh`)
}

/** Waits until the buyer sees the order paid. */
export async function untilPaid(person: Person, order: { id: string }): Promise<void> {
  await until('the order is paid', async () => (await paymentOf(person, order)).state === 'paid')
}
