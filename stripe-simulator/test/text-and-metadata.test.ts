import { expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { errorOf, readyAccount, start } from './stage.ts'

/** Makes a customer with a body as it is. */
const post = ({ url, secretKey }: Simulator, body: string | Buffer<ArrayBuffer>) =>
  fetch(`${url}/v1/customers`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
  })

test('bytes and characters that are no text are refused, in the body as they are and percent-encoded', async () => {
  const { simulator, stripe } = await start()
  const bytes = Buffer.concat([Buffer.from('description=caf'), Buffer.from([0xe9])])
  for (const body of [bytes, 'description=caf%E9']) {
    const answer = await post(simulator, body)
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { type: 'invalid_request_error' } }])
  }
  for (const fields of ['metadata[k]=a%00b', 'metadata[k]=a\u0000b', 'metadata[k]=v&metadata[a%00]=v'])
    expect(await (await post(simulator, fields)).json()).toMatchObject({
      error: { code: 'invalid_characters', param: expect.stringMatching(/^metadata\[[ka]\]$/) },
    })
  expect((await stripe.customers.list()).data).toEqual([])
})

test('metadata is merged, and an empty value takes a key away', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const customer = await stripe.customers.create({ metadata: { a: '1', b: '2' } }, on)
  expect((await stripe.customers.update(customer.id, { metadata: { a: '', c: '3' } }, on)).metadata).toEqual({ b: '2', c: '3' })
  expect((await stripe.customers.update(customer.id, { metadata: '' }, on)).metadata).toEqual({})
  const long = { [`k${'x'.repeat(40)}`]: 'v' }
  expect(await errorOf(stripe.customers.update(customer.id, { metadata: long }, on))).toMatchObject({ param: 'metadata' })
})

test('an object has at most 50 keys of metadata, however they came; one too many changes nothing', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const keys = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, 'v']))
  const customer = await stripe.customers.create({ name: 'Ada', metadata: keys(0, 30) }, on)
  const more = { name: 'Bea', metadata: keys(30, 21) }
  expect(await errorOf(stripe.customers.update(customer.id, more, on))).toMatchObject({ statusCode: 400, param: 'metadata' })
  expect(await stripe.customers.retrieve(customer.id, {}, on)).toMatchObject({ name: 'Ada', metadata: keys(0, 30) })
  const swapped = { metadata: { ...keys(30, 21), k0: '' } }
  const { metadata } = await stripe.customers.update(customer.id, swapped, on)
  expect(Object.keys(metadata)).toHaveLength(50)
  const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: keys(0, 50) }, on)
  const wanted = { amount: 700, description: 'new', metadata: { other: 'v' } }
  expect(await errorOf(stripe.paymentIntents.update(intent.id, wanted, on))).toMatchObject({ param: 'metadata' })
  expect(await stripe.paymentIntents.retrieve(intent.id, {}, on)).toMatchObject({ amount: 500, description: null })
})
