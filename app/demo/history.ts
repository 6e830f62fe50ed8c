import { readAddresses } from '../customers/get-customer.ts'
import { readCustomer } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { doerOf } from '../identity/actor.ts'
import { permissionsFor } from '../identity/permissions.ts'
import type { BuyingActor } from '../orders/buyer.ts'
import { readCart, setCartLines } from '../orders/cart.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { markShipped } from '../orders/mark-shipped.ts'
import { placeOrder } from '../orders/place-order.ts'
import { readShipDates } from '../orders/ship-dates.ts'
import { issueInvoice } from '../receivables/issue-invoice.ts'
import { type Chance, startChance } from './chance.ts'
import type { DemoCustomer } from './customers.ts'
import type { Trade } from './fill-trade.ts'
import { type Plan, planned } from './habits.ts'
import { type Due, payOrders } from './pay-orders.ts'
import type { DemoPerson } from './people.ts'
import type { SimulatorTime } from './simulator-time.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
/** How long somebody stands at the till. */
const checkoutMs = 4 * 60_000

export type Person = DemoPerson & { userId: string }
type Dependencies = Pick<Deps, 'db' | 'stripe' | 'config'>
/** An order that is to leave. `pays`: by card, so many days later. */
type Sent = { orderId: string; at: Date; pays: number | null; buyer: BuyingActor }
/** What happens in one place at one time. */
type Scene = {
  deps: Dependencies
  simulator: SimulatorTime
  companyId: string
  trade: Trade
  customers: DemoCustomer[]
  people: { sales: Person; warehouse: Person; buyers: Person[] }
  chance: Chance
}

/**
 * Four months of a wholesaler's days up to `now`: orders on terms and orders paid by card at once, shipped and invoiced on their
 * day, invoices paid by card later; with what is left to ship, to pay and to collect today. The simulator's time goes along.
 */
export async function tellHistory(
  deps: Dependencies,
  simulator: SimulatorTime,
  now: Date,
  scene: Pick<Scene, 'companyId' | 'trade' | 'customers' | 'people'>,
): Promise<void> {
  const all: Scene = { ...scene, deps, simulator, chance: startChance(1637) }
  let toShip: Sent[] = []
  let toPay: Due[] = []
  // Told day by day, in the order it happened, so that numbers rise with time and what is paid for can leave on the next day.
  for (const plans of byDay(planned(now, all.chance))) {
    const until = new Date(Math.min(plans[0]!.at.getTime() + dayMs, now.getTime()))
    const told = await deps.db.withCompany(scene.companyId, (tx) => tellDay(tx, all, plans, toShip))
    toShip = told.toShip
    const dues = [...toPay, ...told.toPay].filter(({ at }) => at < now)
    toPay = dues.filter(({ at }) => at >= until)
    await payOrders(
      deps,
      simulator,
      dues.filter(({ at }) => at < until),
      all.chance,
    )
  }
  const left = await deps.db.withCompany(scene.companyId, (tx) => ship(tx, all, toShip, now))
  await payOrders(
    deps,
    simulator,
    [...toPay, ...left.toPay].filter(({ at }) => at < now),
    all.chance,
  )
}

function byDay(plans: Plan[]): Plan[][] {
  return Object.values(Object.groupBy(plans, ({ at }) => at.toISOString().slice(0, 10))) as Plan[][]
}

type Told = { toShip: Sent[]; toPay: Due[] }

async function tellDay(tx: Tx, scene: Scene, plans: Plan[], sentBefore: Sent[]): Promise<Told> {
  let toShip = sentBefore
  const toPay: Due[] = []
  for (const plan of plans) {
    const shipped = await ship(tx, scene, toShip, plan.at)
    toPay.push(...shipped.toPay)
    const ordered = await order(tx, scene, plan)
    toShip = ordered.sent ? [...shipped.toShip, ordered.sent] : shipped.toShip
    if (plan.pays === 'at_checkout') toPay.push({ ...ordered, at: new Date(plan.at.getTime() + checkoutMs) })
  }
  return { toShip, toPay }
}

async function order(tx: Tx, scene: Scene, plan: Plan): Promise<{ orderId: string; buyer: BuyingActor; sent: Sent | null }> {
  const { chance, companyId, trade } = scene
  const { at } = plan
  const buyer = buyerOf(scene, plan.customer)
  const customer = await readCustomer(tx, buyer.customerId)
  const wanted = new Set(Array.from({ length: chance.between(3, 7) }, () => chance.oneOf([...trade.products.values()])))
  const lines = [...wanted].map((productId) => ({ productId, quantity: chance.between(1, 8) }))
  await setCartLines(tx, buyer, customer, lines)
  const [address] = await readAddresses(tx, companyId, customer.id)
  const byCard = customer.payment_required_at_checkout
  // Tomorrow's dispatch or one of the two after it; an order that still waits for its payment leaves as late as is offered.
  const offered = await readShipDates(tx, companyId, at)
  const shipDate = byCard && plan.pays === 'not_yet' ? offered.at(-1)! : offered[chance.between(1, 3)]!
  const { totals } = await readCart(tx, buyer, customer)
  const wish = {
    shipToId: address!.id,
    shipDate: shipDate.date,
    poNumber: chance.between(1, 3) === 1 ? `PO-${chance.between(1_000, 9_999)}` : '',
    note: chance.between(1, 8) === 1 ? 'Please call before delivery.' : '',
    payWith: byCard ? ('card' as const) : ('terms' as const),
    expectedTotalMinor: totals.totalMinor,
  }
  const placed = await placeOrder(tx, { now: () => at }, buyer, wish, at)
  // Goods leave an hour before the cut-off of their day; what is on hold stays, unless its payment follows at once.
  const leaves = placed.hold === null || plan.pays === 'at_checkout'
  const sent = {
    orderId: placed.id,
    at: new Date(shipDate.orderBy.getTime() - hourMs),
    pays: typeof plan.pays === 'number' ? plan.pays : null,
    buyer,
  }
  return { orderId: placed.id, buyer, sent: leaves ? sent : null }
}

/** Ships what was due to leave by `until`. @returns what was not, and what is paid by card some days after it was sent. */
async function ship(tx: Tx, { people, companyId, chance }: Scene, sent: Sent[], until: Date): Promise<Told> {
  const due = sent.filter((each) => each.at <= until).sort((a, b) => a.at.getTime() - b.at.getTime())
  const by = doerOf(actorOf(people.warehouse, companyId))
  const toPay: Due[] = []
  for (const { orderId, at, pays, buyer } of due) {
    const row = await lockOrder(tx, orderId)
    await markShipped(tx, { order: row, by, at })
    await issueInvoice(tx, row, by, at, at)
    // A few forget one and are reminded later than this history goes.
    if (pays === null || chance.between(1, 9) === 1) continue
    const later = (pays + chance.between(-3, 4)) * dayMs + chance.between(0, 300) * 60_000
    toPay.push({ orderId, at: new Date(at.getTime() + later), buyer })
  }
  return { toShip: sent.filter((each) => each.at > until), toPay }
}

/** Who orders for a customer: one of its people who can sign in, or else whoever is in charge there, over the phone with sales. */
function buyerOf({ people, companyId, trade, customers }: Scene, name: string): BuyingActor {
  const customerId = trade.customers.get(name)!
  const own = people.buyers.find((person) => person.customer === name)
  if (own) return { ...actorOf(own, companyId), customerId }
  const { contactName, email } = customers.find((customer) => customer.name === name)!
  return { ...actorOf(people.sales, companyId), name: contactName, email, customerId }
}

function actorOf({ userId, name, email, roles }: Person, companyId: string): BuyingActor {
  return { userId, name, email, companyId, roles, permissions: new Set(permissionsFor(roles)), customerId: '' }
}
