import type Stripe from 'stripe'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import {
  boolean,
  ignored,
  list,
  mergeMetadata,
  metadata,
  type Read,
  required,
  text,
  unsettable,
  url,
} from '../protocol/params.ts'
import { emit } from '../webhooks/events.ts'
import { assertPriced, createPrice, priceData } from './prices.ts'
import { newProduct } from './product-object.ts'

const fields = {
  active: boolean,
  description: unsettable(text(40_000)),
  images: unsettable(list(url, 8)),
  marketing_features: ignored,
  metadata,
  name: text(5_000),
  package_dimensions: ignored,
  shippable: boolean,
  statement_descriptor: text(22),
  tax_code: text(),
  tax_details: ignored,
  unit_label: unsettable(text(12)),
  url: unsettable(url),
}
const creatable = { ...fields, name: required(text(5_000)), id: text(100), default_price_data: priceData, type: text() }
function change(call: Call, product: Stripe.Product, params: Read<typeof fields>): Stripe.Product {
  const before = { name: product.name, description: product.description, active: product.active, metadata: product.metadata }
  product.metadata = mergeMetadata(product.metadata, params.metadata)
  if (params.active !== undefined) product.active = params.active
  if (params.description !== undefined) product.description = params.description
  if (params.images !== undefined) product.images = params.images?.filter((image) => image !== undefined) ?? []
  if (params.name !== undefined) product.name = params.name
  if (params.shippable !== undefined) product.shippable = params.shippable
  if (params.unit_label !== undefined) product.unit_label = params.unit_label
  if (params.url !== undefined) product.url = params.url
  product.updated = call.sim.clock.now()
  emit(call, 'product.updated', product, before)
  return product
}

const own = (call: Call): Stripe.Product => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.product.find(call.account, id), 'product', id)
}

export const productEndpoints = [
  endpoint('POST', '/v1/products', creatable, (call, params) => {
    if (params.id !== undefined && call.sim.state.tables.product.find(call.account, params.id)) {
      throw refused(`Product already exists: ${params.id}`, { code: 'resource_already_exists', param: 'id' })
    }
    if (params.default_price_data) assertPriced(params.default_price_data, 'default_price_data')
    const product = newProduct(call, params)
    emit(call, 'product.created', product)
    if (params.default_price_data) product.default_price = createPrice(call, params.default_price_data, product.id).id
    return product
  }),
  endpoint('GET', '/v1/products', { ...pageByTime, active: boolean }, (call, params) =>
    listPage(
      '/v1/products',
      call.sim.state.tables.product.of(call.account),
      params,
      (one) => params.active === undefined || one.active === params.active,
    ),
  ),
  endpoint('GET', '/v1/products/:id', {}, own),
  endpoint('POST', '/v1/products/:id', { ...fields, default_price: text() }, (call, params) => change(call, own(call), params)),
  endpoint('DELETE', '/v1/products/:id', {}, (call) => {
    const product = own(call)
    if (call.sim.state.tables.price.of(call.account).some((price) => price.product === product.id)) {
      throw refused('This product cannot be deleted because it has one or more user-created prices.')
    }
    call.sim.state.tables.product.remove(call.account, product.id)
    emit(call, 'product.deleted', product)
    return { id: product.id, object: 'product', deleted: true }
  }),
]
