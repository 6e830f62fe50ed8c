import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkStripe, openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const get = async (id: string, cookie = cookies.admin) => (await stage.world.call(cookie, 'GET', `/api/customers/${id}`)).json()
const patch = (id: string, body: object, cookie = cookies.admin) =>
  stage.world.call(cookie, 'PATCH', `/api/customers/${id}`, body)
const eCommerce = (body: object, cookie = cookies.admin) => patch(`${seller.codId}/e-commerce`, body, cookie)
const audited = async () => (await stage.world.db.owner.query('SELECT action, details FROM activity ORDER BY id')).rows

describe('“Pay online”', () => {
  test('is not available, and says why, until Stripe is ready', async () => {
    expect((await get(seller.codId)).eCommerce).toEqual({
      payOnline: false,
      payOnlineAvailable: false,
      payOnlineUnavailableReason: 'No Stripe account is linked yet. Customers cannot pay online.',
      paymentRequiredAtCheckout: false,
    })
    const refused = await eCommerce({ payOnline: true })
    expect(refused.json()).toMatchObject({
      status: 409,
      kind: 'stripe-not-ready',
      detail: expect.stringMatching(/No Stripe account/),
    })
    await linkStripe(stage)
    const allowed = await eCommerce({ payOnline: true, paymentRequiredAtCheckout: true })
    expect(allowed.json().eCommerce).toMatchObject({ payOnline: true, payOnlineAvailable: true, paymentRequiredAtCheckout: true })
  })

  test('goes by the account of the customer’s own location where it has one', async () => {
    await linkStripe(stage)
    await stage.world.db.owner.query(
      `INSERT INTO stripe_accounts (company_id, location_id, stripe_account, livemode, linked_by) VALUES ($1, $2, 'acct_miami', false, 'onboarding')`,
      [seller.companyId, seller.miamiId],
    )
    expect((await eCommerce({ payOnline: true })).json().kind).toBe('stripe-not-ready')
  })

  test('“Payment required at checkout” needs it, and does not outlive it', async () => {
    await linkStripe(stage)
    expect((await eCommerce({ paymentRequiredAtCheckout: true })).json().kind).toBe('needs-pay-online')
    await eCommerce({ payOnline: true, paymentRequiredAtCheckout: true })
    expect((await eCommerce({ payOnline: false })).json().kind).toBe('needs-pay-online')
    expect((await eCommerce({ payOnline: false, paymentRequiredAtCheckout: false })).statusCode).toBe(200)
  })

  test('is audited with how it was before and after; saving the same again is not a change', async () => {
    await linkStripe(stage)
    await eCommerce({ payOnline: true })
    await eCommerce({ payOnline: true })
    expect(await audited()).toEqual([
      { action: 'customer.e_commerce_edited', details: { before: { payOnline: false }, after: { payOnline: true } } },
    ])
  })

  test('is not for sales to switch, nor for another seller', async () => {
    await linkStripe(stage)
    expect((await eCommerce({ payOnline: true }, cookies.sales)).statusCode).toBe(403)
    expect((await eCommerce({ payOnline: true }, cookies.otherAdmin)).statusCode).toBe(404)
    expect((await get(seller.codId)).eCommerce.payOnline).toBe(false)
  })
})

describe('a customer', () => {
  const about = () => ({ name: ' Café Zoë ', locationId: seller.miamiId, priceListId: seller.standardId, terms: 'cod' })
  const add = (body: object, cookie = cookies.admin) => stage.world.call(cookie, 'POST', '/api/customers', body)
  const address = { label: 'Shop', line1: '1 Ocean Drive', city: 'Miami', region: 'FL', postalCode: '33139', country: 'US' }

  test('is added with the next number, its usual address first', async () => {
    const addresses = [address, { ...address, label: 'Annex', isDefault: true }]
    const added = await add({ ...about(), addresses })
    expect(added.statusCode, added.body).toBe(201)
    expect(added.json()).toMatchObject({
      name: 'Café Zoë',
      termsWords: 'COD',
      creditLimit: null,
      addresses: [{ label: 'Annex' }, { label: 'Shop' }],
      people: [],
    })
  })

  test('nobody decided about is on the standard list, prepaid and without credit', async () => {
    const { body } = await stage.world.call(cookies.sales, 'POST', '/api/customers', { name: 'New', locationId: seller.miamiId })
    expect(JSON.parse(body)).toMatchObject({ priceList: { name: 'Standard' }, terms: 'prepaid', termsDays: 0, creditLimit: null })
    const lent = await add({ name: 'Newer', locationId: seller.miamiId, terms: 'net', termsDays: 30 })
    expect(lent.json().creditLimit).toEqual({ minor: 0, currency: 'usd' })
  })

  test('is put on the list the company made its standard, from then on', async () => {
    const choose = (id: string, cookie = cookies.admin) =>
      stage.world.call(cookie, 'PATCH', `/api/price-lists/${id}`, { isStandard: true })
    expect((await choose(seller.preferredId, cookies.sales)).statusCode).toBe(403)
    expect((await choose(stage.other.standardId)).statusCode).toBe(404)
    expect((await choose(seller.preferredId)).json().items).toMatchObject([{ isStandard: true }, { isStandard: false }])
    const added = await add({ name: 'Newest', locationId: seller.miamiId })
    expect(added.json().priceList.id).toBe(seller.preferredId)
    await choose(seller.standardId)
    const lists = (entry: { action: string }) => entry.action === 'company.changed'
    expect((await audited()).filter(lists).at(-1).details).toEqual({
      before: { standardPriceList: 'Preferred' },
      after: { standardPriceList: 'Standard' },
    })
  })

  test('shows the people who buy for it', async () => {
    expect((await get(seller.netId)).people.map((person: { email: string }) => person.email)).toEqual([
      'net@net.example',
      'too@net.example',
    ])
  })

  test.each([
    ['no name', { name: '   ' }],
    ['a name with a line break', { name: 'A\nB' }],
    ['an e-mail that is none', { email: 'zoe' }],
    ['unknown terms', { terms: 'sometime' }],
    ['a negative credit limit', { creditLimitMinor: -1 }],
    ['a credit limit in fractions', { creditLimitMinor: 0.5 }],
    ['too many days', { termsDays: 366 }],
    ['a country that is none', { addresses: [{ ...address, country: 'USA' }] }],
    ['a country’s other name', { addresses: [{ ...address, country: 'UK' }] }],
    ['a postal code of another country', { addresses: [address, { ...address, postalCode: 'SW1A 1AA' }] }],
  ])('with %s is refused', async (_name, change) => {
    const before = await stage.snapshot()
    expect((await add({ ...about(), ...change })).statusCode).toBe(400)
    expect(await stage.snapshot()).toEqual(before)
  })

  test('cannot be put into another seller’s location or on its price list', async () => {
    for (const change of [{ locationId: stage.other.miamiId }, { priceListId: stage.other.standardId }]) {
      expect((await add({ ...about(), ...change })).statusCode).toBe(404)
      expect((await patch(seller.netId, change)).statusCode).toBe(404)
    }
  })

  test('is edited with an audit line that tells before and after', async () => {
    await patch(seller.netId, { creditLimitMinor: 500_000, termsDays: 15 })
    await patch(seller.netId, { creditLimitMinor: null, termsDays: 30 })
    expect(await audited()).toMatchObject([
      {
        action: 'customer.edited',
        details: {
          before: { creditLimit: null, terms: { terms: 'net', termsDays: 30 } },
          after: { creditLimit: { minor: 500_000, currency: 'usd' }, terms: { terms: 'net', termsDays: 15 } },
        },
      },
      { action: 'customer.edited' },
    ])
  })

  test('of another seller does not exist here', async () => {
    expect((await stage.world.call(cookies.admin, 'GET', `/api/customers/${stage.other.netId}`)).statusCode).toBe(404)
    expect((await patch(stage.other.netId, { name: 'Mine now' })).statusCode).toBe(404)
  })

  test('orders already placed keep the terms they were placed on', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId)
    await patch(seller.netId, { terms: 'cod' })
    expect((await stage.orderRow(order.id)).terms).toBe('net')
    await patch(seller.netId, { terms: 'net' })
  })
})

describe('the list of customers', () => {
  const list = async (query: string) => (await stage.world.call(cookies.sales, 'GET', `/api/customers?${query}`)).json()

  test('is found by name, number and e-mail, whatever the case; % and _ are ordinary letters', async () => {
    for (const search of ['petal', 'PETAL %26', '1002']) {
      expect((await list(`search=${search}`)).items.map((item: { name: string }) => item.name)).toEqual(['Petal & Stem'])
    }
    for (const search of ['%25', '_etal', '%27; DROP']) expect((await list(`search=${search}`)).items).toEqual([])
  })

  test('is paged without losing or repeating anybody, in either direction', async () => {
    const all = (await list('limit=100')).items.map((item: { name: string }) => item.name)
    for (const sort of ['name', '-name', 'number', '-number']) {
      const seen: string[] = []
      let cursor = ''
      do {
        const part = await list(`limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`)
        seen.push(...part.items.map((item: { name: string }) => item.name))
        cursor = part.nextCursor ?? ''
      } while (cursor)
      expect(seen.toSorted()).toEqual(all.toSorted())
      expect(new Set(seen).size).toBe(all.length)
    }
  })

  test('refuses a position that is not one of its own', async () => {
    const { nextCursor } = await list('limit=1&sort=number')
    for (const cursor of [nextCursor, 'x', Buffer.from('["name","\\u0000","1"]').toString('base64url')]) {
      const refused = await stage.world.call(cookies.sales, 'GET', `/api/customers?sort=name&cursor=${cursor}`)
      expect([refused.statusCode, refused.json().kind]).toEqual([400, 'bad-cursor'])
    }
  })
})
