import { expect, test } from 'vitest'
import { charge, openSide, refusalOf, settled } from './side.ts'

const side = await openSide()
const { stripe, on } = side

test('a list gives ten, newest first, with its address and whether there is more', async () => {
  for (let made = 0; made < 11; made++) await stripe.customers.create({ name: String(made) }, on)
  const list = await stripe.customers.list({}, on)
  expect(list).toMatchObject({ object: 'list', url: '/v1/customers', has_more: true })
  expect(list.data.map((one) => one.name)).toEqual(['10', '9', '8', '7', '6', '5', '4', '3', '2', '1'])
})

test('cursors go on after an object and back before it', async () => {
  const names = ['one', 'two', 'three', 'four']
  const ids = []
  for (const name of names) ids.push((await stripe.customers.create({ name }, on)).id)
  const [one = '', two = '', three = '', four = ''] = ids
  const older = await stripe.customers.list({ limit: 2, starting_after: four }, on)
  expect(older.data.map((customer) => customer.id)).toEqual([three, two])
  const newer = await stripe.customers.list({ limit: 2, ending_before: one }, on)
  expect(newer.data.map((customer) => customer.id)).toEqual([three, two])
})

test('both cursors at once are refused; a cursor that names nothing is 400', async () => {
  const { id } = await stripe.customers.create({}, on)
  expect(await refusalOf(stripe.customers.list({ starting_after: id, ending_before: id }, on))).toMatchObject({ statusCode: 400 })
  expect(await refusalOf(stripe.customers.list({ starting_after: 'cus_none' }, on))).toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'starting_after',
  })
})

test('a page has between one and a hundred', async () => {
  for (const limit of [0, 101])
    expect(await refusalOf(stripe.customers.list({ limit }, on))).toMatchObject({ statusCode: 400, param: 'limit' })
})

test('a list can be narrowed to a time', async () => {
  const made = await stripe.customers.create({ name: 'now' }, on)
  const within = await stripe.customers.list({ created: { gte: made.created }, limit: 100 }, on)
  expect(within.data.map((one) => one.id)).toContain(made.id)
  const after = await stripe.customers.list({ created: { gt: made.created + 3_600 } }, on)
  expect(after.data).toEqual([])
})

test('balance transactions are found by their source and by their type', async () => {
  const made = await charge(side)
  const { transaction } = await settled(side, made.id)
  const bySource = await stripe.balanceTransactions.list({ source: made.id }, on)
  expect(bySource.data.map((one) => one.id)).toContain(transaction.id)
  const byType = await stripe.balanceTransactions.list({ type: 'charge', limit: 5 }, on)
  expect(new Set(byType.data.map((one) => one.type))).toEqual(new Set(['charge']))
})

test('sessions are found by the payment intent they made', async () => {
  expect((await stripe.checkout.sessions.list({ payment_intent: String((await charge(side)).payment_intent) }, on)).data).toEqual(
    [],
  )
})

test('the money of a payment stands in the balance, pending or available', async () => {
  const sum = async () => {
    const balance = await stripe.balance.retrieve({}, on)
    return [...balance.available, ...balance.pending].reduce((total, { amount }) => total + amount, 0)
  }
  const before = await sum()
  const made = await charge(side)
  const { transaction } = await settled(side, made.id)
  expect(await sum()).toBe(before + transaction.net)
})
