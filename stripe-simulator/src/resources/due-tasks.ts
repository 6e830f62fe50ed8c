import type { DueTask } from '../clock.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import type { Kind, Objects } from '../state.ts'
import { expireSession } from './checkout-sessions.ts'
import { decideDispute } from './disputes.ts'
import { failRefund, succeedRefund } from './make-refund.ts'
import { payPayout } from './payouts.ts'
import { attachLate, disputeIfCardAsks } from './settle-charge.ts'

type Runner = (sim: Sim, id: string) => void

const on =
  <K extends Kind>(kind: K, run: (scope: Scope, object: Objects[K]) => void): Runner =>
  (sim, id) => {
    const found = sim.state.tables[kind].anywhere(id)
    if (found) run(scopeOf(sim, found.account), found.object as Objects[K])
  }

/** Everything that Stripe does by itself some time later, by the name of its task. */
const runners: Record<string, Runner> = {
  attach_balance_transaction: on('charge', attachLate),
  decide_dispute: on('dispute', decideDispute),
  deliver: (sim, id) => sim.webhooks.attempt(id),
  dispute_if_card_asks: on('charge', disputeIfCardAsks),
  expire_session: on('checkout.session', expireSession),
  fail_refund: on('refund', failRefund),
  pay_payout: on('payout', payPayout),
  succeed_refund: on('refund', succeedRefund),
}

/** Does a task whose moment has come. */
export function runTask(sim: Sim, task: DueTask): void {
  runners[task.kind]?.(sim, task.id)
  sim.changed()
}
