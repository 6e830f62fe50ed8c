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
    /** @param payBy until when it may be paid; never ends otherwise. */
    placeOrder: (totalMinor: number, payBy: Date | null = null) => addOrder(db, seller, totalMinor, payBy),
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
    /** What the seller, Stripe or a bank does at Stripe: a control call of the simulator. @throws when there is no such thing. */
    control: (path: string, body: object = {}) => control(simulator, path, body),
    /** Links another Stripe account of the seller, ready to charge. @returns its id. */
    linkAccount: () => linkAccount(db, deps, simulator, seller.companyId),
    openBreaks: async () =>
      (await db.owner.query('SELECT * FROM breaks WHERE closed_at IS NULL ORDER BY opened_at')).rows as {
        id: string
        kind: string
        subject_id: string
        facts: Record<string, unknown>
      }[],
    attemptsOf: async (orderId: string) =>
      (
        await db.owner.query('SELECT state, stripe_account FROM payment_attempts WHERE order_id = $1 ORDER BY created_at', [
          orderId,
        ])
      ).rows as { state: string; stripe_account: string }[],
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
  const stripeAccount = await linkAccount(db, deps, simulator, companyId)
  const buyer: Actor = {
    userId: 'buyer-1',
    name: 'Bea Buyer',
    email: 'bea@petal.example',
    companyId,
    roles: ['buyer_orders', 'buyer_pays'],
    permissions: new Set(permissionsFor(['buyer_orders', 'buyer_pays'])),
    customerId,
  }
  return { platformId, companyId, locationId, customerId, productId, stripeAccount, buyer }
}

async function linkAccount(db: TestDatabase, deps: Deps, simulator: Simulator, companyId: string): Promise<string> {
  const seller = { name: 'Lily', email: 'l@lily.example', country: 'US', idempotencyKey: randomUUID() }
  const { stripeAccount } = await deps.stripe.createAccount(seller)
  simulator.onboard(stripeAccount)
  await db.owner.query(
    `INSERT INTO stripe_accounts (company_id, stripe_account, livemode, linked_by, details_submitted, charges_enabled, payouts_enabled)
     VALUES ($1, $2, false, 'onboarding', true, true, true)`,
    [companyId, stripeAccount],
  )
  return stripeAccount
}

let orders = 0

/** A pending order on hold, as place-order leaves it for a customer who must pay first. */
async function addOrder(
  db: TestDatabase,
  seller: { companyId: string; customerId: string; locationId: string; productId: string },
  totalMinor: number,
  payBy: Date | null,
) {
  const { rows } = await db.owner.query(
    `INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_name, ship_to, ship_date, terms, payment_required, currency,
       goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state, hold, placed_by_user_id, pay_by)
     VALUES ($1, $2, $3, $4, 'Bea Buyer', '{}', '2026-12-01', 'cod', true, 'usd', $5, 0, 0, $5, 'pending', 'unfulfilled', 'unpaid', 'awaiting_payment', 'buyer-1', $6)
     RETURNING id`,
    [seller.companyId, String(10_000 + ++orders), seller.customerId, seller.locationId, totalMinor, payBy],
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

async function control(simulator: Simulator, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${simulator.url}/_simulator${path}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
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
