import type Stripe from 'stripe'
import { badParameter } from '../protocol/errors.ts'
import { boolean, integer, list, object, oneOf, type Param, type Read, required, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'

type Schedule = Stripe.Account.Settings.Payouts['schedule']

const daySeconds = 86_400
/** Payouts are made an hour after midnight, when what becomes available that day has become so. */
const hourOfPayouts = 3_600

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const

/** Two days is the least in the United States; Stripe also takes the word. */
const delayDaysMin = 2
const delay = integer({ min: delayDaysMin, max: 31 })
const delayDays: Param<number | undefined> = (value, name) => (value === 'minimum' ? delayDaysMin : delay(value, name))

/** `settings[payouts]` of an account, as a request gives it. */
export const payoutSettings = object({
  debit_negative_balances: boolean,
  schedule: object({
    delay_days: delayDays,
    interval: oneOf('daily', 'manual', 'monthly', 'weekly'),
    monthly_anchor: integer({ min: 1, max: 31 }),
    monthly_payout_days: list(required(integer({ min: 1, max: 31 })), 31),
    weekly_anchor: oneOf(...weekdays),
    weekly_payout_days: list(required(oneOf(...workdays)), 5),
  }),
  statement_descriptor: text(22),
})
type WantedSettings = NonNullable<Read<{ settings: typeof payoutSettings }>['settings']>

const place = 'settings[payouts][schedule]'

/**
 * The schedule that a request asks for.
 * @throws StripeRefusal 400 when an interval lacks its days, or days are given to an interval that has none.
 */
function scheduleFrom(before: Schedule, wanted: NonNullable<WantedSettings['schedule']>): Schedule {
  const interval = wanted.interval ?? before.interval
  const delay_days = wanted.delay_days ?? before.delay_days
  const isKept = interval === before.interval
  if (interval !== 'weekly' && (wanted.weekly_anchor ?? wanted.weekly_payout_days) !== undefined)
    throw badParameter(`${place}[weekly_anchor]`, 'You can only set a weekly anchor if the interval is weekly.')
  if (interval !== 'monthly' && (wanted.monthly_anchor ?? wanted.monthly_payout_days) !== undefined)
    throw badParameter(`${place}[monthly_anchor]`, 'You can only set a monthly anchor if the interval is monthly.')
  if (interval === 'weekly') {
    const named = wanted.weekly_payout_days ?? (wanted.weekly_anchor ? [wanted.weekly_anchor] : undefined)
    const days = named ?? (isKept ? before.weekly_payout_days : undefined)
    if (!days?.[0]) throw badParameter(`${place}[weekly_anchor]`, 'You must set a weekly anchor if the interval is weekly.')
    return { delay_days, interval, weekly_anchor: days[0], weekly_payout_days: days }
  }
  if (interval === 'monthly') {
    const named = wanted.monthly_payout_days ?? (wanted.monthly_anchor ? [wanted.monthly_anchor] : undefined)
    const days = named ?? (isKept ? before.monthly_payout_days : undefined)
    if (!days?.[0]) throw badParameter(`${place}[monthly_anchor]`, 'You must set a monthly anchor if the interval is monthly.')
    return { delay_days, interval, monthly_anchor: days[0], monthly_payout_days: days }
  }
  return { delay_days, interval }
}

/** Changes how an account is paid out, and plans the next payout anew. */
export function changePayouts(scope: Scope, account: Stripe.Account, wanted: WantedSettings): void {
  const payouts = account.settings?.payouts
  if (!payouts) return
  if (wanted.schedule) payouts.schedule = scheduleFrom(payouts.schedule, wanted.schedule)
  if (wanted.debit_negative_balances !== undefined) payouts.debit_negative_balances = wanted.debit_negative_balances
  if (wanted.statement_descriptor !== undefined) payouts.statement_descriptor = wanted.statement_descriptor
  planPayOut({ ...scope, account: account.id })
}

/** Whether payouts are made on the day that begins at `midnight`; a day that the month lacks is its last one. */
function isPayoutDay(schedule: Schedule, midnight: number): boolean {
  const date = new Date(midnight * 1000)
  if (schedule.interval === 'daily') return true
  if (schedule.interval === 'weekly')
    return schedule.weekly_payout_days?.some((day) => day === weekdays[date.getUTCDay()]) ?? false
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return schedule.monthly_payout_days?.some((day) => Math.min(day, lastOfMonth) === date.getUTCDate()) ?? false
}

/** The next second after `now` at which the schedule pays out; null when it never does by itself. */
export function nextPayout(schedule: Schedule, now: number): number | null {
  if (schedule.interval === 'manual') return null
  const today = now - (now % daySeconds)
  const first = now < today + hourOfPayouts ? 0 : 1
  for (let days = first; days <= first + 31; days += 1) {
    const midnight = today + days * daySeconds
    if (isPayoutDay(schedule, midnight)) return midnight + hourOfPayouts
  }
  return null
}

/** Plans the account's next payout by its schedule, in place of the one that was planned before. */
export function planPayOut(scope: Scope): void {
  const { clock, state } = scope.sim
  const schedule = state.tables.account.anywhere(scope.account)?.object.settings?.payouts?.schedule
  const at = schedule ? nextPayout(schedule, clock.now()) : null
  const { payOutAt } = state.records
  if (payOutAt[scope.account] === at || (at === null && payOutAt[scope.account] === undefined)) return
  clock.cancel('pay_out', scope.account)
  delete payOutAt[scope.account]
  if (at === null) return
  payOutAt[scope.account] = at
  clock.schedule('pay_out', scope.account, at * 1000 - clock.nowMs())
}
