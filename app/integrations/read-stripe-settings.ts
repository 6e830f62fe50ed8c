import type { Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { StripeAccounts } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { formatMoney } from '../money.ts'
import { type FeeSchedule, feeScheduleInForce } from '../platform/convenience-fee.ts'
import { missingInWords, nextStepOf, type Requirements, sentenceOf, standingOf } from './stripe-standing.ts'

const lastEventsMax = 8

/** Everything the page Setup › Settings › Integrations › Stripe shows, for one company. */
export async function readStripeSettings(deps: Pick<Deps, 'stripe' | 'clock'>, tx: Tx, companyId: string) {
  const company = await tx
    .selectFrom('companies')
    .select(['currency', 'country'])
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow()
  const locations = await tx.selectFrom('locations').select(['id', 'name']).orderBy('name').execute()
  const rows = await tx.selectFrom('stripe_accounts').selectAll().orderBy('created_at').execute()
  const current = rows.filter((row) => row.disconnected_at === null)
  const main = current.find((row) => row.location_id === null) ?? null
  const standing = standingOf(main)
  const schedule = await feeScheduleInForce(tx, companyId, company.currency, deps.clock.now())
  const events = await tx
    .selectFrom('inbox')
    .select(['type', 'received_at', 'state'])
    .where('company_id', '=', companyId)
    .orderBy('id', 'desc')
    .limit(lastEventsMax)
    .execute()
  return {
    accounts: current.map((row) => describeAccount(deps, row, locations)),
    country: company.country,
    standing,
    sentence: sentenceOf(standing),
    nextStep: nextStepOf(standing),
    feeSchedule: schedule ? describeSchedule(schedule, company.currency) : null,
    lastEvents: events.map((event) => ({ type: event.type, receivedAt: event.received_at.toISOString(), state: event.state })),
    mode: deps.stripe.mode,
    canLinkExisting: deps.stripe.canLinkExisting,
    locationsWithout: locations.filter((location) => !current.some((row) => row.location_id === location.id)),
  }
}

export function describeAccount(
  deps: Pick<Deps, 'stripe'>,
  row: Selectable<StripeAccounts>,
  locations: { id: string; name: string }[],
) {
  const standing = standingOf(row)
  return {
    id: row.id,
    location: locations.find((location) => location.id === row.location_id) ?? null,
    stripeAccount: row.stripe_account,
    standing,
    sentence: sentenceOf(standing),
    nextStep: nextStepOf(standing),
    missing: missingInWords((row.requirements ?? {}) as Requirements),
    canCharge: row.charges_enabled,
    canBePaidOut: row.payouts_enabled,
    businessName: row.business_name,
    dashboardUrl: deps.stripe.dashboardUrl(row.stripe_account, 'dashboard'),
    linkedBy: row.linked_by,
    readAt: row.read_at.toISOString(),
  }
}

function describeSchedule(schedule: FeeSchedule, currency: string) {
  const percent = (schedule.basisPoints / 100).toFixed(2)
  const parts = [
    `${percent} % + ${formatMoney(schedule.fixedMinor, currency)} per card payment`,
    schedule.minimumMinor > 0 ? `at least ${formatMoney(schedule.minimumMinor, currency)}` : null,
    schedule.capMinor === null ? null : `at most ${formatMoney(schedule.capMinor, currency)}`,
  ]
  return {
    basisPoints: schedule.basisPoints,
    fixed: { minor: schedule.fixedMinor, currency },
    minimum: { minor: schedule.minimumMinor, currency },
    cap: schedule.capMinor === null ? null : { minor: schedule.capMinor, currency },
    effectiveFrom: schedule.effectiveFrom.toISOString(),
    words: parts.filter((part) => part !== null).join(', '),
  }
}
