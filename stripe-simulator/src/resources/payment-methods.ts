import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { bankByMagicId } from '../banks.ts'
import { cardByMagicId, cardByName, cardByNumber, cvcLength, type TestCard } from '../cards.ts'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused, StripeRefusal } from '../protocol/errors.ts'
import { listPage, page } from '../protocol/list.ts'
import { ignored, integer, mergeMetadata, metadata, object, oneOf, type Read, required, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { assertAttachable, attach, detach } from './attach-payment-method.ts'
import { bankAccountParams, readBankAccount, saveBankAccount } from './bank-account-methods.ts'
import { type BillingEntry, billing, billingEntryOf, billingOf, changeBilling } from './billing-details.ts'
import { customerOf } from './customers.ts'

const kind = oneOf('card', 'us_bank_account')
const redisplay = oneOf('always', 'limited', 'unspecified')
export const paymentMethodData = {
  type: required(kind),
  card: object({ number: text(30), exp_month: integer(), exp_year: integer(), cvc: text(4), token: text() }),
  billing_details: billing,
  metadata,
  us_bank_account: bankAccountParams,
  allow_redisplay: redisplay,
  radar_options: ignored,
}
export type PaymentMethodData = Read<typeof paymentMethodData>

export type CardEntry = BillingEntry & { card: TestCard; expMonth: number; expYear: number }

/** Keeps a card as a payment method: its brand and last four digits, and by name which test card it is; never its number. */
export function savePaymentMethod(scope: Scope, entry: CardEntry): Stripe.PaymentMethod {
  const { card } = entry
  const id = newId('pm')
  scope.sim.state.records.cards[id] = card.name
  return scope.sim.state.tables.payment_method.insert(scope.account, {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingOf(entry),
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
    livemode: scope.sim.settings.livemode,
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

function cardEntryOf(scope: Scope, given: PaymentMethodData['card']): CardEntry {
  if (!given) throw refused('Missing required param: card.', { code: 'parameter_missing', param: 'card' })
  const entry = readCard(given)
  if (entry.expMonth < 1 || entry.expMonth > 12)
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", 'card[exp_month]')
  if (isExpired(entry.expMonth, entry.expYear, scope.sim.clock.now()))
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", 'card[exp_year]')
  if (given.cvc !== undefined && given.cvc.length !== cvcLength(entry.card.brand))
    throw cardError('invalid_cvc', "Your card's security code is invalid.", 'card[cvc]')
  return entry
}

/**
 * Makes a payment method from the form of the API.
 * @throws StripeRefusal 402 for a card that is not a published test card, is past its date or has an odd security code, 400
 * for a bank account that is not a published test account.
 */
export function createPaymentMethod(scope: Scope, data: PaymentMethodData): Stripe.PaymentMethod {
  const told = { ...billingEntryOf(data.billing_details), metadata: data.metadata }
  const made =
    data.type === 'card'
      ? savePaymentMethod(scope, { ...cardEntryOf(scope, data.card), ...told })
      : saveBankAccount(scope, { ...readBankAccount(data.us_bank_account, told.name), ...told })
  if (data.allow_redisplay) made.allow_redisplay = data.allow_redisplay
  return made
}

/**
 * The payment method behind an id; `pm_card_visa`, `pm_usBankAccount_success` and their like make a new one, as with Stripe's
 * own test ids. Such a bank account counts as proven.
 * @throws StripeRefusal 404 when the account has no such payment method.
 */
export function paymentMethodFor(scope: Scope, id: string, param = 'payment_method'): Stripe.PaymentMethod {
  const magic = cardByMagicId(id)
  if (magic) return savePaymentMethod(scope, { card: magic, expMonth: 12, expYear: 2034 })
  const bank = bankByMagicId(id)
  if (bank) return saveBankAccount(scope, { bank, isVerified: true, name: 'Jenny Rosen', email: 'jenny@example.com' })
  return present(scope.sim.state.tables.payment_method.find(scope.account, id), 'PaymentMethod', id, param)
}

/** The test card a payment method was made from. */
export function cardOf(scope: Scope, paymentMethod: Stripe.PaymentMethod): TestCard {
  const card = cardByName(scope.sim.state.records.cards[paymentMethod.id] ?? '')
  if (!card) throw new Error(`payment method ${paymentMethod.id} has no test card`)
  return card
}

const own = (call: Call): Stripe.PaymentMethod => paymentMethodFor(call, call.path.id ?? '', 'id')

const expiry = object({ exp_month: integer({ min: 1, max: 12 }), exp_year: integer({ min: 2000, max: 2100 }) })
const changeable = {
  metadata,
  allow_redisplay: redisplay,
  billing_details: billing,
  card: expiry,
  us_bank_account: object({
    account_holder_type: oneOf('company', 'individual'),
    account_type: oneOf('checking', 'savings'),
  }),
}

function update(call: Call, params: Read<typeof changeable>): Stripe.PaymentMethod {
  const paymentMethod = own(call)
  if (paymentMethod.customer === null) throw refused('You must save this PaymentMethod to a customer before you can update it.')
  paymentMethod.metadata = mergeMetadata(paymentMethod.metadata, params.metadata)
  paymentMethod.billing_details = changeBilling(paymentMethod.billing_details, params.billing_details)
  if (params.allow_redisplay) paymentMethod.allow_redisplay = params.allow_redisplay
  if (params.card && paymentMethod.card) {
    paymentMethod.card.exp_month = params.card.exp_month ?? paymentMethod.card.exp_month
    paymentMethod.card.exp_year = params.card.exp_year ?? paymentMethod.card.exp_year
  }
  if (params.us_bank_account && paymentMethod.us_bank_account) {
    const { account_holder_type: holder, account_type: type } = params.us_bank_account
    if (holder) paymentMethod.us_bank_account.account_holder_type = holder
    if (type) paymentMethod.us_bank_account.account_type = type
  }
  emit(call, 'payment_method.updated', paymentMethod)
  return paymentMethod
}

const filters = { ...page, type: kind, allow_redisplay: redisplay }
const isWanted = (
  one: Stripe.PaymentMethod,
  params: { type?: string | undefined; allow_redisplay?: string | undefined },
): boolean =>
  (params.type === undefined || one.type === params.type) &&
  (params.allow_redisplay === undefined || one.allow_redisplay === params.allow_redisplay)

export const paymentMethodEndpoints = [
  endpoint('POST', '/v1/payment_methods', paymentMethodData, createPaymentMethod),
  endpoint('GET', '/v1/payment_methods', { ...filters, customer: text() }, (call, params) =>
    listPage(
      '/v1/payment_methods',
      call.sim.state.tables.payment_method.of(call.account),
      params,
      (one) =>
        one.customer !== null && (params.customer === undefined || one.customer === params.customer) && isWanted(one, params),
    ),
  ),
  endpoint('GET', '/v1/customers/:customer/payment_methods', filters, (call, params) => {
    const customer = customerOf(call, call.path.customer ?? '', 'customer')
    return listPage(
      call.url,
      call.sim.state.tables.payment_method.of(call.account),
      params,
      (one) => one.customer === customer.id && isWanted(one, params),
    )
  }),
  endpoint('GET', '/v1/customers/:customer/payment_methods/:id', {}, (call) => {
    const customer = customerOf(call, call.path.customer ?? '', 'customer')
    const found = call.sim.state.tables.payment_method.find(call.account, call.path.id ?? '')
    return present(found?.customer === customer.id ? found : undefined, 'PaymentMethod', call.path.id ?? '')
  }),
  endpoint('GET', '/v1/payment_methods/:id', {}, own),
  endpoint('POST', '/v1/payment_methods/:id', changeable, update),
  endpoint('POST', '/v1/payment_methods/:id/attach', { customer: required(text()) }, (call, params) => {
    const paymentMethod = own(call)
    const { id } = customerOf(call, params.customer, 'customer')
    assertAttachable(call, paymentMethod, id)
    attach(call, paymentMethod, id)
    return paymentMethod
  }),
  endpoint('POST', '/v1/payment_methods/:id/detach', {}, (call) => {
    const paymentMethod = own(call)
    if (paymentMethod.customer === null)
      throw refused('The payment method you provided is not attached to a customer so detachment is impossible.')
    detach(call, paymentMethod)
    return paymentMethod
  }),
]
