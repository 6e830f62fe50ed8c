import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { cardByMagicId, cardByName, cardByNumber, cvcLength, type TestCard } from '../cards.ts'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused, StripeRefusal } from '../protocol/errors.ts'
import { listPage, page } from '../protocol/list.ts'
import { email, ignored, integer, mergeMetadata, metadata, object, oneOf, type Read, required, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { customerOf } from './customers.ts'

const address = object({ city: text(), country: text(2), line1: text(), line2: text(), postal_code: text(), state: text() })
const billing = object({ email, name: text(), phone: text(), address, tax_id: text() })
export const paymentMethodData = {
  type: required(oneOf('card')),
  card: object({ number: text(30), exp_month: integer(), exp_year: integer(), cvc: text(4), token: text() }),
  billing_details: billing,
  metadata,
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  radar_options: ignored,
}
export type PaymentMethodData = Read<typeof paymentMethodData>

export type CardEntry = {
  card: TestCard
  expMonth: number
  expYear: number
  email?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  address?: Stripe.Address | undefined
  metadata?: Record<string, string> | undefined
}

const noAddress: Stripe.Address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }

/** Keeps a card as a payment method: its brand and last four digits, and by name which test card it is; never its number. */
export function savePaymentMethod(scope: Scope, entry: CardEntry): Stripe.PaymentMethod {
  const { card } = entry
  const id = newId('pm')
  scope.sim.state.records.cards[id] = card.name
  return scope.sim.state.tables.payment_method.insert(scope.account, {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: entry.address ?? noAddress,
      email: entry.email ?? null,
      name: entry.name ?? null,
      phone: entry.phone ?? null,
      tax_id: null,
    },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand === 'amex' ? 'american_express' : card.brand,
      exp_month: entry.expMonth,
      exp_year: entry.expYear,
      fingerprint: createHash('sha256').update(card.name).digest('base64url').slice(0, 16),
      funding: card.funding,
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: scope.sim.clock.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergeMetadata(null, entry.metadata),
    type: 'card',
  })
}

const cardError = (code: string, message: string, param: string): StripeRefusal =>
  new StripeRefusal(402, { type: 'card_error', code, message, param })

function readCard(card: NonNullable<PaymentMethodData['card']>): { card: TestCard; expMonth: number; expYear: number } {
  if (card.token !== undefined) {
    const known = cardByMagicId(card.token)
    if (!known)
      throw new StripeRefusal(400, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: 'No such token',
        param: 'card[token]',
      })
    return { card: known, expMonth: 12, expYear: 2034 }
  }
  const known = card.number === undefined ? undefined : cardByNumber(card.number)
  if (!known)
    throw cardError(
      'incorrect_number',
      'Only the published test card numbers are accepted here. The number was not kept.',
      'card[number]',
    )
  return { card: known, expMonth: card.exp_month ?? 12, expYear: card.exp_year ?? 2034 }
}

/** Whether a month lies in the past. @param nowSeconds the simulator's present moment. */
export function isExpired(month: number, year: number, nowSeconds: number): boolean {
  const now = new Date(nowSeconds * 1000)
  return year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1
}

/**
 * Makes a payment method from the form of the API.
 * @throws StripeRefusal 402 for a card that is not a published test card, is past its date or has an odd security code.
 */
export function createPaymentMethod(scope: Scope, data: PaymentMethodData): Stripe.PaymentMethod {
  if (!data.card) throw refused('Missing required param: card.', { code: 'parameter_missing', param: 'card' })
  const { card, expMonth, expYear } = readCard(data.card)
  if (expMonth < 1 || expMonth > 12)
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", 'card[exp_month]')
  if (isExpired(expMonth, expYear, scope.sim.clock.now()))
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", 'card[exp_year]')
  if (data.card.cvc !== undefined && data.card.cvc.length !== cvcLength(card.brand)) {
    throw cardError('invalid_cvc', "Your card's security code is invalid.", 'card[cvc]')
  }
  const { billing_details: details } = data
  const given = Object.entries(details?.address ?? {}).filter(([, value]) => value !== undefined)
  return savePaymentMethod(scope, {
    card,
    expMonth,
    expYear,
    email: details?.email,
    name: details?.name,
    phone: details?.phone,
    address: { ...noAddress, ...Object.fromEntries(given) },
    metadata: data.metadata,
  })
}

/**
 * The payment method behind an id; `pm_card_visa` and its like make a new one, as with Stripe's own test ids.
 * @throws StripeRefusal 404 when the account has no such payment method.
 */
export function paymentMethodFor(scope: Scope, id: string, param = 'payment_method'): Stripe.PaymentMethod {
  const magic = cardByMagicId(id)
  if (magic) return savePaymentMethod(scope, { card: magic, expMonth: 12, expYear: 2034 })
  return present(scope.sim.state.tables.payment_method.find(scope.account, id), 'PaymentMethod', id, param)
}

/** The test card a payment method was made from. */
export function cardOf(scope: Scope, paymentMethod: Stripe.PaymentMethod): TestCard {
  const card = cardByName(scope.sim.state.records.cards[paymentMethod.id] ?? '')
  if (!card) throw new Error(`payment method ${paymentMethod.id} has no test card`)
  return card
}

/** Ties a payment method to a customer and tells so. */
export function attach(scope: Scope, paymentMethod: Stripe.PaymentMethod, customer: string): void {
  if (paymentMethod.customer === customer) return
  paymentMethod.customer = customer
  emit(scope, 'payment_method.attached', paymentMethod)
}

const own = (call: Call): Stripe.PaymentMethod => paymentMethodFor(call, call.path.id ?? '', 'id')

export const paymentMethodEndpoints = [
  endpoint('POST', '/v1/payment_methods', paymentMethodData, createPaymentMethod),
  endpoint('GET', '/v1/payment_methods', { ...page, customer: text(), type: oneOf('card') }, (call, params) =>
    listPage(
      '/v1/payment_methods',
      call.sim.state.tables.payment_method.of(call.account),
      params,
      (one) => one.customer !== null && (params.customer === undefined || one.customer === params.customer),
    ),
  ),
  endpoint('GET', '/v1/customers/:customer/payment_methods', { ...page, type: oneOf('card') }, (call, params) => {
    const customer = customerOf(call, call.path.customer ?? '', 'customer')
    return listPage(
      call.url,
      call.sim.state.tables.payment_method.of(call.account),
      params,
      (one) => one.customer === customer.id,
    )
  }),
  endpoint('GET', '/v1/payment_methods/:id', {}, own),
  endpoint(
    'POST',
    '/v1/payment_methods/:id',
    { metadata, allow_redisplay: oneOf('always', 'limited', 'unspecified'), billing_details: billing },
    (call, params) => {
      const paymentMethod = own(call)
      paymentMethod.metadata = mergeMetadata(paymentMethod.metadata, params.metadata)
      if (params.allow_redisplay) paymentMethod.allow_redisplay = params.allow_redisplay
      return paymentMethod
    },
  ),
  endpoint('POST', '/v1/payment_methods/:id/attach', { customer: required(text()) }, (call, params) => {
    const paymentMethod = own(call)
    if (paymentMethod.customer !== null && paymentMethod.customer !== params.customer) {
      throw refused('The payment method you provided has already been attached to a customer.')
    }
    attach(call, paymentMethod, customerOf(call, params.customer, 'customer').id)
    return paymentMethod
  }),
  endpoint('POST', '/v1/payment_methods/:id/detach', {}, (call) => {
    const paymentMethod = own(call)
    if (paymentMethod.customer === null)
      throw refused('The payment method you provided is not attached to a customer so detachment is impossible.')
    const before = { customer: paymentMethod.customer }
    paymentMethod.customer = null
    emit(call, 'payment_method.detached', paymentMethod, before)
    return paymentMethod
  }),
]
