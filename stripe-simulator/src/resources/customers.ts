import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { email, ignored, mergeMetadata, metadata, object, type Read, text, unsettable } from '../protocol/params.ts'
import { type Searchable, search, searchPage } from '../protocol/search.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { assertAttachable, attach, detach } from './attach-payment-method.ts'
import { paymentMethodFor } from './payment-methods.ts'

const address = unsettable(
  object({ city: text(), country: text(2), line1: text(), line2: text(), postal_code: text(), state: text() }),
)
const fields = {
  address,
  description: unsettable(text()),
  email: unsettable(email),
  invoice_settings: object({
    custom_fields: ignored,
    default_payment_method: unsettable(text()),
    footer: ignored,
    rendering_options: ignored,
  }),
  metadata,
  name: unsettable(text(256)),
  phone: unsettable(text(20)),
  preferred_locales: ignored,
  shipping: ignored,
  tax_exempt: ignored,
}
type Changes = Read<typeof fields>

const addressOf = (given: Changes['address']): Stripe.Address | null => {
  if (!given) return null
  const empty = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }
  return { ...empty, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
}

/** A new customer of the account. */
export function createCustomer(scope: Scope, given: Partial<Changes>): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: `cus_${randomText(14)}`,
    object: 'customer',
    address: addressOf(given.address ?? null),
    balance: 0,
    created: scope.sim.clock.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: given.description ?? null,
    discount: null,
    email: given.email ?? null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: scope.sim.settings.livemode,
    metadata: mergeMetadata(null, given.metadata),
    name: given.name ?? null,
    next_invoice_sequence: 1,
    phone: given.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  scope.sim.state.tables.customer.insert(scope.account, customer)
  emit(scope, 'customer.created', customer)
  return customer
}

const notTheirs = (id: string) => {
  const message = `The customer does not have a payment method with the ID ${id.slice(0, 60)}. The payment method must be attached to the customer.`
  return refused(message, { code: 'resource_missing', param: 'invoice_settings[default_payment_method]' })
}

/**
 * The payment method that is to be used first. @returns undefined when nothing is said of it, null when there is to be none.
 * @throws StripeRefusal 400 when it does not belong to the customer.
 */
function defaultIn(scope: Scope, customer: Stripe.Customer, given: Changes['invoice_settings']): string | null | undefined {
  const id = given?.default_payment_method
  if (!id) return id
  if (scope.sim.state.tables.payment_method.find(scope.account, id)?.customer !== customer.id) throw notTheirs(id)
  return id
}

/** A new customer, with a payment method from the start if one is given; that one alone can be the default, by the same name. */
function create(call: Call, params: Changes & { payment_method?: string | undefined }): Stripe.Customer {
  const { payment_method: named, invoice_settings: settings } = params
  const wanted = settings?.default_payment_method ?? undefined
  const paymentMethod = named === undefined ? undefined : paymentMethodFor(call, named)
  if (wanted !== undefined && wanted !== named) throw notTheirs(wanted)
  if (paymentMethod) assertAttachable(call, paymentMethod, null)
  const customer = createCustomer(call, params)
  if (paymentMethod) attach(call, paymentMethod, customer.id)
  if (paymentMethod && wanted !== undefined) customer.invoice_settings.default_payment_method = paymentMethod.id
  return customer
}

/** The account's customer with this id. @throws StripeRefusal 404 when there is none. */
export const customerOf = (scope: Scope, id: string, param = 'id'): Stripe.Customer =>
  present(scope.sim.state.tables.customer.find(scope.account, id), 'customer', id, param)

function changeCustomer(customer: Stripe.Customer, given: Changes): void {
  customer.metadata = mergeMetadata(customer.metadata, given.metadata)
  if (given.address !== undefined) customer.address = addressOf(given.address)
  if (given.description !== undefined) customer.description = given.description
  if (given.email !== undefined) customer.email = given.email
  if (given.name !== undefined) customer.name = given.name
  if (given.phone !== undefined) customer.phone = given.phone
}

const searchable: Searchable = { created: 'number', email: 'words', name: 'words', phone: 'token' }

export const customerEndpoints = [
  endpoint('GET', '/v1/customers/search', searchPage, (call, params) =>
    search('/v1/customers/search', call.sim.state.tables.customer.of(call.account), searchable, params),
  ),
  endpoint('POST', '/v1/customers', { ...fields, payment_method: text() }, create),
  endpoint('GET', '/v1/customers', { ...pageByTime, email: text() }, (call, params) =>
    listPage(
      '/v1/customers',
      call.sim.state.tables.customer.of(call.account),
      params,
      (one) => params.email === undefined || one.email === params.email,
    ),
  ),
  endpoint('GET', '/v1/customers/:id', {}, (call) => {
    const id = call.path.id ?? ''
    if (call.sim.state.records.deletedCustomers[id] === call.account) return { id, object: 'customer', deleted: true }
    return customerOf(call, id)
  }),
  endpoint('POST', '/v1/customers/:id', fields, (call, params) => {
    const customer = customerOf(call, call.path.id ?? '')
    const chosen = defaultIn(call, customer, params.invoice_settings)
    changeCustomer(customer, params)
    if (chosen !== undefined) customer.invoice_settings.default_payment_method = chosen
    emit(call, 'customer.updated', customer)
    return customer
  }),
  endpoint('DELETE', '/v1/customers/:id', {}, (call) => {
    const customer = customerOf(call, call.path.id ?? '')
    const { tables, records } = call.sim.state
    for (const one of tables.payment_method.of(call.account)) if (one.customer === customer.id) detach(call, one)
    tables.customer.remove(call.account, customer.id)
    records.deletedCustomers[customer.id] = call.account
    emit(call, 'customer.deleted', customer)
    return { id: customer.id, object: 'customer', deleted: true }
  }),
]
