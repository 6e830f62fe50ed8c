import { expect, test } from 'vitest'
import { openSide, refusalOf } from './side.ts'

const { stripe, on } = await openSide()
const pairs = (count: number, value = 'v') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key_${index}`, value]))

test('a change of metadata keeps what it does not name, and an empty value takes its key away', async () => {
  const customer = await stripe.customers.create({ metadata: { a: '1', b: '2' } }, on)
  const changed = await stripe.customers.update(customer.id, { metadata: { b: '', c: '3' } }, on)
  expect(changed.metadata).toEqual({ a: '1', c: '3' })
})

test('an empty text takes all metadata away', async () => {
  const customer = await stripe.customers.create({ metadata: { a: '1' } }, on)
  expect((await stripe.customers.update(customer.id, { metadata: '' }, on)).metadata).toEqual({})
})

test('there can be fifty keys and no more', async () => {
  expect(Object.keys((await stripe.customers.create({ metadata: pairs(50) }, on)).metadata)).toHaveLength(50)
  expect(await refusalOf(stripe.customers.create({ metadata: pairs(51) }, on))).toMatchObject({ statusCode: 400 })
})

test('a key has at most forty characters, a value five hundred', async () => {
  const create = (key: string, value: string) => stripe.customers.create({ metadata: { [key]: value } }, on)
  expect((await create('k'.repeat(40), 'v'.repeat(500))).metadata).toEqual({ ['k'.repeat(40)]: 'v'.repeat(500) })
  expect(await refusalOf(create('k'.repeat(41), 'v'))).toMatchObject({ statusCode: 400 })
  expect(await refusalOf(create('k', 'v'.repeat(501)))).toMatchObject({ statusCode: 400 })
})
