import { randomBytes } from 'node:crypto'
import { type Insertable, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { enqueue } from '../db/enqueue.ts'
import type { StripeAccounts } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import type { Origin } from '../identity/record-security-event.ts'
import { notFound, Problem } from '../problem.ts'
import type { AccountFacts } from '../stripe/facts.ts'
import { stripeInWords } from '../stripe/in-words.ts'
import { payoutAccountChanged } from './payout-account-changed.ts'

type Dependencies = Pick<Deps, 'db' | 'stripe' | 'config' | 'clock' | 'sign' | 'verify'>

const page = '/office/setup/settings/integrations/stripe'

/**
 * Begins or takes up again Stripe's onboarding for the company (or one of its locations).
 * @returns the page at Stripe to send the administrator to.
 * @throws Problem 404 unknown location; 503 Stripe does not answer.
 */
export async function enableStripe(
  deps: Dependencies,
  actor: Actor,
  locationId: string | null,
  from: Origin = null,
): Promise<{ url: string }> {
  const { company, linked } = await readPlace(deps, actor, locationId)
  if (linked) return editOnboarding(deps, actor, linked.id, from)
  const facts = await reachable(
    deps.stripe.createAccount({
      name: company.name,
      email: actor.email,
      country: company.country,
      // One account per place to link, however often the button is pressed; a later link after a disconnect is another one.
      idempotencyKey: `link:${actor.companyId}:${locationId ?? 'company'}:${company.links}`,
    }),
  )
  const id = await storeLink(deps, actor, locationId, facts, 'onboarding', from).catch(async (error) => {
    // Pressed twice at once: the other press has stored the same account, and both go on with it.
    const { linked: byTheOther } = await readPlace(deps, actor, locationId)
    if (byTheOther && error instanceof Problem) return byTheOther.id
    throw error
  })
  return continueOnboarding(deps, actor.companyId, id)
}

/** The same, asked for to look at or change what Stripe knows: where payouts go may change there, so it is told. */
export async function editOnboarding(deps: Dependencies, actor: Actor, id: string, from: Origin): Promise<{ url: string }> {
  const link = await continueOnboarding(deps, actor.companyId, id)
  await deps.db.withCompany(actor.companyId, (tx) => payoutAccountChanged(tx, actor, from, 'payout-edited', id))
  return link
}

/** A fresh onboarding link for an account that is already linked; the old ones are single use and short-lived. */
export async function continueOnboarding(deps: Dependencies, companyId: string, id: string): Promise<{ url: string }> {
  const row = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('stripe_accounts')
      .select(['id', 'stripe_account'])
      .where('company_id', '=', companyId)
      .where('id', '=', id)
      .where('disconnected_at', 'is', null)
      .executeTakeFirst(),
  )
  if (!row) throw notFound('stripe-account')
  const { publicUrl } = deps.config
  const url = await reachable(
    deps.stripe.createOnboardingLink(row.stripe_account, {
      returnUrl: `${publicUrl}${page}?returned=${row.id}`,
      refreshUrl: `${publicUrl}/api/integrations/stripe/accounts/${row.id}/continue-redirect`,
    }),
  )
  return { url }
}

async function readPlace(deps: Dependencies, actor: Actor, locationId: string | null) {
  return deps.db.withCompany(actor.companyId, async (tx) => {
    if (locationId) {
      const location = await tx.selectFrom('locations').select('id').where('id', '=', locationId).executeTakeFirst()
      if (!location) throw notFound('location')
    }
    const company = await tx
      .selectFrom('companies')
      .select(['name', 'country'])
      .where('id', '=', actor.companyId)
      .executeTakeFirstOrThrow()
    const accounts = await tx.selectFrom('stripe_accounts').select(['id', 'location_id', 'disconnected_at']).execute()
    const here = accounts.filter((account) => account.location_id === locationId)
    return {
      company: { ...company, links: here.length },
      linked: here.find((account) => account.disconnected_at === null),
    }
  })
}

async function storeLink(
  deps: Dependencies,
  actor: Actor,
  locationId: string | null,
  facts: AccountFacts,
  linkedBy: 'onboarding' | 'oauth',
  from: Origin,
): Promise<string> {
  return deps.db.withCompany(actor.companyId, async (tx) => {
    const link = {
      location_id: locationId,
      livemode: deps.stripe.livemode,
      linked_by: linkedBy,
      details_submitted: facts.detailsSubmitted,
      charges_enabled: facts.chargesEnabled,
      payouts_enabled: facts.payoutsEnabled,
      requirements: JSON.stringify(facts.requirements),
      business_name: facts.businessName,
    }
    // An account of this company that was disconnected before is taken up again; its payments keep their account.
    const earlier = await tx
      .updateTable('stripe_accounts')
      .set({ ...link, disconnected_at: null })
      .where('company_id', '=', actor.companyId)
      .where('stripe_account', '=', facts.stripeAccount)
      .where('disconnected_at', 'is not', null)
      .returning(['id', sql<Date>`clock_timestamp()`.as('at')])
      .executeTakeFirst()
    // Payment pages that were lost from sight with it can be looked at again.
    if (earlier) await enqueue(tx, lookAtUnknown(actor.companyId, facts.stripeAccount, earlier))
    const { id } =
      earlier ?? (await insertLink(tx, { ...link, company_id: actor.companyId, stripe_account: facts.stripeAccount }))
    await recordActivity(tx, {
      companyId: actor.companyId,
      by: doerOf(actor),
      action: 'stripe_account.linked',
      subject: { type: 'stripe_account', id },
      summary: `Linked Stripe account ${facts.stripeAccount}${linkedBy === 'oauth' ? ' (an existing one)' : ''}.`,
      details: { stripeAccount: facts.stripeAccount, locationId },
    })
    await payoutAccountChanged(tx, actor, from, 'payout-linked', facts.stripeAccount)
    return id
  })
}

function lookAtUnknown(companyId: string, stripeAccount: string, { id, at }: { id: string; at: Date }) {
  return { companyId, kind: 'stripe.look-at-unknown', factId: `${id} ${at.toISOString()}`, payload: { stripeAccount } } as const
}

async function insertLink(tx: Tx, row: Insertable<StripeAccounts>): Promise<{ id: string }> {
  return tx
    .insertInto('stripe_accounts')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
    .catch((error: { code?: string; constraint?: string }) => {
      if (error.code === '23505' && error.constraint === 'stripe_accounts_owner') {
        throw new Problem('stripe-account-taken')
      }
      if (error.code === '23505') throw new Problem('stripe-already-linked')
      throw error
    })
}

const stateLifeMs = 15 * 60_000

/**
 * Sends the administrator to Stripe to agree to link an account the company already has. The state is signed, short-lived, and
 * names the person and the session that began. @param session its id.
 */
export async function linkExistingUrl(
  deps: Dependencies,
  actor: Actor,
  locationId: string | null,
  session: string,
): Promise<{ url: string }> {
  if (!deps.stripe.canLinkExisting) {
    throw new Problem('oauth-not-configured')
  }
  const { linked } = await readPlace(deps, actor, locationId)
  if (linked) throw new Problem('stripe-already-linked:disconnect-first')
  const claim = [
    actor.companyId,
    actor.userId,
    locationId ?? '',
    deps.clock.now().getTime() + stateLifeMs,
    randomBytes(9).toString('base64url'),
  ].join('.')
  const url = deps.stripe.existingAccountUrl({
    state: `${claim}.${deps.sign(`stripe-link:${session}`, claim)}`,
    redirectUri: `${deps.config.publicUrl}/api/integrations/stripe/oauth-return`,
  })
  return { url }
}

/**
 * Finishes what linkExistingUrl began. @returns the page to show.
 * @throws Problem 400 for a state that is forged, too old, another person's or another session's; 409 when the account belongs to another company.
 */
export async function finishLinkExisting(
  deps: Dependencies,
  actor: Actor,
  answer: { code: string; state: string; session: string },
  from: Origin = null,
): Promise<string> {
  const cut = answer.state.lastIndexOf('.')
  const claim = answer.state.slice(0, Math.max(cut, 0))
  const [companyId, userId, locationId, validUntil] = claim.split('.')
  const genuine = cut > 0 && deps.verify(`stripe-link:${answer.session}`, claim, answer.state.slice(cut + 1))
  const ours = companyId === actor.companyId && userId === actor.userId && Number(validUntil) > deps.clock.now().getTime()
  if (!genuine || !ours) throw new Problem('link-expired')
  const stripeAccount = await reachable(deps.stripe.redeemOAuthCode(answer.code))
  const facts = await reachable(deps.stripe.readAccount(stripeAccount))
  const id = await storeLink(deps, actor, locationId || null, facts, 'oauth', from)
  return `${page}?returned=${id}`
}

/** Turns Stripe's silence and refusals into words for the settings page. */
async function reachable<T>(call: Promise<T>): Promise<T> {
  return call.catch((error) => {
    throw stripeInWords(error) ?? error
  })
}
