import type Stripe from 'stripe'
import { endpoint, present } from '../protocol/endpoint.ts'
import { wholeList } from '../protocol/list.ts'
import { boolean, required } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { accountFor } from './account-for.ts'

/** The capabilities the simulator grants. */
const capabilityNames = ['card_payments', 'transfers', 'us_bank_account_ach_payments'] as const
export type CapabilityName = (typeof capabilityNames)[number]

const isCapability = (name: string): name is CapabilityName => capabilityNames.some((known) => known === name)

/** One capability of an account as Stripe shows it. */
function renderCapability(scope: Scope, account: Stripe.Account, name: CapabilityName): Stripe.Capability {
  const asked = scope.sim.state.records.capabilities[account.id]?.[name]
  const none = {
    alternatives: [],
    current_deadline: null,
    currently_due: [],
    disabled_reason: null,
    errors: [],
    eventually_due: [],
    past_due: [],
    pending_verification: [],
  }
  const due = account.requirements
  return {
    id: name,
    object: 'capability',
    account: account.id,
    future_requirements: none,
    requested: asked?.requested ?? false,
    requested_at: asked?.requestedAt ?? null,
    requirements: due
      ? {
          ...none,
          currently_due: due.currently_due ?? [],
          eventually_due: due.eventually_due ?? [],
          past_due: due.past_due ?? [],
          pending_verification: due.pending_verification ?? [],
        }
      : none,
    status: account.capabilities?.[name] ?? 'inactive',
  }
}

/** Asks for capabilities or gives them back; what they become follows from how far the account's onboarding is. */
export function requestCapabilities(
  scope: Scope,
  account: Stripe.Account,
  wanted: Partial<Record<CapabilityName, boolean>>,
): void {
  const { records } = scope.sim.state
  records.capabilities[account.id] ??= {}
  const mine = records.capabilities[account.id] ?? {}
  for (const name of capabilityNames) {
    const requested = wanted[name]
    if (requested !== undefined) mine[name] = { requested, requestedAt: scope.sim.clock.now() }
  }
  account.capabilities = Object.fromEntries(
    capabilityNames.filter((name) => mine[name]?.requested).map((name) => [name, account.capabilities?.[name] ?? 'inactive']),
  )
}

/** Brings every asked capability to a status and tells of each change. */
export function setCapabilities(scope: Scope, account: Stripe.Account, status: 'active' | 'inactive' | 'pending'): void {
  for (const name of capabilityNames) {
    const before = account.capabilities?.[name]
    if (before === undefined || before === status) continue
    account.capabilities = { ...account.capabilities, [name]: status }
    emit({ ...scope, account: account.id }, 'capability.updated', renderCapability(scope, account, name), { status: before })
  }
}

export const capabilityEndpoints = [
  endpoint('GET', '/v1/accounts/:id/capabilities', {}, (call) => {
    const account = accountFor(call, call.path.id ?? '')
    const asked = capabilityNames.filter((name) => account.capabilities?.[name] !== undefined)
    return wholeList(
      `/v1/accounts/${account.id}/capabilities`,
      asked.map((name) => renderCapability(call, account, name)),
    )
  }),
  endpoint('GET', '/v1/accounts/:id/capabilities/:capability', {}, (call) => {
    const name = call.path.capability ?? ''
    return renderCapability(
      call,
      accountFor(call, call.path.id ?? ''),
      present(isCapability(name) ? name : undefined, 'capability', name),
    )
  }),
  endpoint('POST', '/v1/accounts/:id/capabilities/:capability', { requested: required(boolean) }, (call, params) => {
    const name = call.path.capability ?? ''
    const account = accountFor(call, call.path.id ?? '')
    const known = present(isCapability(name) ? name : undefined, 'capability', name)
    requestCapabilities(call, account, { [known]: params.requested })
    if (account.charges_enabled) setCapabilities(call, account, 'active')
    return renderCapability(call, account, known)
  }),
]
