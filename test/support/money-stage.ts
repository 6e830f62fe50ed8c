import { randomUUID } from 'node:crypto'
import { readConfig } from '../../app/config.ts'
import type { Deps } from '../../app/deps.ts'
import type { Actor } from '../../app/identity/actor.ts'
import { permissionsFor } from '../../app/identity/permissions.ts'
import { receiveEvent } from '../../app/payments/receive-event.ts'
import { startPayment } from '../../app/payments/start-payment.ts'
import { checkInvariants, compareClearing } from '../../app/reconciliation/check-invariants.ts'
import { openDeps } from '../../app/startup/open-deps.ts'
import { runInboxOnce } from '../../app/worker/inbox.ts'
import { runOutboxOnce } from '../../app/worker/outbox.ts'
import { type Simulator, startSimulator } from '../../stripe-simulator/src/index.ts'
import type { TestDatabase } from './clone-database.ts'

const keys = {
  STRIPE_SECRET_KEY: 'sk_test_stage000000000000000000',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_stage000000000000000000',
  STRIPE_WEBHOOK_SECRET: 'whsec_platform',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_connect',
}

export type MoneyStage = Awaited<ReturnType<typeof openMoneyStage>>

/**
 * One seller with a linked Stripe account and one COD customer, on a real database and a real simulator over HTTP. Webhooks
 * are not delivered by themselves: a test says which hints arrive, when, and how often. It closes the database with itself.
 */
export async function openMoneyStage(db: TestDatabase) {
  const simulator = await startSimulator({
    platformSecretKey: keys.STRIPE_SECRET_KEY,
    publishableKey: keys.STRIPE_PUBLISHABLE_KEY,
  })
  const config = readConfig({
    ...keys,
    STRIPE_API_BASE: simulator.url,
    STRIPE_CLIENT_ID: simulator.clientId,
    LOG_LEVEL: 'silent',
  })
  const open = () =>
    openDeps(config, { stripe: config.stripe!, databaseUrl: db.url, secrets: { current: 's'.repeat(32), old: [] } })
  const { deps, close } = await open()
  const closing = [close]
  const seller = await addSeller(db, deps, simulator)
  return {
    db,
    deps,
    simulator,
    ...seller,
    placeOrder: (totalMinor: number) => addOrder(db, seller, totalMinor),
    /** What a second process of Florin has: connections and memory of its own, the same database and Stripe. */
    anotherProcess: async () => {
      const another = await open()
      closing.push(another.close)
      return another.deps
    },
    pay: (orderId: string) => startPayment(deps, seller.buyer, orderId),
    receiveEverything: () => receiveEverything(deps, seller.stripeAccount),
    workAll: () => workAll(deps),
    atStripe: (path: string, form: Record<string, string>) => atStripe(simulator, seller.stripeAccount, path, form),
    expectBooksInOrder: () => expectBooksInOrder(deps, seller),
    orderRow: async (orderId: string) => (await db.owner.query('SELECT * FROM orders WHERE id = $1', [orderId])).rows[0],
    count: async (table: string) => (await db.owner.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n as number,
    close: async () => {
      for (const each of closing) await each()
      await simulator.close()
      await db.drop()
    },
  }
}

async function addSeller(db: TestDatabase, deps: Deps, simulator: Simulator) {
  const one = async (text: string, values: unknown[]) =>
    (await db.owner.query(`${text} RETURNING id`, values)).rows[0].id as string
  const company = `INSERT INTO companies (kind, name, slug, currency, time_zone) VALUES ($1, $2, $2, 'usd', 'America/New_York')`
  const platformId = await one(company, ['platform', 'platform'])
  const companyId = await one(company, ['seller', 'lily'])
  const locationId = await one(`INSERT INTO locations (company_id, code, name) VALUES ($1, 'MIA', 'Miami')`, [companyId])
  const priceListId = await one(`INSERT INTO price_lists (company_id, name, currency) VALUES ($1, 'Standard', 'usd')`, [
    companyId,
  ])
  const customerId = await one(
    `INSERT INTO customers (company_id, number, name, location_id, price_list_id, terms, pay_online, payment_required_at_checkout)
     VALUES ($1, '1001', 'Petal & Stem', $2, $3, 'cod', true, true)`,
    [companyId, locationId, priceListId],
  )
  const productId = await one(
    `INSERT INTO products (company_id, sku, name, category, unit) VALUES ($1, 'R1', 'Roses', 'Roses', 'bunch')`,
    [companyId],
  )
  await db.owner.query(
    `INSERT INTO fee_schedules (currency, basis_points, fixed_minor, minimum_minor, cap_minor, effective_from, created_by_name)
     VALUES ('usd', 50, 10, 25, 1500, '2020-01-01', 'test')`,
  )
  const account = await deps.stripe.createAccount({
    name: 'Lily',
    email: 'l@lily.example',
    country: 'US',
    idempotencyKey: randomUUID(),
  })
  simulator.onboard(account.stripeAccount)
  await db.owner.query(
    `INSERT INTO stripe_accounts (company_id, stripe_account, livemode, linked_by, details_submitted, charges_enabled, payouts_enabled)
     VALUES ($1, $2, false, 'onboarding', true, true, true)`,
    [companyId, account.stripeAccount],
  )
  const buyer: Actor = {
    userId: 'buyer-1',
    name: 'Bea Buyer',
    email: 'bea@petal.example',
    companyId,
    roles: ['buyer_orders', 'buyer_pays'],
    permissions: new Set(permissionsFor(['buyer_orders', 'buyer_pays'])),
    customerId,
  }
  return { platformId, companyId, locationId, customerId, productId, stripeAccount: account.stripeAccount, buyer }
}

let orders = 0

/** A pending order on hold, as place-order leaves it for a customer who must pay first. */
async function addOrder(
  db: TestDatabase,
  seller: { companyId: string; customerId: string; locationId: string; productId: string },
  totalMinor: number,
) {
  const { rows } = await db.owner.query(
    `INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_name, ship_to, placed_on, ship_date, terms, payment_required, currency,
       goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state, hold)
     VALUES ($1, $2, $3, $4, 'Bea Buyer', '{}', current_date, '2026-12-01', 'cod', true, 'usd', $5, 0, 0, $5, 'pending', 'unfulfilled', 'unpaid', 'awaiting_payment')
     RETURNING id`,
    [seller.companyId, String(10_000 + ++orders), seller.customerId, seller.locationId, totalMinor],
  )
  const id = rows[0].id as string
  await db.owner.query(
    `INSERT INTO order_lines (company_id, order_id, line_number, product_id, sku, name, unit, pack_size, quantity, unit_price_minor, amount_minor)
     VALUES ($1, $2, 1, $3, 'R1', 'Roses', 'bunch', 10, 1, $4, $4)`,
    [seller.companyId, id, seller.productId, totalMinor],
  )
  await db.owner.query(
    `INSERT INTO stock (company_id, location_id, product_id, on_hand, committed) VALUES ($1, $2, $3, 1000, 1)
     ON CONFLICT (company_id, location_id, product_id) DO UPDATE SET committed = stock.committed + 1`,
    [seller.companyId, seller.locationId, seller.productId],
  )
  return id
}

/** A call of Stripe's API as somebody other than Florin makes it: the seller himself, another tool, the dashboard. @throws when refused. */
async function atStripe(simulator: Simulator, account: string, path: string, form: Record<string, string>) {
  const headers = { authorization: `Bearer ${simulator.secretKey}`, 'stripe-account': account }
  const answer = await fetch(`${simulator.url}/v1/${path}`, { method: 'POST', headers, body: new URLSearchParams(form) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { id: string; latest_charge?: string }
}

/** Puts every event Stripe has into the inbox, as its webhooks would. @returns how many were new. */
async function receiveEverything(deps: Deps, stripeAccount: string): Promise<number> {
  let received = 0
  for (const hint of (await deps.stripe.listEvents(stripeAccount, new Date(0))).items)
    received += await receiveEvent(deps, 'connect', hint)
  for (const hint of (await deps.stripe.listEvents(null, new Date(0))).items)
    received += await receiveEvent(deps, 'platform', hint)
  return received
}

/** Runs both queues until nothing is due. */
async function workAll(deps: Deps): Promise<void> {
  for (;;) {
    const inbox = await runInboxOnce(deps)
    const outbox = await runOutboxOnce(deps)
    if (inbox.done + outbox.done === 0) return
  }
}

/** @throws with every fault found: an invariant broken, or books that differ from Stripe's balance. */
async function expectBooksInOrder(
  deps: Deps,
  { companyId, platformId }: { companyId: string; platformId: string },
): Promise<void> {
  const faults = [
    ...(await checkInvariants(deps, companyId)),
    ...(await checkInvariants(deps, platformId)),
    ...(await compareClearing(deps, companyId)),
  ]
  if (faults.length > 0) throw new Error(faults.map((fault) => `${fault.invariant}: ${fault.found}`).join('\n'))
}
