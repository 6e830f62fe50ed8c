import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { addPriceList, addProduct, setPrices } from '../../app/catalogue/add-product.ts'
import { catalogueRoutes } from '../../app/catalogue/routes.ts'
import { setStock } from '../../app/catalogue/stock.ts'
import { createCustomer } from '../../app/customers/create-customer.ts'
import { customerRoutes } from '../../app/customers/routes.ts'
import { type NewCustomer, newCustomer } from '../../app/customers/shapes.ts'
import type { Tx } from '../../app/db/database.ts'
import { orderRoutes } from '../../app/orders/routes.ts'
import { endLiveAttempt } from '../../app/payments/end-live-attempt.ts'
import { receivablesRoutes } from '../../app/receivables/routes.ts'
import { checkInvariants } from '../../app/reconciliation/check-invariants.ts'
import { createTestApplication, type TestApplication } from './test-application.ts'

/** A Tuesday morning in New York, before the cut-off. */
export const stageNow = new Date('2026-11-17T14:00:00Z')

const address = { label: 'Shop', line1: '1 Main Street', city: 'Miami', postalCode: '33101', country: 'US' }

export type TradeStage = Awaited<ReturnType<typeof openTradeStage>>

/**
 * A seller with two locations, three products on two price lists, a COD and a net-30 customer with their buyers, and another
 * seller with a customer of its own. Stripe is a row that says "ready"; nothing is ever sent there.
 */
export async function openTradeStage() {
  const time = { now: stageNow }
  const routes: Parameters<typeof createTestApplication>[0] = (deps) => [
    catalogueRoutes(deps),
    customerRoutes(deps),
    orderRoutes(deps, (companyId, orderId) => endLiveAttempt(deps, companyId, orderId)),
    receivablesRoutes(deps),
  ]
  const world = await createTestApplication(routes, { deps: { clock: { now: () => time.now } } })
  const seller = await openSeller(world, 'lily')
  const other = await openSeller(world, 'harbour')
  const session = async (
    email: string,
    companyId: string,
    roles: Parameters<TestApplication['addPerson']>[2],
    customerId?: string,
  ) => {
    await world.addPerson(email, companyId, roles, customerId)
    return world.signIn(email)
  }
  const cookies = {
    admin: await session('admin@lily.example', seller.companyId, ['admin']),
    sales: await session('sales@lily.example', seller.companyId, ['sales']),
    warehouse: await session('warehouse@lily.example', seller.companyId, ['warehouse']),
    net: await session('net@net.example', seller.companyId, ['buyer_orders', 'buyer_pays'], seller.netId),
    netToo: await session('too@net.example', seller.companyId, ['buyer_orders'], seller.netId),
    cod: await session('cod@cod.example', seller.companyId, ['buyer_orders', 'buyer_pays'], seller.codId),
    codPays: await session('pays@cod.example', seller.companyId, ['buyer_pays'], seller.codId),
    otherAdmin: await session('admin@harbour.example', other.companyId, ['admin']),
    otherBuyer: await session('buyer@harbour.example', other.companyId, ['buyer_orders'], other.netId),
  }
  const inSeller = <T>(work: (tx: Tx) => Promise<T>) => world.db.withCompany(seller.companyId, work)
  return {
    world,
    time,
    seller,
    other,
    cookies,
    inSeller,
    ...shopping(world),
    ...looking(world, seller),
    /** Another moment; everybody signs in anew then, because sessions end by the same clock. */
    travelTo: async (moment: Date) => {
      time.now = moment
      await world.db.owner.query(signedInSince, [moment])
    },
    reset: async () => {
      time.now = stageNow
      await world.db.owner.query(signedInSince, [stageNow])
      await world.db.owner.query(backToTheBeginning)
    },
    close: () => world.close(),
  }
}

const signedInSince = `UPDATE identity.session SET "authenticatedAt" = $1, "lastSeenAt" = $1, "provenAt" = $1,
  "expiresAt" = $1::timestamptz + interval '30 days'`

/** Takes back what tests did; the two sellers with their people, products and customers stay. */
const backToTheBeginning = `
  DELETE FROM cart_lines; DELETE FROM allocations; DELETE FROM payments; DELETE FROM payment_attempts; DELETE FROM journal_lines;
  DELETE FROM journal_entries; DELETE FROM account_balances; DELETE FROM invoices; DELETE FROM order_lines; DELETE FROM orders;
  DELETE FROM stripe_accounts; DELETE FROM activity; DELETE FROM outbox; DELETE FROM idempotency_keys;
  UPDATE stock SET committed = 0, on_hand = CASE code WHEN 'MIA' THEN 100 ELSE 7 END FROM locations WHERE id = location_id;
  UPDATE prices SET unit_price_minor = CASE sku WHEN 'ROSE' THEN 2150 WHEN 'LILY' THEN 999 ELSE 440 END
    - CASE l.name WHEN 'Preferred' THEN 100 ELSE 0 END
    FROM products p, price_lists l WHERE p.id = product_id AND l.id = price_list_id;
  UPDATE products SET active = true;
  UPDATE customers c SET pay_online = false, payment_required_at_checkout = false, credit_limit_minor = NULL,
    price_list_id = (SELECT id FROM price_lists l WHERE l.company_id = c.company_id AND name = 'Standard')`

/** What buyers do, as their browser does it. */
function shopping(world: TestApplication) {
  const put = (cookie: string, productId: string, quantity: unknown) =>
    world.call(cookie, 'PUT', `/api/shop/cart/lines/${productId}`, { quantity })
  const checkout = async (cookie: string) => (await world.call(cookie, 'GET', '/api/shop/checkout')).json()
  /** A wish for what is in the cart now. */
  const wish = async (cookie: string, change: object = {}) => {
    const { cart, addresses, shipDates } = await checkout(cookie)
    const agreed = { shipToId: addresses[0].id, shipDate: shipDates[0].date, expectedTotalMinor: cart.total.minor }
    return { ...agreed, payWith: 'terms', ...change }
  }
  const order = (cookie: string, body: object, key: string = randomUUID()) =>
    world.app.inject({
      method: 'POST',
      url: '/api/shop/orders',
      headers: { cookie, origin: world.deps.config.publicUrl, 'idempotency-key': key },
      payload: body,
    })
  /** Fills the cart and orders it. @returns the order as answered. */
  const buy = async (cookie: string, productId: string, quantity = 2, change: object = {}) => {
    expect((await put(cookie, productId, quantity)).statusCode).toBe(200)
    const answer = await order(cookie, await wish(cookie, change))
    expect(answer.statusCode, answer.body).toBe(201)
    return answer.json()
  }
  return { put, checkout, wish, order, buy }
}

function looking(world: TestApplication, seller: { companyId: string; miamiId: string }) {
  const one = async (text: string, values: unknown[]) => (await world.db.owner.query(text, values)).rows[0]
  return {
    stockOf: (productId: string) =>
      one('SELECT on_hand, committed FROM stock WHERE product_id = $1 AND location_id = $2', [productId, seller.miamiId]),
    orderRow: (orderId: string) => one('SELECT * FROM orders WHERE id = $1', [orderId]),
    setCustomer: (customerId: string, change: string) =>
      world.db.owner.query(`UPDATE customers SET ${change} WHERE id = $1`, [customerId]),
    expectBooksInOrder: async () => expect(await checkInvariants(world.deps, seller.companyId)).toEqual([]),
    /** Everything a refused request must leave alone. */
    snapshot: async () =>
      Object.values(
        await one(
          `SELECT (SELECT count(*) FROM orders) AS orders, (SELECT sum(committed) FROM stock) AS promised, (SELECT count(*) FROM outbox) AS mails,
             (SELECT count(*) FROM activity) AS told, (SELECT sum(next_number) FROM number_series) AS numbers,
             (SELECT coalesce(sum(quantity), 0) FROM cart_lines) AS in_carts`,
          [],
        ),
      ).map(Number),
  }
}

async function openSeller(world: TestApplication, slug: string) {
  const companyId = await world.addCompany(slug)
  await world.db.owner.query('UPDATE companies SET tax_basis_points = 700, freight_minor = 1850 WHERE id = $1', [companyId])
  return world.db.withCompany(companyId, async (tx) => {
    const place = async (code: string, name: string) => {
      const row = { company_id: companyId, code, name }
      return (await tx.insertInto('locations').values(row).returning('id').executeTakeFirstOrThrow()).id
    }
    const [miamiId, newYorkId] = [await place('MIA', 'Miami'), await place('NYC', 'New York')]
    const standardId = (await addPriceList(tx, companyId, 'Standard')).id
    const preferredId = (await addPriceList(tx, companyId, 'Preferred')).id
    const product = (sku: string, name: string, category: string) =>
      addProduct(tx, companyId, {
        sku,
        name,
        category,
        description: '',
        unit: 'bunch',
        packSize: 10,
        picture: { glyph: 'rose', hue: 0 },
      })
    const rosesId = (await product('ROSE', 'Red roses', 'Roses')).id
    const liliesId = (await product('LILY', 'White lilies', 'Lilies')).id
    const fernId = (await product('FERN', 'Leather fern', 'Greens')).id
    const prices = [
      { productId: rosesId, unitPriceMinor: 2_150 },
      { productId: liliesId, unitPriceMinor: 999 },
    ]
    await setPrices(tx, companyId, standardId, [...prices, { productId: fernId, unitPriceMinor: 440 }])
    await setPrices(
      tx,
      companyId,
      preferredId,
      prices.map((price) => ({ ...price, unitPriceMinor: price.unitPriceMinor - 100 })),
    )
    for (const locationId of [miamiId, newYorkId]) {
      const counted = [rosesId, liliesId, fernId].map((productId) => ({ productId, quantity: locationId === miamiId ? 100 : 7 }))
      await setStock(tx, { companyId, locationId }, counted)
    }
    const customer = async (change: Partial<NewCustomer>) => {
      const base = {
        name: 'Customer',
        locationId: miamiId,
        priceListId: standardId,
        terms: 'net',
        termsDays: 30,
        addresses: [address],
      }
      return (await createCustomer(tx, companyId, { kind: 'system' }, newCustomer.parse({ ...base, ...change }))).id
    }
    const netId = await customer({ name: 'Garden Gate' })
    const codId = await customer({ name: 'Petal & Stem', terms: 'cod', termsDays: 0 })
    return { companyId, miamiId, newYorkId, standardId, preferredId, rosesId, liliesId, fernId, netId, codId, customer }
  })
}

/** Has a seller's own Stripe account be ready, as the integration leaves it. */
export async function linkStripe(stage: TradeStage, account = 'acct_ready'): Promise<void> {
  await stage.world.db.owner.query(
    `INSERT INTO stripe_accounts (company_id, stripe_account, livemode, linked_by, details_submitted, charges_enabled, payouts_enabled)
     VALUES ($1, $2, false, 'onboarding', true, true, true) ON CONFLICT DO NOTHING`,
    [stage.seller.companyId, account],
  )
}
