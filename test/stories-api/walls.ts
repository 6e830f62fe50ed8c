import { beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../florin/digest.ts'
import type { Florin } from '../florin/florin.ts'
import type { Answer, Person } from '../florin/person.ts'
import {
  admin,
  buyer,
  fillCart,
  letPayOnline,
  linkStripe,
  onceOnly,
  otherAdmin,
  otherBuyer,
  placeOrder,
  startPaying,
  untilPaid,
  visa,
  wishOf,
} from '../florin/trade.ts'

type Operation = { method: string; path: string }

/** Well-formed bodies, so that an answer is about whose thing it is and not about the shape of the call. */
const bodies: Record<string, object> = {
  'PATCH /api/people/{id}': { roles: ['sales'] },
  'PATCH /api/account/passkeys/{id}': { name: 'Taken over' },
  'PATCH /api/customers/{id}': { name: 'Taken over' },
  'PATCH /api/customers/{id}/e-commerce': { payOnline: false, paymentRequiredAtCheckout: false },
  'POST /api/orders/{id}/override-hold': { reason: 'because I can' },
  'POST /api/orders/{id}/void': { reason: 'because I can' },
  'POST /api/shop/orders/{id}/void': { reason: 'because I can' },
  'POST /api/integrations/stripe/accounts/{id}/disconnect': { reason: 'because I can' },
  'POST /api/breaks/{id}/close': { note: 'because I can' },
  'PUT /api/shop/cart/lines/{productId}': { quantity: 1 },
}

/** The token is the secret itself; kept mails are for whoever runs the demo. */
const notOfACompany = /by-token|\/api\/dev\//
/** Taking out of one's own cart what was never in it is no error: the cart is answered, as it is. */
const ownCart = 'DELETE /api/shop/cart/lines/{productId}'

/** Stories of two sellers on one installation, who never see or touch what is the other's. */
export function tellWallStories(running: () => Florin): void {
  let florin: Florin
  let ada: Person
  let petra: Person
  let theirs: Awaited<ReturnType<typeof whatTheOtherSellerHas>>
  let operations: Operation[]

  beforeAll(async () => {
    florin = running()
    await linkStripe(florin)
    await letPayOnline(florin, 'Petal & Stem')
    theirs = await whatTheOtherSellerHas(florin)
    ;[ada, petra] = [await florin.as(admin), await florin.as(buyer)]
    type Document = { paths: Record<string, Record<string, unknown>> }
    const { paths } = await ada.read<Document>('/openapi.json')
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    )
  })

  const withTheirIds = ({ path }: Operation) => path.replace(/\{\w+\}/, () => theirs.idFor(path))
  const call = (person: Person, operation: Operation): Promise<Answer> =>
    person.call(operation.method, withTheirIds(operation), bodies[`${operation.method} ${operation.path}`], onceOnly())
  const withAnId = () => operations.filter(({ path }) => path.includes('{') && !notOfACompany.test(path))

  test('every address with the other’s id in it is answered as if there were no such thing, and nothing changes', async () => {
    const before = await digestOf(florin, theirs.companyId)
    const wrong: string[] = []
    for (const operation of withAnId()) {
      const answers = [await call(ada, operation), await call(petra, operation)]
      const statuses = answers.map(({ status }) => status)
      // Whoever has no business there is told so; whoever has finds nothing.
      if (`${operation.method} ${operation.path}` === ownCart) continue
      if (!statuses.every((status) => status === 403 || status === 404) || !statuses.includes(404))
        wrong.push(`${operation.method} ${operation.path}: ${statuses.join(', ')}`)
    }
    expect(withAnId().length).toBeGreaterThan(20)
    expect(wrong).toEqual([])
    expect(await digestOf(florin, theirs.companyId)).toEqual(before)
  })

  test('the other seller’s own people find all of it (so that "nothing there" above means the wall)', async () => {
    const [hugo, tess] = [await florin.as(otherAdmin), await florin.as(otherBuyer)]
    const wrong: string[] = []
    for (const operation of withAnId().filter(({ method, path }) => method === 'GET' && !/stream|redirect/.test(path))) {
      const answers = [await call(hugo, operation), await call(tess, operation)]
      if (!answers.some(({ status }) => status === 200)) wrong.push(`${operation.path}: ${answers.map(({ status }) => status)}`)
    }
    expect(wrong).toEqual([])
  })

  test('no list, no search and no page of one seller shows anything of the other', async () => {
    const lists = operations.filter(({ method, path }) => method === 'GET' && !path.includes('{') && path.startsWith('/api/'))
    const searches = theirs.words.map((word) => `/api/search?q=${encodeURIComponent(word)}`)
    const filters = ['orders', 'payments'].map((list) => `/api/${list}?customerId=${theirs.customerId}`)
    const histories = ['order', 'payment', 'customer'].map((type) => `/api/activity?subjectType=${type}`)
    const leaks: string[] = []
    for (const path of [...lists.map((each) => each.path), ...searches, ...filters, ...histories]) {
      if (/dev\/mails|oauth-return|operator/.test(path)) continue
      for (const person of [ada, petra]) {
        const { text } = await person.get(path)
        leaks.push(...theirs.ids.filter((id) => text.includes(id)).map((id) => `${path}: ${id}`))
      }
    }
    expect(lists.length).toBeGreaterThan(15)
    expect(leaks).toEqual([])
  })

  describe('the other’s ids inside a body', () => {
    test.each<[what: string, call: () => Promise<Answer>]>([
      ['a product, into the cart', () => petra.call('PUT', `/api/shop/cart/lines/${theirs.productId}`, { quantity: 1 })],
      [
        'an address, to ship to',
        async () => petra.post('/api/shop/orders', { ...wishOf(await fillCart(petra)), shipToId: theirs.addressId }, onceOnly()),
      ],
      [
        'a location and a price list, of a new customer',
        () =>
          ada.post('/api/customers', {
            name: 'Spy',
            locationId: theirs.locationId,
            priceListId: theirs.priceListId,
            terms: 'cod',
          }),
      ],
      ['a location, to link Stripe for', () => ada.post('/api/integrations/stripe/enable', { locationId: theirs.locationId })],
      [
        'a customer, to invite a buyer of',
        () => ada.post('/api/invitations', { email: 'spy@spy.example', roles: ['buyer_orders'], customerId: theirs.customerId }),
      ],
      ['a membership, to work in', () => ada.post('/api/session/membership', { membershipId: theirs.membershipId })],
    ])('%s: refused, and nothing changes', async (_what, attempt) => {
      const [mine, before] = [await florin.companyId('lily-crown'), await digestOf(florin, theirs.companyId)]
      const counts = async () => [
        await florin.count('customers'),
        await florin.count('invitations'),
        await florin.count('orders'),
      ]
      const counted = await counts()
      const { status } = await attempt()
      expect([400, 403, 404, 409, 422]).toContain(status)
      expect(await counts()).toEqual(counted)
      expect(await digestOf(florin, theirs.companyId)).toEqual(before)
      expect(await florin.count('stripe_accounts', 'company_id = $1', [mine])).toBe(1)
    })
  })

  test('a buyer finds nothing of another customer of the same seller', async () => {
    const order = await placeOrder(petra)
    const gale = await florin.as('gale@gardengate.example')
    const mine = await digestOf(florin, await florin.companyId('lily-crown'))
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/payment'],
      ['GET', '/payment/stream'],
      ['POST', '/payment/refresh'],
      ['POST', '/pay'],
      ['POST', '/reorder'],
      ['POST', '/void', { reason: 'because I can' }],
    ] as const) {
      const { status } = await gale.call(method, `/api/shop/orders/${order.id}${path}`, body, onceOnly())
      expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 404`)
    }
    expect((await gale.get('/api/shop/orders')).text).not.toContain(order.id)
    expect(await digestOf(florin, await florin.companyId('lily-crown'))).toEqual(mine)
  })

  test('without a session there is nothing at all', async () => {
    const [address] = florin.shape.surroundings().addresses
    const open = /^\/api\/(auth|session$|invitations\/by-token|dev)/
    const wrong: string[] = []
    for (const operation of operations.filter(({ path }) => path.startsWith('/api/') && !open.test(path))) {
      const body = bodies[`${operation.method} ${operation.path}`] ?? {}
      const answer = await fetch(`${address}${withTheirIds(operation)}`, {
        method: operation.method,
        headers: { ...onceOnly(), ...(operation.method === 'GET' ? {} : { 'content-type': 'application/json' }) },
        ...(operation.method === 'GET' ? {} : { body: JSON.stringify(body) }),
      })
      if (answer.status !== 401 && answer.status !== 400) wrong.push(`${operation.method} ${operation.path}: ${answer.status}`)
      await answer.body?.cancel()
    }
    expect(wrong).toEqual([])
  })
}

/** Things of a person's own account: another person's are as far away as another company's. */
async function whatSomebodyElseHas(florin: Florin): Promise<{ sessions: string; passkeys: string }> {
  const [row] = await florin.rows<{ sessions: string; passkeys: string }>(
    `WITH person AS (INSERT INTO identity."user" (id, name, email) VALUES ('somebody', 'Somebody', 'somebody@else.example') RETURNING id),
       session AS (INSERT INTO identity.session (id, token, "userId", "expiresAt") SELECT 'a-session', 'a-token', id, now() + interval '1 hour' FROM person
         RETURNING id)
     INSERT INTO identity.passkeys (user_id, name, credential_id, public_key, counter, synced)
     SELECT person.id, 'Laptop', 'a-credential', '', 0, false FROM person, session RETURNING id AS passkeys, 'a-session' AS sessions`,
  )
  return row!
}

/** Lets the second seller do business, and collects one of everything he then has. */
async function whatTheOtherSellerHas(florin: Florin) {
  const companyId = await florin.companyId('harbour-greens')
  const account = await linkStripe(florin, otherAdmin)
  const customerId = await letPayOnline(florin, 'Tidewater Cafe', true, otherAdmin)
  const [hugo, tess] = [await florin.as(otherAdmin), await florin.as(otherBuyer)]
  const shipped = await placeOrder(tess)
  await florin.simulator.pay((await startPaying(tess, shipped)).url, visa)
  await untilPaid(tess, shipped)
  await hugo.do('POST', `/api/orders/${shipped.id}/ship`, {})
  await hugo.do('POST', '/api/invitations', { email: 'new@harbourgreens.example', roles: ['sales'] })
  // Money that nobody asked for, for a difference that somebody has to close.
  await florin.simulator.api('payment_intents', account, {
    amount: '4321',
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: 'true',
    'automatic_payment_methods[enabled]': 'true',
    'automatic_payment_methods[allow_redirects]': 'never',
  })
  await florin.settled()
  const one = async (table: string, where = 'true') => {
    const [row] = await florin.rows<{ id: string }>(`SELECT id FROM ${table} WHERE company_id = $1 AND ${where}`, [companyId])
    if (!row) throw new Error(`the other seller has no ${table}`)
    return row.id
  }
  const ids = {
    orders: shipped.id,
    customers: customerId,
    payments: await one('payments'),
    invoices: await one('invoices'),
    products: await one('products'),
    people: await one('memberships'),
    invitations: await one('invitations'),
    breaks: await one('breaks'),
    accounts: await one('stripe_accounts'),
    lines: await one('products'),
    ...(await whatSomebodyElseHas(florin)),
  }
  const [payment] = await florin.rows<{ charge: string; payment_intent: string }>('SELECT * FROM payments WHERE id = $1', [
    ids.payments,
  ])
  return {
    companyId,
    customerId,
    productId: ids.products,
    membershipId: ids.people,
    addressId: await one('ship_to_addresses'),
    locationId: await one('locations'),
    priceListId: await one('price_lists'),
    ids: [...Object.values(ids), payment!.charge, account],
    words: ['Tidewater', payment!.charge, payment!.payment_intent, shipped.id],
    /** The id that belongs into a path: that of the last collection named before it. */
    idFor: (path: string) => {
      const collection = path.slice(0, path.indexOf('/{')).split('/').at(-1)! as keyof typeof ids
      const id = ids[collection]
      if (!id) throw new Error(`no id of the other seller is known for ${path}: add one`)
      return id
    },
  }
}
