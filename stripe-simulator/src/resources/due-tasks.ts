import type { DueTask } from '../clock.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import type { Kind, Objects } from '../state.ts'
import { payOut, settleBalance } from './automatic-payouts.ts'
import { expireSession } from './checkout-sessions.ts'
import { decideDebit, takeDebitBack } from './decide-debit.ts'
import { decideDispute, endUnanswered } from './disputes.ts'
import { landPayout, reconcilePayout, sendPayout } from './finish-payout.ts'
import { passDeadline } from './restrict-account.ts'
import { attachLate, disputeIfCardAsks } from './settle-charge.ts'
import { failRefund, succeedRefund } from './settle-refund.ts'
import { endWaiting } from './verify-microdeposits.ts'

type Runner = (sim: Sim, id: string) => void

const on =
  <K extends Kind>(kind: K, run: (scope: Scope, object: Objects[K]) => void): Runner =>
  (sim, id) => {
    const found = sim.state.tables[kind].anywhere(id)
    if (found) run(scopeOf(sim, found.account), found.object as Objects[K])
  }

/** The same for an intent of either kind. */
const onIntent =
  (run: (scope: Scope, intent: Objects['payment_intent'] | Objects['setup_intent']) => void): Runner =>
  (sim, id) =>
    on(id.startsWith('seti_') ? 'setup_intent' : 'payment_intent', run)(sim, id)

/** Everything that Stripe does by itself some time later, by the name of its task. */
const runners: Record<string, Runner> = {
  attach_balance_transaction: on('charge', attachLate),
  decide_debit: on('charge', decideDebit),
  decide_dispute: on('dispute', decideDispute),
  dispute_due: on('dispute', endUnanswered),
  deliver: (sim, id) => sim.webhooks.attempt(id),
  dispute_if_card_asks: on('charge', disputeIfCardAsks),
  expire_session: on('checkout.session', expireSession),
  fail_microdeposits: onIntent(endWaiting('failed')),
  fail_refund: on('refund', (scope, refund) => failRefund(scope, refund)),
  land_payout: on('payout', landPayout),
  pass_deadline: on('account', passDeadline),
  pay_out: on('account', payOut),
  reconcile_payout: on('payout', reconcilePayout),
  send_payout: on('payout', sendPayout),
  settle_balance: on('account', settleBalance),
  succeed_refund: on('refund', succeedRefund),
  take_debit_back: on('charge', (scope, charge) => takeDebitBack(scope, charge)),
  time_out_microdeposits: onIntent(endWaiting('timed_out')),
}

/** Does a task whose moment has come. */
export function runTask(sim: Sim, task: DueTask): void {
  runners[task.kind]?.(sim, task.id)
  sim.changed()
}
