import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { mergeMetadata } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'

export type NewProduct = {
  name: string
  id?: string | undefined
  active?: boolean | undefined
  description?: string | null | undefined
  images?: (string | undefined)[] | null | undefined
  metadata?: Record<string, string> | undefined
  shippable?: boolean | undefined
  statement_descriptor?: string | undefined
  tax_code?: string | undefined
  unit_label?: string | null | undefined
  url?: string | null | undefined
}

/** A new product of the account; one made for a single line of a payment page is not `active`, so nobody can sell it again. */
export function newProduct(scope: Scope, wanted: NewProduct): Stripe.Product {
  const created = scope.sim.clock.now()
  return scope.sim.state.tables.product.insert(scope.account, {
    id: wanted.id ?? newId('prod').slice(0, 19),
    object: 'product',
    active: wanted.active ?? true,
    created,
    default_price: null,
    description: wanted.description ?? null,
    images: wanted.images?.filter((image) => image !== undefined) ?? [],
    livemode: scope.sim.settings.livemode,
    marketing_features: [],
    metadata: mergeMetadata(null, wanted.metadata),
    name: wanted.name,
    package_dimensions: null,
    shippable: wanted.shippable ?? null,
    statement_descriptor: wanted.statement_descriptor ?? null,
    tax_code: wanted.tax_code ?? null,
    tax_details: null,
    type: 'service',
    unit_label: wanted.unit_label ?? null,
    updated: created,
    url: wanted.url ?? null,
  })
}
