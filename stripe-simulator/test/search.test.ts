import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { errorOf, readyAccount, start } from './stage.ts'

async function world() {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const ida = await stripe.customers.create({ email: 'ida@shop.example', name: 'Ida Lind', metadata: { tier: 'gold' } }, on)
  const pay = (amount: number, order: string, payment_method: string) =>
    stripe.paymentIntents
      .create({ amount, currency: 'usd', customer: ida.id, confirm: true, payment_method, metadata: { order } }, on)
      .catch(() => undefined)
  await pay(1_000, 'a 1', 'pm_card_visa')
  await pay(2_000, "b's", 'pm_card_mastercard')
  await pay(3_000, 'c', 'pm_card_chargeDeclined')
  const amounts = async (query: string, more: Stripe.PaymentIntentSearchParams | object = {}) =>
    (await stripe.paymentIntents.search({ query, ...more }, on)).data.map((one) => one.amount)
  return { simulator, stripe, on, ida, amounts }
}

test('payment intents are found by metadata, status, amount and time, with AND, OR and NOT', async () => {
  const { amounts, simulator, ida } = await world()
  expect(await amounts(`metadata['order']:'a 1'`)).toEqual([1_000])
  expect(await amounts(`metadata["order"]:"b's"`)).toEqual([2_000])
  expect(await amounts(`status:'succeeded'`)).toEqual([2_000, 1_000])
  expect(await amounts(`status:'succeeded' AND amount>1000`)).toEqual([2_000])
  expect(await amounts('amount:1000 OR amount>=3000')).toEqual([3_000, 1_000])
  expect(await amounts(`-status:'succeeded' customer:'${ida.id}'`)).toEqual([3_000])
  expect(await amounts(`-metadata['order']:null`)).toEqual([3_000, 2_000, 1_000])
  expect(await amounts(`metadata['other']:null AND created>${simulator.clock.now() - 60}`)).toHaveLength(3)
})

test('a search has pages, and the SDK walks them', async () => {
  const { stripe, on, amounts } = await world()
  const first = await stripe.paymentIntents.search({ query: 'amount>0', limit: 2, expand: ['data.customer'] }, on)
  expect(first).toMatchObject({ object: 'search_result', has_more: true, data: [{ customer: { name: 'Ida Lind' } }, {}] })
  expect(await amounts('amount>0', { limit: 2, page: first.next_page ?? '' })).toEqual([1_000])
  const all: number[] = []
  for await (const one of stripe.paymentIntents.search({ query: 'amount>0', limit: 1 }, on)) all.push(one.amount)
  expect(all).toEqual([3_000, 2_000, 1_000])
  expect(await amounts('amount>0', {})).not.toEqual([])
  expect((await stripe.paymentIntents.search({ query: 'amount>0' })).data).toEqual([])
})

test('charges and customers are searched by their own fields', async () => {
  const { stripe, on, ida } = await world()
  const charges = await stripe.charges.search({ query: `payment_method_details.card.last4:'4444' AND disputed:'false'` }, on)
  expect(charges.data).toMatchObject([{ amount: 2_000 }])
  const found = async (query: string) => (await stripe.customers.search({ query }, on)).data.map((one) => one.id)
  expect(await found(`email:'IDA@shop.example'`)).toEqual([ida.id])
  expect(await found(`name~'lind' AND metadata['tier']:'gold'`)).toEqual([ida.id])
  expect(await found(`name~'olaf'`)).toEqual([])
})

test('a query that cannot be read, asks for an unknown field or too much is refused by name', async () => {
  const { stripe, on } = await world()
  const many = Array.from({ length: 11 }, () => 'amount>0').join(' AND ')
  const wrong = [
    'hello',
    `colour:'red'`,
    `__proto__:'x'`,
    `status>'a'`,
    'amount:abc',
    `amount>1 AND status:'x' OR amount<3`,
    `status:'succeeded`,
    `metadata:'x'`,
    many,
    '   ',
  ]
  for (const query of wrong)
    expect({ query, ...(await errorOf(stripe.paymentIntents.search({ query }, on))) }).toMatchObject({
      query,
      statusCode: 400,
      param: 'query',
    })
  const page = { query: 'amount>0', page: 'pi_none' }
  expect(await errorOf(stripe.paymentIntents.search(page, on))).toMatchObject({ param: 'page' })
})
