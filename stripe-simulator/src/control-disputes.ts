import type Stripe from 'stripe'
import { type ControlCall, ControlError, found, oneOf, optionalText } from './control-body.ts'
import { closeDispute, openStates } from './resources/disputes.ts'
import { escalate, openDispute } from './resources/open-dispute.ts'
import { type Scope, scopeOf } from './simulator.ts'

/** A dispute in one of these states is over, and has left the money with the seller. */
const harmless = ['warning_closed', 'won']

/** @throws ControlError 400 when a bank could not ask for the money of this charge: it never came, went back, or was asked for already. */
export function assertDisputable(scope: Scope, charge: Stripe.Charge): void {
  if (charge.status !== 'succeeded' || !charge.captured)
    throw new ControlError(400, 'only a charge that has succeeded and was captured can be disputed')
  if (charge.amount_refunded >= charge.amount) throw new ControlError(400, 'all of this charge has been refunded')
  const before = scope.sim.state.tables.dispute.of(scope.account).filter((one) => one.charge === charge.id)
  if (before.some((one) => !harmless.includes(one.status)))
    throw new ControlError(400, 'there is a dispute about this charge already')
}

/** What the buyer's bank does with a payment. */
export const disputeControls: ControlCall[] = [
  [
    'POST',
    '/charges/:id/dispute',
    (sim, body, path) => {
      const charge = found(sim.state.tables.charge.anywhere(path.id ?? ''), path.id ?? 'charge')
      const scope = scopeOf(sim, charge.account)
      assertDisputable(scope, charge.object)
      return openDispute(scope, charge.object, {
        reason: optionalText(body, 'reason') ?? 'fraudulent',
        inquiry: body.inquiry === true,
      })
    },
  ],
  [
    'POST',
    '/disputes/:id/close',
    (sim, body, path) => {
      const dispute = found(sim.state.tables.dispute.anywhere(path.id ?? ''), path.id ?? 'dispute')
      const outcome = oneOf(body, 'outcome', ['lost', 'won'])
      if (!openStates.includes(dispute.object.status)) throw new ControlError(400, 'this dispute is over already')
      closeDispute(scopeOf(sim, dispute.account), dispute.object, outcome)
      return dispute.object
    },
  ],
  [
    'POST',
    '/disputes/:id/escalate',
    (sim, _body, path) => {
      const dispute = found(sim.state.tables.dispute.anywhere(path.id ?? ''), path.id ?? 'dispute')
      if (!escalate(scopeOf(sim, dispute.account), dispute.object))
        throw new ControlError(400, 'only an open inquiry about money that was not given back can become a dispute')
      return dispute.object
    },
  ],
]
