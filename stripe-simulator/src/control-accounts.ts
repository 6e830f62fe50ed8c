import type Stripe from 'stripe'
import { type Body, type ControlCall, ControlError, found, oneOf, secondsOf, textOf } from './control-body.ts'
import { StripeRefusal } from './protocol/errors.ts'
import { readVersion } from './protocol/versions.ts'
import { finishOnboarding } from './resources/accounts.ts'
import { disconnect } from './resources/disconnect.ts'
import { requireByDeadline, restrictAccount, restrictions } from './resources/restrict-account.ts'
import { type Sim, scopeOf } from './simulator.ts'

const outcomes = ['complete', 'saved_for_later', 'under_review'] as const

const accountIn = (sim: Sim, path: Record<string, string>): Stripe.Account =>
  found(sim.state.tables.account.anywhere(path.id ?? '')?.object, path.id ?? 'account')

/** What an account is asked for, in Stripe's names. */
const dueIn = (body: Body): string[] => {
  if (body.due === undefined) return ['company.tax_id']
  const named = Array.isArray(body.due) ? body.due.filter((name): name is string => typeof name === 'string') : []
  if (named.length > 0) return named
  throw new ControlError(400, '"due" has to be a list of requirements')
}

/** @throws ControlError 400 for what is no version of Stripe's API. */
function versionIn(body: Body): string {
  try {
    return readVersion(textOf(body, 'version'), '')
  } catch (error) {
    throw error instanceof StripeRefusal ? new ControlError(400, error.message) : error
  }
}

/** What its owner, or Stripe, does to an account. */
export const accountControls: ControlCall[] = [
  [
    'POST',
    '/accounts/:id/onboard',
    (sim, body, path) => {
      const account = accountIn(sim, path)
      finishOnboarding(scopeOf(sim, account.id), account, oneOf(body, 'outcome', outcomes))
      return account
    },
  ],
  [
    'POST',
    '/accounts/:id/restrict',
    (sim, body, path) => {
      const account = accountIn(sim, path)
      restrictAccount(sim, account, oneOf(body, 'reason', restrictions), dueIn(body))
      return account
    },
  ],
  [
    'POST',
    '/accounts/:id/require',
    (sim, body, path) => {
      const account = accountIn(sim, path)
      requireByDeadline(sim, account, dueIn(body), secondsOf(body, 14 * 86_400))
      return account
    },
  ],
  ['POST', '/accounts/:id/disconnect', (sim, _body, path) => disconnect(sim, accountIn(sim, path).id)],
  [
    'POST',
    '/accounts/:id/version',
    (sim, body, path) => {
      const { id } = accountIn(sim, path)
      sim.state.records.versions[id] = versionIn(body)
    },
  ],
]
