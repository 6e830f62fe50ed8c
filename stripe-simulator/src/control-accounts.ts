import type Stripe from 'stripe'
import { type Body, type ControlCall, ControlError, found, numberOf, textOf } from './control-body.ts'
import { readVersion } from './protocol/versions.ts'
import { finishOnboarding, type OnboardingOutcome } from './resources/accounts.ts'
import { disconnect } from './resources/disconnect.ts'
import { requireByDeadline, restrictAccount, restrictions } from './resources/restrict-account.ts'
import { type Sim, scopeOf } from './simulator.ts'

const outcomes: OnboardingOutcome[] = ['complete', 'saved_for_later', 'under_review']

const accountIn = (sim: Sim, path: Record<string, string>): Stripe.Account =>
  found(sim.state.tables.account.anywhere(path.id ?? '')?.object, path.id ?? 'account')

/** What an account is asked for, in Stripe's names. */
const dueIn = (body: Body): string[] => {
  if (body.due === undefined) return ['company.tax_id']
  const named = Array.isArray(body.due) ? body.due.filter((name): name is string => typeof name === 'string') : []
  if (named.length > 0) return named
  throw new ControlError(400, '"due" has to be a list of requirements')
}

const restrictionIn = (body: Body) => {
  const reason = restrictions.find((known) => known === (body.reason ?? restrictions[0]))
  if (reason) return reason
  throw new ControlError(400, `"reason" has to be one of ${restrictions.join(', ')}`)
}

/** What its owner, or Stripe, does to an account. */
export const accountControls: ControlCall[] = [
  [
    'POST',
    '/accounts/:id/onboard',
    (sim, body, path) => {
      const account = accountIn(sim, path)
      const outcome = outcomes.find((known) => known === body.outcome) ?? 'complete'
      finishOnboarding(scopeOf(sim, account.id), account, outcome)
      return account
    },
  ],
  [
    'POST',
    '/accounts/:id/restrict',
    (sim, body, path) => {
      const account = accountIn(sim, path)
      restrictAccount(sim, account, restrictionIn(body), dueIn(body))
      return account
    },
  ],
  [
    'POST',
    '/accounts/:id/require',
    (sim, body, path) => {
      const account = accountIn(sim, path)
      requireByDeadline(sim, account, dueIn(body), numberOf(body, 'seconds', 14 * 86_400))
      return account
    },
  ],
  ['POST', '/accounts/:id/disconnect', (sim, _body, path) => disconnect(sim, accountIn(sim, path).id)],
  [
    'POST',
    '/accounts/:id/version',
    (sim, body, path) => {
      const { id } = accountIn(sim, path)
      sim.state.records.versions[id] = readVersion(textOf(body, 'version'), '')
    },
  ],
]
