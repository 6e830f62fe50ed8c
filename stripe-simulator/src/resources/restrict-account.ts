import type Stripe from 'stripe'
import { endpoint } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { oneOf, required } from '../protocol/params.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { accountFor } from './account-for.ts'
import { requirementsOf } from './account-object.ts'
import { showBanks, standingOf } from './account-standing.ts'
import { setCapabilities } from './capabilities.ts'
import { planPayOut } from './payout-schedule.ts'

type DisabledReason = NonNullable<NonNullable<Stripe.Account['requirements']>['disabled_reason']>

/** Why Stripe restricts an account, of its own accord or because something was not given in time. */
export const restrictions = ['requirements.past_due', 'under_review', 'listed', 'other'] as const satisfies DisabledReason[]

/** Takes charging and payouts from an account; `due` is what it has to tell now. */
function disable(scope: Scope, account: Stripe.Account, reason: DisabledReason, due: string[]): void {
  account.charges_enabled = false
  account.payouts_enabled = false
  account.requirements = requirementsOf(due, [], reason)
  setCapabilities(scope, account, 'inactive')
}

/** Stripe stops an account that worked before; giving what is due (onboarding again) opens it again. */
export function restrictAccount(sim: Sim, account: Stripe.Account, reason: DisabledReason, due: string[]): void {
  const scope = scopeOf(sim, account.id)
  const before = standingOf(account)
  disable(scope, account, reason, due)
  emit(scope, 'account.updated', account, before)
}

/** Stripe asks for something by a day: the account works until then, and is restricted when the day comes first. */
export function requireByDeadline(sim: Sim, account: Stripe.Account, due: string[], seconds: number): void {
  const scope = scopeOf(sim, account.id)
  const before = standingOf(account)
  account.requirements = {
    ...requirementsOf(due, [], account.requirements?.disabled_reason ?? null),
    current_deadline: sim.clock.now() + seconds,
  }
  emit(scope, 'account.updated', account, before)
  sim.clock.schedule('pass_deadline', account.id, seconds * 1000)
}

/** The day by which something was to be given has come. */
export function passDeadline(scope: Scope, account: Stripe.Account): void {
  const due = account.requirements
  if (!due?.current_deadline || due.current_deadline > scope.sim.clock.now()) return
  restrictAccount(scope.sim, account, 'requirements.past_due', due.currently_due ?? [])
}

/** The reasons a platform may give, and what the account shows of each. */
const rejections = {
  credit: 'rejected.platform_other',
  fraud: 'rejected.platform_fraud',
  fraud_no_intent_to_fulfill: 'rejected.platform_fraud',
  fraud_other: 'rejected.platform_fraud',
  fraud_payment_method_casher: 'rejected.platform_fraud',
  fraud_payment_method_tester: 'rejected.platform_fraud',
  other: 'rejected.platform_other',
  terms_of_service: 'rejected.platform_terms_of_service',
} as const satisfies Record<string, DisabledReason>
const rejectable = {
  reason: required(oneOf(...(Object.keys(rejections) as (keyof typeof rejections)[]))),
  payouts_action: oneOf('none', 'pause'),
}

export const rejectEndpoints = [
  endpoint('POST', '/v1/accounts/:id/reject', rejectable, (call, params) => {
    const account = accountFor(call, call.path.id ?? '')
    if (account.controller?.losses?.payments !== 'application')
      throw refused('Only accounts for whose negative balances your platform is liable can be rejected.')
    const scope = { ...call, account: account.id }
    const before = standingOf(account)
    disable(scope, account, rejections[params.reason], [])
    account.payouts_enabled = before.payouts_enabled && params.payouts_action === 'none'
    emit(scope, 'account.updated', account, before)
    return account
  }),
  endpoint('POST', '/v1/accounts/:id/unreject', {}, (call) => {
    const account = accountFor(call, call.path.id ?? '')
    if (!account.requirements?.disabled_reason?.startsWith('rejected.platform'))
      throw refused('This account has not been rejected.')
    const scope = { ...call, account: account.id }
    const before = standingOf(account)
    account.requirements = requirementsOf([], [], null)
    account.charges_enabled = account.details_submitted
    showBanks(scope, account)
    if (account.charges_enabled) setCapabilities(scope, account, 'active')
    emit(scope, 'account.updated', account, before)
    planPayOut(scope)
    return account
  }),
]
