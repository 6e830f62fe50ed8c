import type { Walk } from './walk.ts'

/** Products and prices. */
export async function walkCatalogue({ stripe, on }: Walk): Promise<void> {
  const product = await stripe.products.create({ name: 'Herring', description: 'Salted', metadata: { a: '1' } }, on)
  await stripe.products.update(product.id, { name: 'Herring in oil', active: true }, on)
  await stripe.products.retrieve(product.id, {}, on)
  await stripe.products.list({ active: true, limit: 5 }, on)
  const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 1_250, metadata: { a: '1' } }, on)
  await stripe.prices.update(price.id, { nickname: 'per case', metadata: { a: '2' } }, on)
  await stripe.prices.retrieve(price.id, { expand: ['product'] }, on)
  await stripe.prices.list({ product: product.id }, on)
  const mistake = await stripe.products.create({ name: 'Nothing' }, on)
  await stripe.products.del(mistake.id, {}, on)
}
