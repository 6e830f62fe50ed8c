import { newId } from '../ids.ts'
import { badParameter, missing, refused } from '../protocol/errors.ts'
import {
  amount,
  boolean,
  currency,
  ignored,
  integer,
  list,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  type Read,
  required,
  text,
  url,
} from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import type { WireLineItem, WirePrice } from '../state.ts'
import { newPrice } from './prices.ts'
import { newProduct } from './product-object.ts'

const productData = object({
  name: required(text(5_000)),
  description: text(),
  images: list(url, 8),
  metadata,
  tax_code: text(),
  unit_label: text(12),
})
const lineItem = object({
  price: text(),
  price_data: object({
    currency: required(currency),
    product: text(),
    product_data: productData,
    unit_amount: amount(0),
    unit_amount_decimal: text(),
    tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
    recurring: ignored,
  }),
  quantity: integer({ min: 1, max: 999_999 }),
  adjustable_quantity: object({ enabled: required(boolean), minimum: integer(), maximum: integer() }),
  metadata,
  tax_rates: ignored,
})
export const lineItems = list(lineItem, 100)
type WantedLine = NonNullable<Read<{ line: typeof lineItem }>['line']>

function priceOfLine(scope: Scope, line: WantedLine, name: string): WirePrice {
  const data = line.price_data
  if (!data)
    throw badParameter(name, 'You must specify either `price` or `price_data` when creating a line item.', 'parameter_missing')
  if (data.product_data === undefined && data.product === undefined) {
    const message = 'You must specify either `product` or `product_data` when creating a price.'
    throw badParameter(`${name}[price_data]`, message, 'parameter_missing')
  }
  const unitAmount = data.unit_amount
  const amountName = `${name}[price_data][unit_amount]`
  if (unitAmount === undefined) throw badParameter(amountName, `Missing required param: ${amountName}.`, 'parameter_missing')
  const known = data.product === undefined ? undefined : scope.sim.state.tables.product.find(scope.account, data.product)
  const product = data.product_data ? newProduct(scope, { ...data.product_data, active: false }) : known
  if (!product) throw missing('product', data.product ?? '', `${name}[price_data][product]`)
  return newPrice(scope, {
    product: product.id,
    currency: data.currency,
    unitAmount,
    active: false,
    taxBehavior: data.tax_behavior,
  })
}

/**
 * The lines of a session, each priced; prices and products made on the way stay on the account, as Stripe's do.
 * @throws StripeRefusal 400 for a line without a price, for two currencies, for nothing to pay.
 */
export function buildLines(scope: Scope, wanted: (WantedLine | undefined)[]): WireLineItem[] {
  const lines = wanted.flatMap((line, index) => (line ? [buildLine(scope, line, `line_items[${index}]`)] : []))
  const currencies = new Set(lines.map((line) => line.currency))
  if (currencies.size > 1) throw refused('All line items must have the same currency.', { param: 'line_items' })
  return lines
}

function buildLine(scope: Scope, line: WantedLine, name: string): WireLineItem {
  const { tables } = scope.sim.state
  const price = line.price === undefined ? priceOfLine(scope, line, name) : tables.price.find(scope.account, line.price)
  if (!price) throw missing('price', line.price ?? '', `${name}[price]`)
  const quantity = line.quantity
  if (quantity === undefined)
    throw badParameter(`${name}[quantity]`, `Missing required param: ${name}[quantity].`, 'parameter_missing')
  const product = tables.product.find(scope.account, typeof price.product === 'string' ? price.product : price.product.id)
  const total = (price.unit_amount ?? 0) * quantity
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: price.currency,
    description: product?.name ?? null,
    metadata: mergeMetadata(null, line.metadata),
    price,
    quantity,
  }
}
