import { beforeAll, expect, test } from 'vitest'
import { digestOf } from '../florin/digest.ts'
import type { Florin } from '../florin/florin.ts'
import type { Person } from '../florin/person.ts'
import { admin, buyer, fillCart, letPayOnline, linkStripe, onceOnly, operator, wishOf } from '../florin/trade.ts'

type Attempt = [what: string, method: string, path: string, body: unknown, headers?: Record<string, string>]

/** Stories of input that is wrong: a clear 4xx, nothing changed, nothing leaked. */
export function tellBadInputStories(running: () => Florin): void {
  let florin: Florin
  let people: { petra: Person; ada: Person; olive: Person }
  let wish: ReturnType<typeof wishOf>
  let productId: string
  let customerId: string

  beforeAll(async () => {
    florin = running()
    await linkStripe(florin)
    customerId = await letPayOnline(florin, 'Petal & Stem')
    people = { petra: await florin.as(buyer), ada: await florin.as(admin), olive: await florin.as(operator) }
    const checkout = await fillCart(people.petra)
    wish = wishOf(checkout)
    productId = checkout.productId
    await florin.settled()
  })

  /** Makes every attempt. @returns those that were not refused properly, or changed something. */
  async function notRefused(person: Person, attempts: Attempt[]): Promise<string[]> {
    const ids = (await florin.rows<{ id: string }>('SELECT id FROM companies ORDER BY id')).map(({ id }) => id)
    const all = () => Promise.all(ids.map((id) => digestOf(florin, id)))
    const before = JSON.stringify(await all())
    const wrong: string[] = []
    for (const [what, method, path, body, headers] of attempts) {
      const answer = await person.call(method, path, body, { ...onceOnly(), ...headers })
      const isProblem = /problem\+json/.test(answer.headers.get('content-type') ?? '') && typeof answer.body.detail === 'string'
      const leaks = /at .+\.ts:\d+|node_modules|SELECT |violates|pg_|stack/i.test(answer.text)
      if (answer.status < 400 || answer.status >= 500 || !isProblem || leaks)
        wrong.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`)
      if (JSON.stringify(await all()) !== before) return [...wrong, `${what}: changed something`]
    }
    return wrong
  }

  test('orders with wrong amounts, days, addresses, words and shapes', async () => {
    const attempt = (what: string, change: object): Attempt => [what, 'POST', '/api/shop/orders', { ...wish, ...change }]
    expect(
      await notRefused(people.petra, [
        attempt('a cent less than the total', { expectedTotalMinor: wish.expectedTotalMinor - 1 }),
        attempt('nothing to pay', { expectedTotalMinor: 0 }),
        attempt('a negative total', { expectedTotalMinor: -wish.expectedTotalMinor }),
        attempt('half a cent', { expectedTotalMinor: wish.expectedTotalMinor + 0.5 }),
        attempt('more than any number holds', { expectedTotalMinor: 2 ** 60 }),
        attempt('a total in words', { expectedTotalMinor: String(wish.expectedTotalMinor) }),
        attempt('a day long gone', { shipDate: '2001-01-01' }),
        attempt('a day that is none', { shipDate: '2026-02-31' }),
        attempt('an address that is none', { shipToId: 'here' }),
        attempt('an address of nobody', { shipToId: crypto.randomUUID() }),
        attempt('another way to pay', { payWith: 'cheque' }),
        attempt('a PO number of ten thousand letters', { poNumber: 'x'.repeat(10_000) }),
        attempt('a PO number with a null byte', { poNumber: 'PO\u0000 1' }),
        attempt('a PO number that turns the line around', { poNumber: 'PO \u202e 1' }),
        attempt('half a letter', { note: 'lonely \ud800' }),
        attempt('a note with control characters', { note: 'ring \u0007 ring' }),
        ['no key', 'POST', '/api/shop/orders', wish, { 'idempotency-key': '' }],
        ['no body', 'POST', '/api/shop/orders', ''],
        ['half a body', 'POST', '/api/shop/orders', '{"shipToId":'],
        ['a list', 'POST', '/api/shop/orders', []],
        ['two megabytes', 'POST', '/api/shop/orders', { ...wish, note: 'x'.repeat(2 * 1024 * 1024) }],
        [
          'another kind of body',
          'POST',
          '/api/shop/orders',
          'shipToId=1',
          { 'content-type': 'application/x-www-form-urlencoded' },
        ],
      ]),
    ).toEqual([])
  })

  test('quantities that are none', async () => {
    const attempts = [0, -1, 1.5, 1e9, '2', null, Number.MAX_SAFE_INTEGER].map(
      (quantity): Attempt => [`${quantity} of it`, 'PUT', `/api/shop/cart/lines/${productId}`, { quantity }],
    )
    const nowhere: Attempt = ['a product of nobody', 'PUT', `/api/shop/cart/lines/${crypto.randomUUID()}`, { quantity: 1 }]
    expect(await notRefused(people.petra, [...attempts, nowhere])).toEqual([])
  })

  test('ids, cursors and filters that are none', async () => {
    expect(
      await notRefused(people.ada, [
        ['an id that is none', 'GET', '/api/orders/1', undefined],
        ['an id with a quote', 'GET', "/api/orders/'%20OR%201=1", undefined],
        ['an order of nobody', 'GET', `/api/orders/${crypto.randomUUID()}`, undefined],
        ['a made-up cursor', 'GET', '/api/orders?cursor=rubbish', undefined],
        ['a page of a million', 'GET', '/api/orders?limit=1000000', undefined],
        ['a page of none', 'GET', '/api/payments?limit=0', undefined],
        ['a sort that is none', 'GET', '/api/orders?sort=secret', undefined],
        ['a page that is none', 'GET', '/api/nothing-here', undefined],
        ['a search with a null byte', 'GET', '/api/customers?search=%00', undefined],
      ]),
    ).toEqual([])
  })

  test('settings of customers, people and the company that make no sense', async () => {
    expect(
      await notRefused(people.ada, [
        [
          'required without online',
          'PATCH',
          `/api/customers/${customerId}/e-commerce`,
          { payOnline: false, paymentRequiredAtCheckout: true },
        ],
        ['maybe', 'PATCH', `/api/customers/${customerId}/e-commerce`, { payOnline: 'maybe', paymentRequiredAtCheckout: false }],
        ['a customer without a name', 'PATCH', `/api/customers/${customerId}`, { name: '   ' }],
        ['a negative limit', 'PATCH', `/api/customers/${customerId}`, { creditLimitMinor: -1 }],
        ['terms that are none', 'PATCH', `/api/customers/${customerId}`, { terms: 'some day' }],
        ['a tax of more than all', 'PATCH', '/api/company', { taxBasisPoints: 10_001 }],
        ['a negative freight', 'PATCH', '/api/company', { freightMinor: -1 }],
        ['a time zone on the moon', 'PATCH', '/api/company', { timeZone: 'Moon/Tranquility' }],
        ['nobody’s address', 'POST', '/api/invitations', { email: 'not an address', roles: ['sales'] }],
        ['a role that is none', 'POST', '/api/invitations', { email: 'new@florin.example', roles: ['king'] }],
        ['a role of the platform', 'POST', '/api/invitations', { email: 'new@florin.example', roles: ['operator'] }],
        ['a short reason', 'POST', `/api/orders/${crypto.randomUUID()}/void`, { reason: 'no' }],
        ['another site', 'PATCH', '/api/company', { name: 'Mine now' }, { 'sec-fetch-site': 'cross-site' }],
      ]),
    ).toEqual([])
  })

  test('convenience fees that make no sense', async () => {
    const fee = { companyId: null, currency: 'usd', basisPoints: 50, fixedMinor: 10, minimumMinor: 25, capMinor: 1500 }
    const attempt = (what: string, change: object): Attempt => [
      what,
      'POST',
      '/api/operator/fee-schedules',
      { ...fee, ...change },
    ]
    expect(
      await notRefused(people.olive, [
        attempt('below nothing', { basisPoints: -1 }),
        attempt('more than everything', { basisPoints: 10_001 }),
        attempt('half a point', { basisPoints: 0.5 }),
        attempt('money that is none', { currency: 'doubloons' }),
        attempt('a cap below the minimum', { minimumMinor: 100, capMinor: 50 }),
        attempt('from yesterday on', { effectiveFrom: '2020-01-01T00:00:00Z' }),
        attempt('for nobody', { companyId: crypto.randomUUID() }),
      ]),
    ).toEqual([])
  })
}
