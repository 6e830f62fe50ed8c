import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'

let stage: TradeStage
let customer: string
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  cookies = stage.cookies
})
beforeEach(async () => {
  await stage.reset()
  const body = { name: 'Annex & Co', locationId: stage.seller.miamiId, addresses: [shop] }
  customer = (await stage.world.call(cookies.sales, 'POST', '/api/customers', body)).json().id
})
afterAll(() => stage.close())

const shop = { label: 'Shop', line1: '1 Ocean Drive', city: 'Miami', region: 'FL', postalCode: '33139', country: 'US' }
const nassau = { label: 'Nassau', line1: 'Bay Street', city: 'Nassau', region: '', postalCode: '', country: 'BS' }

const call = (method: 'POST' | 'PATCH' | 'DELETE', path = '', body?: object, cookie = cookies.sales) =>
  stage.world.call(cookie, method, `/api/customers/${customer}/addresses${path}`, body)
const read = async () => (await stage.world.call(cookies.sales, 'GET', `/api/customers/${customer}`)).json().addresses
const idOf = async (label: string) => (await read()).find((each: { label: string }) => each.label === label).id
const marks = async () =>
  (await read()).map((each: { label: string; isDefault: boolean; isBillTo: boolean }) =>
    [each.label, each.isDefault && 'default', each.isBillTo && 'bills'].filter(Boolean).join(' '),
  )
const history = async () =>
  (await stage.world.call(cookies.sales, 'GET', `/api/activity?subjectType=customer&subjectId=${customer}`)).json().items

describe('the addresses of a customer', () => {
  test('a sales contact adds a second one, and buyers may have goods sent there', async () => {
    expect((await call('POST', '', nassau)).statusCode).toBe(201)
    expect(await marks()).toEqual(['Shop default bills', 'Nassau'])
    expect((await read())[1]).toMatchObject({ ...nassau, lines: ['Bay Street', 'Nassau'] })
  })

  test('one is the usual one and one gets the bills: choosing another takes the mark along', async () => {
    await call('POST', '', { ...nassau, isBillTo: true })
    expect(await marks()).toEqual(['Shop default', 'Nassau bills'])
    await call('PATCH', `/${await idOf('Nassau')}`, { isDefault: true })
    expect(await marks()).toEqual(['Nassau default bills', 'Shop'])
    expect((await call('PATCH', `/${await idOf('Nassau')}`, { isDefault: false })).statusCode).toBe(400)
  })

  test('one that is removed leaves its marks to another', async () => {
    await call('POST', '', nassau)
    expect((await call('DELETE', `/${await idOf('Shop')}`)).json().addresses).toMatchObject([{ label: 'Nassau' }])
    expect(await marks()).toEqual(['Nassau default bills'])
    await call('DELETE', `/${await idOf('Nassau')}`)
    expect(await marks()).toEqual([])
    await call('POST', '', shop)
    expect(await marks()).toEqual(['Shop default bills'])
  })

  test('two people who choose at once leave one usual address: the second waits for the first', async () => {
    await call('POST', '', nassau)
    await call('POST', '', { ...shop, label: 'Annex' })
    const ids = [await idOf('Nassau'), await idOf('Annex')]
    const { owner } = stage.world.db
    const holder = await owner.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM customers WHERE id = $1 FOR UPDATE', [customer])
    const both = Promise.all(ids.map((id) => call('PATCH', `/${id}`, { isDefault: true })))
    const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    try {
      await vi.waitUntil(async () => (await owner.query(waiting)).rows[0].n === 2, { timeout: 10_000 })
    } finally {
      await holder.query('ROLLBACK')
      holder.release()
    }
    expect((await both).map((answer) => answer.statusCode)).toEqual([200, 200])
    expect((await marks()).filter((each: string) => each.includes('default'))).toHaveLength(1)
  })

  test('what is no address is refused by field, and changes nothing', async () => {
    const before = await stage.snapshot()
    const refused = await call('POST', '', { ...nassau, country: 'US' })
    expect([refused.statusCode, refused.json().errors]).toEqual([
      400,
      [
        { field: 'region', message: expect.stringContaining('state') },
        { field: 'postalCode', message: expect.stringContaining('such as') },
      ],
    ])
    // A part that stays is held against the country that is new.
    expect((await call('PATCH', `/${await idOf('Shop')}`, { country: 'GB' })).json().errors).toMatchObject([
      { field: 'postalCode' },
    ])
    expect(await stage.snapshot()).toEqual(before)
  })

  test('each change stands in the history with what was and what is', async () => {
    await call('POST', '', nassau)
    const id = await idOf('Nassau')
    await call('PATCH', `/${id}`, { line1: 'Market Street' })
    await call('PATCH', `/${id}`, { line1: 'Market Street' })
    await call('DELETE', `/${id}`)
    const [removed, edited, added] = await history()
    expect(added).toMatchObject({
      action: 'customer.address-added',
      details: { before: { address: null }, after: { addressLabel: 'Nassau' } },
    })
    expect(edited.details).toEqual({
      label: 'Nassau',
      before: { address: { lines: ['Bay Street', 'Nassau'], country: 'BS' } },
      after: { address: { lines: ['Market Street', 'Nassau'], country: 'BS' } },
    })
    expect(removed).toMatchObject({ action: 'customer.address-removed', details: { after: { address: null } } })
  })

  test('are not for people who may not edit customers, nor for another seller', async () => {
    const id = await idOf('Shop')
    expect((await call('POST', '', nassau, cookies.warehouse)).statusCode).toBe(403)
    for (const [method, body] of [
      ['PATCH', { label: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      expect((await call(method, `/${id}`, body, cookies.otherAdmin)).statusCode).toBe(404)
    }
    const elsewhere = `/api/customers/${stage.seller.netId}/addresses/${id}`
    expect((await stage.world.call(cookies.admin, 'PATCH', elsewhere, { label: 'Mine' })).statusCode).toBe(404)
    expect(await marks()).toEqual(['Shop default bills'])
  })
})
