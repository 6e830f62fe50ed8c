import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { badParameter } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import {
  amount,
  boolean,
  currency,
  ignored,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  type Read,
  required,
  text,
} from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import type { WirePrice } from '../state.ts'
import { emit } from '../webhooks/events.ts'
import { newProduct } from './product-object.ts'

const amounts = {
  currency: required(currency),
  unit_amount: amount(0),
  unit_amount_decimal: text(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
}
export const priceData = object({ ...amounts, metadata })
const creatable = {
  ...amounts,
  active: boolean,
  billing_scheme: oneOf('per_unit'),
  lookup_key: text(200),
  metadata,
  nickname: text(),
  product: text(),
  product_data: object({
    name: required(text()),
    active: boolean,
    metadata,
    statement_descriptor: text(22),
    unit_label: text(12),
    tax_code: text(),
    id: text(),
  }),
  recurring: ignored,
  transfer_lookup_key: ignored,
}

export type NewPrice = {
  product: string
  currency: string
  unitAmount: number
  active?: boolean | undefined
  lookupKey?: string | undefined
  nickname?: string | undefined
  metadata?: Record<string, string> | undefined
  taxBehavior?: WirePrice['tax_behavior'] | undefined
}

/** A new one-time price of the account. */
export function newPrice(scope: Scope, wanted: NewPrice): WirePrice {
  return scope.sim.state.tables.price.insert(scope.account, {
    id: newId('price'),
    object: 'price',
    active: wanted.active ?? true,
    billing_scheme: 'per_unit',
    created: scope.sim.clock.now(),
    currency: wanted.currency,
    custom_unit_amount: null,
    livemode: scope.sim.settings.livemode,
    lookup_key: wanted.lookupKey ?? null,
    metadata: mergeMetadata(null, wanted.metadata),
    nickname: wanted.nickname ?? null,
    product: wanted.product,
    recurring: null,
    tax_behavior: wanted.taxBehavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: wanted.unitAmount,
    unit_amount_decimal: String(wanted.unitAmount),
  })
}

/** @throws StripeRefusal 400 for a price without an amount, before anything is made. @param inside the hash that it stands in, if it does. */
export function assertPriced(
  params: { unit_amount?: number | undefined },
  inside?: string,
): asserts params is { unit_amount: number } {
  if (params.unit_amount !== undefined) return
  const name = inside ? `${inside}[unit_amount]` : 'unit_amount'
  throw badParameter(name, `Missing required param: ${name}.`, 'parameter_missing')
}

/** A price as the API asks for it. @throws StripeRefusal 400 without an amount. */
export function createPrice(
  scope: Scope,
  params: Partial<Read<typeof creatable>> & { currency: string },
  product: string,
): WirePrice {
  assertPriced(params)
  const price = newPrice(scope, {
    product,
    currency: params.currency,
    unitAmount: params.unit_amount,
    active: params.active,
    lookupKey: params.lookup_key,
    nickname: params.nickname,
    metadata: params.metadata,
    taxBehavior: params.tax_behavior,
  })
  emit(scope, 'price.created', price)
  return price
}

const own = (call: Call): WirePrice => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.price.find(call.account, id), 'price', id)
}

function productOf(call: Call, params: Read<typeof creatable>): string {
  const { product, product_data: data } = params
  if (data) return newProduct(call, data).id
  if (product === undefined)
    throw badParameter(
      'product',
      'You must specify either `product` or `product_data` when creating a price.',
      'parameter_missing',
    )
  return present(call.sim.state.tables.product.find(call.account, product), 'product', product, 'product').id
}

export const priceEndpoints = [
  endpoint('POST', '/v1/prices', creatable, (call, params) => {
    assertPriced(params)
    return createPrice(call, params, productOf(call, params))
  }),
  endpoint('GET', '/v1/prices', { ...pageByTime, active: boolean, product: text(), currency: text(3) }, (call, params) =>
    listPage(
      '/v1/prices',
      call.sim.state.tables.price.of(call.account),
      params,
      (one) =>
        (params.active === undefined || one.active === params.active) &&
        (params.product === undefined || one.product === params.product) &&
        (params.currency === undefined || one.currency === params.currency),
    ),
  ),
  endpoint('GET', '/v1/prices/:id', {}, own),
  endpoint('POST', '/v1/prices/:id', { active: boolean, metadata, nickname: text(), lookup_key: text(200) }, (call, params) => {
    const price = own(call)
    price.metadata = mergeMetadata(price.metadata, params.metadata)
    if (params.active !== undefined) price.active = params.active
    if (params.nickname !== undefined) price.nickname = params.nickname
    if (params.lookup_key !== undefined) price.lookup_key = params.lookup_key
    emit(call, 'price.updated', price)
    return price
  }),
]
