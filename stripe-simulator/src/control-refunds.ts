import { type ControlCall, ControlError, found, oneOf, optionalText } from './control-body.ts'
import { idOf } from './ids.ts'
import { askBuyer, failRefund, isOpen, refundFailures, succeedRefund } from './resources/settle-refund.ts'
import { scopeOf } from './simulator.ts'

/** What the buyer's bank, or Stripe, does with a refund. */
export const refundControls: ControlCall[] = [
  [
    'POST',
    '/refunds/:id/decide',
    (sim, body, path) => {
      const refund = found(sim.state.tables.refund.anywhere(path.id ?? ''), path.id ?? 'refund')
      const failure = body.failure === undefined ? undefined : oneOf(body, 'failure', refundFailures)
      const scope = scopeOf(sim, refund.account)
      if (failure === undefined && !isOpen(refund.object)) throw new ControlError(400, 'this refund does not wait for its bank')
      if (refund.object.status === 'failed' || refund.object.status === 'canceled')
        throw new ControlError(400, 'this refund is over already')
      if (failure === undefined) succeedRefund(scope, refund.object)
      else failRefund(scope, refund.object, failure)
      return refund.object
    },
  ],
  [
    'POST',
    '/refunds/:id/ask',
    (sim, body, path) => {
      const { account, object: refund } = found(sim.state.tables.refund.anywhere(path.id ?? ''), path.id ?? 'refund')
      if (refund.status !== 'pending') throw new ControlError(400, 'only a refund that is pending can come to wait for the buyer')
      const charge = sim.state.tables.charge.find(account, idOf(refund.charge) ?? '')
      const known = refund.instructions_email ?? charge?.billing_details.email ?? charge?.receipt_email
      const email = optionalText(body, 'email') ?? known
      if (!email) throw new ControlError(400, '"email" is needed: nobody knows the address of this buyer')
      askBuyer(scopeOf(sim, account), refund, email)
      return refund
    },
  ],
]
