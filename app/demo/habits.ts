import type { Chance } from './chance.ts'

/** How a customer pays: by card when ordering; by card so many days after the goods were sent; or not yet (cheques and wires come later). */
export type Pays = 'at_checkout' | number | 'not_yet'

/** Who orders how often: [customer, days back to the first order, days between orders, how it pays]. */
type Habit = readonly [customer: string, since: number, every: number, pays: Pays]

/**
 * Most customers pay online. Until other payments can be booked the invoices of the rest stay open, so of those only customers on
 * long terms go back four months. Thistle and Thyme owes more than it should, and its newest order is on credit hold.
 */
const habits: readonly Habit[] = [
  ['Petal & Stem', 119, 11, 'at_checkout'],
  ['Casa Flores', 117, 13, 'at_checkout'],
  ['Daisy Chain Gifts', 110, 17, 'at_checkout'],
  ['Orchid Lane', 108, 12, 'at_checkout'],
  ['Ivy & Oak', 96, 16, 'at_checkout'],
  ['Wild Poppy', 94, 13, 'at_checkout'],
  ['Lotus Yoga & Spa', 90, 19, 'at_checkout'],
  ['Nightingale Catering', 83, 11, 'at_checkout'],
  ['Queen Bee Flowers', 77, 14, 'at_checkout'],
  ['Urban Meadow', 60, 15, 'at_checkout'],
  ['Garden Gate Events', 118, 12, 22],
  ['Palm Court Hotel', 115, 14, 18],
  ['The Corner Florist', 112, 13, 11],
  ['Bloom & Vine', 104, 12, 16],
  ['Rosewater Studio', 92, 17, 10],
  ['Magnolia House', 88, 16, 24],
  ['Sunrise Grocers', 70, 12, 9],
  ['Violet & Co', 52, 14, 8],
  ['Seaside Resorts', 116, 15, 'not_yet'],
  ['Old Mill Weddings', 114, 18, 'not_yet'],
  ['Hudson Valley Blooms', 48, 13, 'not_yet'],
  ['Stems on Fifth', 36, 12, 'not_yet'],
  ['Parkside Funeral Home', 33, 9, 'not_yet'],
  ['Thistle and Thyme', 55, 10, 'not_yet'],
  ['Silver Bell Weddings', 24, 9, 'not_yet'],
]

/** Who pays online, and who must before the goods leave. */
export const onlineCustomers = habits
  .filter(([, , , pays]) => pays !== 'not_yet')
  .map(([customer, , , pays]) => ({ customer, atCheckout: pays === 'at_checkout' }))

/** The farthest any customer goes back, in days. */
export const daysBack = Math.max(...habits.map(([, since]) => since))

export type Plan = { customer: string; at: Date; pays: Pays }

const dayMs = 86_400_000

/** Every order of the history, in the order it was placed, relative to `now`. The newest are of the last hours; two of them wait for their payment. */
export function planned(now: Date, chance: Chance): Plan[] {
  const plans = habits.flatMap(([customer, since, every, pays]) => {
    const times: Plan[] = []
    for (let back = since; back >= 1; back -= every + chance.between(-1, 1)) {
      // Office hours of both locations, whatever the season.
      const at = new Date(now.getTime() - back * dayMs)
      at.setUTCHours(14 + chance.between(0, 4), chance.between(0, 59), chance.between(0, 59), 0)
      if (at < now) times.push({ customer, at, pays })
    }
    return times
  })
  // Today two have paid already, and two still have to.
  const today = [
    ['Casa Flores', 150, 'at_checkout'],
    ['Orchid Lane', 120, 'at_checkout'],
    ['Petal & Stem', 60, 'not_yet'],
    ['Queen Bee Flowers', 45, 'not_yet'],
  ] as const
  const latest = today.map(([customer, minutesAgo, pays]) => ({
    customer,
    at: new Date(now.getTime() - minutesAgo * 60_000),
    pays,
  }))
  return [...plans, ...latest].sort((a, b) => a.at.getTime() - b.at.getTime())
}
