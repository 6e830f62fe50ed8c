import type Stripe from 'stripe'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { boolean, email, ignored, mergeMetadata, metadata, object, oneOf, type Read, text, url } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { accountFor } from './account-for.ts'
import { newAccount, openRequirements, requirementsOf } from './account-object.ts'
import { showBanks, standingOf } from './account-standing.ts'
import { addTestBank, bankFor } from './bank-account-object.ts'
import { requestCapabilities, setCapabilities } from './capabilities.ts'
import { disconnect } from './disconnect.ts'
import { addExternalAccount, externalAccount, testBankOf } from './external-accounts.ts'
import { changePayouts, payoutSettings, planPayOut } from './payout-schedule.ts'

const capability = object({ requested: boolean })
const capabilities = object({ card_payments: capability, transfers: capability, us_bank_account_ach_payments: capability })
const businessProfile = object({
  name: text(),
  url,
  mcc: text(4),
  product_description: text(40_000),
  support_email: email,
  support_phone: text(),
  support_url: url,
  support_address: ignored,
})
/** Of the settings only how the account is paid out changes anything here. */
const settings = object({
  bacs_debit_payments: ignored,
  branding: ignored,
  card_issuing: ignored,
  card_payments: ignored,
  dashboard: ignored,
  invoices: ignored,
  payments: ignored,
  payouts: payoutSettings,
  paypay_payments: ignored,
  sepa_debit_payments: ignored,
  treasury: ignored,
})
const changeable = {
  business_profile: businessProfile,
  business_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
  capabilities,
  company: ignored,
  individual: ignored,
  email,
  external_account: externalAccount,
  metadata,
  settings,
  tos_acceptance: ignored,
}
const creatable = {
  ...changeable,
  country: text(2),
  default_currency: text(3),
  type: oneOf('standard', 'express', 'custom'),
  controller: object({
    fees: object({ payer: oneOf('account', 'application') }),
    losses: object({ payments: oneOf('application', 'stripe') }),
    requirement_collection: oneOf('application', 'stripe'),
    stripe_dashboard: object({ type: oneOf('express', 'full', 'none') }),
  }),
}
type Changes = Read<typeof changeable>

const localCurrency: Record<string, string> = {
  US: 'usd',
  CA: 'cad',
  GB: 'gbp',
  DE: 'eur',
  FR: 'eur',
  IE: 'eur',
  NL: 'eur',
  AU: 'aud',
  JP: 'jpy',
}

function controllerOf(wanted: Read<typeof creatable>): {
  controller: NonNullable<Stripe.Account['controller']>
  type: Stripe.Account.Type
} {
  const { controller, type } = wanted
  if (controller && type) throw refused('You may not specify both `type` and `controller` parameters.', { param: 'type' })
  const isStandard = (type ?? 'standard') === 'standard'
  const dashboard = controller?.stripe_dashboard?.type ?? (isStandard ? 'full' : type === 'express' ? 'express' : 'none')
  const built = {
    type: 'application' as const,
    is_controller: true,
    fees: { payer: controller?.fees?.payer ?? (isStandard ? ('account' as const) : ('application' as const)) },
    losses: { payments: controller?.losses?.payments ?? (isStandard ? ('stripe' as const) : ('application' as const)) },
    requirement_collection:
      controller?.requirement_collection ?? (type === 'custom' ? ('application' as const) : ('stripe' as const)),
    stripe_dashboard: { type: dashboard },
  }
  if (dashboard === 'full' && (built.losses.payments !== 'stripe' || built.requirement_collection !== 'stripe')) {
    throw refused(
      'When `controller[stripe_dashboard][type]=full`, `controller[losses][payments]` and `controller[requirement_collection]` must be `stripe`.',
      {
        param: 'controller',
      },
    )
  }
  return { controller: built, type: type ?? (dashboard === 'full' ? 'standard' : dashboard === 'express' ? 'express' : 'none') }
}

function createAccount(call: Call, params: Read<typeof creatable>): Stripe.Account {
  const { sim } = call
  const country = params.country?.toUpperCase() ?? 'US'
  if (params.external_account !== undefined) testBankOf(params.external_account)
  const account = newAccount({
    country,
    currency: params.default_currency?.toLowerCase() ?? localCurrency[country] ?? 'usd',
    email: params.email ?? null,
    name: params.business_profile?.name ?? null,
    businessType: params.business_type ?? null,
    metadata: mergeMetadata(null, params.metadata),
    payouts: sim.settings.payoutSchedule,
    created: sim.clock.now(),
    ...controllerOf(params),
  })
  sim.state.tables.account.insert(account.id, account)
  sim.state.records.connections[account.id] = sim.clock.now()
  requestCapabilities(call, account, { card_payments: true, transfers: true })
  applyChanges(call, account, params)
  return account
}

function applyChanges(scope: Scope, account: Stripe.Account, params: Changes): void {
  const { business_profile: profile, capabilities: asked } = params
  if (params.external_account !== undefined) testBankOf(params.external_account)
  account.metadata = mergeMetadata(account.metadata ?? {}, params.metadata)
  if (profile && account.business_profile) {
    const given = Object.entries(profile).filter(([, value]) => value !== undefined)
    account.business_profile = { ...account.business_profile, ...Object.fromEntries(given) }
    if (profile.name && account.settings) account.settings.dashboard.display_name = profile.name
  }
  if (params.business_type) account.business_type = params.business_type
  if (params.email) account.email = params.email
  if (params.external_account !== undefined)
    addExternalAccount(scope, account, params.external_account, { isDefault: true, metadata: {} })
  if (params.settings?.payouts) changePayouts(scope, account, params.settings.payouts)
  if (!asked) return
  const wanted = Object.entries(asked).map(([name, want]) => [name, want?.requested])
  requestCapabilities(scope, account, Object.fromEntries(wanted.filter(([, requested]) => requested !== undefined)))
}

/** How far an account's owner has come on Stripe's pages. */
export type OnboardingOutcome = 'complete' | 'saved_for_later' | 'under_review'

/** What the account becomes when its owner leaves the onboarding pages; tells of it with account and capability events. */
export function finishOnboarding(
  scope: Scope,
  account: Stripe.Account,
  outcome: OnboardingOutcome,
  details: { name?: string } = {},
): void {
  const before = standingOf(account)
  const work = { ...scope, account: account.id }
  if (details.name && account.business_profile) account.business_profile.name = details.name
  if (details.name && account.settings) account.settings.dashboard.display_name = details.name
  if (outcome === 'saved_for_later') {
    account.requirements = requirementsOf(openRequirements, [], 'requirements.past_due')
    showBanks(work, account)
    emit(work, 'account.updated', account, before)
    return
  }
  submitDetails(work, account, outcome === 'complete')
  setCapabilities(work, account, outcome === 'complete' ? 'active' : 'pending')
  emit(work, 'account.updated', account, before)
}

/** Everything Stripe asks for has been given; `isReviewed` tells whether Stripe has also looked at it. */
export function submitDetails(scope: Scope, account: Stripe.Account, isReviewed: boolean): void {
  const pending = isReviewed ? [] : ['company.verification.document']
  account.requirements = requirementsOf([], pending, isReviewed ? null : 'requirements.pending_verification')
  account.details_submitted = true
  account.charges_enabled = isReviewed
  account.business_type ??= 'company'
  account.tos_acceptance = { date: scope.sim.clock.now(), ip: null, user_agent: null }
  if (!bankFor(scope, account.default_currency ?? 'usd')) addTestBank(scope, account)
  showBanks(scope, account)
  planPayOut(scope)
}

export const accountEndpoints = [
  endpoint('POST', '/v1/accounts', creatable, createAccount),
  endpoint('GET', '/v1/accounts', pageByTime, (call, params) => {
    const { tables, records } = call.sim.state
    const connected = Object.keys(records.connections).flatMap((id) => tables.account.of(id))
    return listPage('/v1/accounts', connected, params)
  }),
  endpoint('GET', '/v1/account', {}, (call) => accountFor(call, call.account)),
  endpoint('GET', '/v1/accounts/:id', {}, (call) => accountFor(call, call.path.id ?? '')),
  endpoint('POST', '/v1/accounts/:id', changeable, (call, params) => {
    const account = accountFor(call, call.path.id ?? '')
    applyChanges(call, account, params)
    emit({ ...call, account: account.id }, 'account.updated', account)
    return account
  }),
  endpoint('DELETE', '/v1/accounts/:id', {}, (call) => {
    const account = accountFor(call, call.path.id ?? '')
    disconnect(call.sim, account.id)
    call.sim.state.tables.account.remove(account.id, account.id)
    return { id: account.id, object: 'account', deleted: true }
  }),
]
