import type { Clock } from '../clock.ts'
import { readAddresses } from '../customers/get-customer.ts'
import { readCustomer } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'
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
import type { Trade } from './fill-trade.ts'
import type { DemoPerson } from './people.ts'

/**
 * Who ordered when: [customer, days back to the first order, days between orders]. Until payments other than cards can be
 * booked every invoice stays open, so only customers on long terms go back four months; the others begin late enough that
 * most of what they owe is not yet due. Thistle and Thyme owes more than it should, and its newest order is on credit hold.
 */
const habits: readonly (readonly [string, number, number])[] = [
  ['Seaside Resorts', 120, 9],
  ['Old Mill Weddings', 118, 11],
  ['Palm Court Hotel', 62, 7],
  ['Hudson Valley Blooms', 48, 8],
  ['Bloom & Vine', 40, 6],
  ['Garden Gate Events', 38, 5],
  ['Stems on Fifth', 36, 7],
  ['Magnolia House', 34, 8],
  ['Parkside Funeral Home', 33, 6],
  ['Thistle and Thyme', 55, 10],
  ['Silver Bell Weddings', 24, 9],
  ['The Corner Florist', 16, 4],
  ['Rosewater Studio', 14, 6],
  ['Sunrise Grocers', 13, 3],
  ['Violet & Co', 9, 5],
]

const dayMs = 86_400_000
const hourMs = 3_600_000

type Plan = { customer: string; at: Date }
type Sent = { orderId: string; at: Date }
type People = { sales: BuyingActor; warehouse: BuyingActor }

/** Four months of orders on terms, shipped and invoiced up to yesterday, with what is left to ship, relative to the clock's now. */
export async function tellHistory(
  tx: Tx,
  clock: Clock,
  companyId: string,
  trade: Trade,
  people: { sales: DemoPerson & { userId: string }; warehouse: DemoPerson & { userId: string } },
): Promise<void> {
  const chance = startChance(1637)
  const now = clock.now()
  const actors = { sales: actorOf(people.sales, companyId), warehouse: actorOf(people.warehouse, companyId) }
  let toShip: Sent[] = []
  // Told in the order it happened, so that numbers rise with time.
  for (const plan of planned(now, chance)) {
    toShip = await ship(tx, toShip, actors, plan.at)
    const customerId = trade.customers.get(plan.customer)!
    const sent = await order(tx, clock, { ...actors.sales, customerId }, plan.at, trade, chance)
    if (sent) toShip.push(sent)
  }
  await ship(tx, toShip, actors, now)
}

function planned(now: Date, chance: Chance): Plan[] {
  const plans = habits.flatMap(([customer, since, every]) => {
    const times: Plan[] = []
    for (let back = since; back >= 1; back -= every + chance.between(-1, 1)) {
      // Office hours of both locations, whatever the season.
      const at = new Date(now.getTime() - back * dayMs)
      at.setUTCHours(14 + chance.between(0, 4), chance.between(0, 59), chance.between(0, 59), 0)
      if (at < now) times.push({ customer, at })
    }
    return times
  })
  return plans.sort((a, b) => a.at.getTime() - b.at.getTime())
}

async function order(tx: Tx, clock: Clock, actor: BuyingActor, at: Date, trade: Trade, chance: Chance): Promise<Sent | null> {
  const customer = await readCustomer(tx, actor.customerId)
  const wanted = new Set(Array.from({ length: chance.between(3, 7) }, () => chance.oneOf([...trade.products.values()])))
  const lines = [...wanted].map((productId) => ({ productId, quantity: chance.between(1, 8) }))
  await setCartLines(tx, actor, customer, lines)
  const [address] = await readAddresses(tx, actor.companyId, customer.id)
  // Tomorrow's dispatch or one of the two after it.
  const shipDate = (await readShipDates(tx, actor.companyId, at))[chance.between(1, 3)]
  const { totals } = await readCart(tx, actor, customer)
  const wish = {
    shipToId: address!.id,
    shipDate: shipDate!.date,
    poNumber: chance.between(1, 3) === 1 ? `PO-${chance.between(1_000, 9_999)}` : '',
    note: chance.between(1, 8) === 1 ? 'Please call before delivery.' : '',
    payWith: 'terms' as const,
    expectedTotalMinor: totals.totalMinor,
  }
  const placed = await placeOrder(tx, clock, actor, wish, at)
  // Goods leave an hour before the cut-off of their day; what is on hold stays.
  return placed.hold === null ? { orderId: placed.id, at: new Date(shipDate!.orderBy.getTime() - hourMs) } : null
}

/** Ships what was due to leave by `until`. @returns what was not. */
async function ship(tx: Tx, sent: Sent[], { warehouse }: People, until: Date): Promise<Sent[]> {
  const due = sent.filter((each) => each.at <= until).sort((a, b) => a.at.getTime() - b.at.getTime())
  const by = doerOf(warehouse)
  for (const { orderId, at } of due) {
    const row = await lockOrder(tx, orderId)
    await markShipped(tx, { order: row, by, at })
    await issueInvoice(tx, row, by, at, at)
  }
  return sent.filter((each) => each.at > until)
}

function actorOf(person: DemoPerson & { userId: string }, companyId: string): BuyingActor {
  const { userId, name, email, roles } = person
  return { userId, name, email, companyId, roles, permissions: new Set(permissionsFor(roles)), customerId: '' }
}
