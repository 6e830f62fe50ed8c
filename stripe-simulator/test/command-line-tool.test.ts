import { expect, test } from 'vitest'
import { commandLineTool, threeAtATime } from './command-line.ts'
import { tellCount } from './counted.ts'
import { readyAccount, start } from './stage.ts'

/** What Stripe's own command-line tool can trigger, and what has to be true of the object that the event tells of. */
const triggers: [event: string, object: object][] = [
  ['account.application.deauthorized', { object: 'application' }],
  ['account.updated', { object: 'account' }],
  ['balance.available', { object: 'balance' }],
  ['billing_portal.configuration.created', { object: 'billing_portal.configuration', active: true }],
  ['billing_portal.configuration.updated', { object: 'billing_portal.configuration' }],
  ['billing_portal.session.created', { object: 'billing_portal.session' }],
  ['charge.captured', { object: 'charge', captured: true, amount_captured: 2_000 }],
  ['charge.dispute.closed', { object: 'dispute', status: 'warning_closed' }],
  ['charge.dispute.created', { object: 'dispute', status: 'warning_needs_response', reason: 'product_not_received' }],
  ['charge.dispute.updated', { object: 'dispute' }],
  ['charge.failed', { object: 'charge', status: 'failed', paid: false }],
  ['charge.refund.updated', { object: 'refund', status: 'succeeded' }],
  ['charge.refunded', { object: 'charge', refunded: true }],
  ['charge.succeeded', { object: 'charge', status: 'succeeded', paid: true }],
  ['checkout.session.completed', { object: 'checkout.session', status: 'complete', payment_status: 'paid' }],
  ['checkout.session.expired', { object: 'checkout.session', status: 'expired', payment_status: 'unpaid' }],
  ['customer.created', { object: 'customer' }],
  ['customer.deleted', { object: 'customer' }],
  ['customer.updated', { object: 'customer', metadata: { foo: 'bar' } }],
  ['payment_intent.amount_capturable_updated', { object: 'payment_intent', status: 'requires_capture' }],
  ['payment_intent.canceled', { object: 'payment_intent', status: 'canceled' }],
  ['payment_intent.created', { object: 'payment_intent', status: 'requires_payment_method' }],
  ['payment_intent.payment_failed', { object: 'payment_intent', last_payment_error: { code: 'card_declined' } }],
  ['payment_intent.requires_action', { object: 'payment_intent', status: 'requires_action' }],
  ['payment_intent.succeeded', { object: 'payment_intent', status: 'succeeded' }],
  ['payment_link.created', { object: 'payment_link', active: true }],
  ['payment_link.updated', { object: 'payment_link' }],
  ['payment_method.attached', { object: 'payment_method', customer: expect.stringMatching(/^cus_/) }],
  ['payment_method.detached', { object: 'payment_method', customer: null }],
  ['payment_method.updated', { object: 'payment_method' }],
  ['payout.created', { object: 'payout', status: 'pending' }],
  ['payout.updated', { object: 'payout', metadata: { foo: 'bar' } }],
  ['price.created', { object: 'price', active: true }],
  ['price.updated', { object: 'price', metadata: { foo: 'bar' } }],
  ['product.created', { object: 'product' }],
  ['product.deleted', { object: 'product' }],
  ['setup_intent.canceled', { object: 'setup_intent', status: 'canceled' }],
  ['setup_intent.created', { object: 'setup_intent' }],
  ['setup_intent.requires_action', { object: 'setup_intent', status: 'requires_action' }],
  ['setup_intent.setup_failed', { object: 'setup_intent', last_setup_error: { type: 'card_error' } }],
  ['setup_intent.succeeded', { object: 'setup_intent', status: 'succeeded' }],
  ['product.updated', { object: 'product', metadata: { foo: 'bar' } }],
]

test(`Stripe’s own command-line tool triggers ${triggers.length} events, and the objects behind them are right`, async ({
  task,
}) => {
  const { simulator, stripe } = await start()
  const stripeTool = commandLineTool(simulator)
  await threeAtATime(triggers, async ([event, object]) => {
    const account = (await readyAccount(simulator, stripe)).stripeAccount
    const seen = new Set(simulator.state.tables.event.rows().map(([, one]) => one.id))
    // The tool is happy with weak answers: only its exit counts here, and the rest is asserted below.
    await stripeTool(['trigger', event], account)
    const mine = event.startsWith('account.')
      ? simulator.state.tables.event.rows().map(([, one]) => one)
      : simulator.state.tables.event.of(account)
    const told = mine.filter((one) => one.type === event && !seen.has(one.id))
    expect({ event, ...told.at(-1)?.data.object }).toMatchObject({ event, ...object })
  })
  tellCount({ task }, `Stripe’s command-line tool: ${triggers.length} events triggered`)
})
