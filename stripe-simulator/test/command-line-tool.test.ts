import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { tellCount } from './counted.ts'
import { readyAccount, start } from './stage.ts'

/** What Stripe's own command-line tool can trigger, and what has to be true of the object that the event tells of. */
const triggers: [event: string, object: object][] = [
  ['account.application.deauthorized', { object: 'application' }],
  ['account.updated', { object: 'account' }],
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
  ['payment_method.attached', { object: 'payment_method', customer: expect.stringMatching(/^cus_/) }],
  ['payment_method.detached', { object: 'payment_method', customer: null }],
  ['payout.created', { object: 'payout', status: 'pending' }],
  ['payout.updated', { object: 'payout', metadata: { foo: 'bar' } }],
  ['price.created', { object: 'price', active: true }],
  ['price.updated', { object: 'price', metadata: { foo: 'bar' } }],
  ['product.created', { object: 'product' }],
  ['product.deleted', { object: 'product' }],
  ['product.updated', { object: 'product', metadata: { foo: 'bar' } }],
]

const shim = createRequire(import.meta.url).resolve('@stripe/cli/bin/shim.js')

/** Runs `stripe trigger`; the tool is happy with weak answers, so only its exit counts here and the rest is asserted below. */
function trigger(simulator: Simulator, account: string, event: string, home: string): Promise<string | null> {
  const options = ['--api-base', simulator.url, '--api-key', simulator.secretKey, '--stripe-account', account]
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' }
  return new Promise((resolve) => {
    execFile(process.execPath, [shim, 'trigger', event, ...options], { env, timeout: 30_000 }, (error, out, complaint) =>
      resolve(error ? `${event}: ${out}${complaint}` : null),
    )
  })
}

test(`Stripe’s own command-line tool triggers ${triggers.length} events, and the objects behind them are right`, async ({
  task,
}) => {
  const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  // The tool names no version and still speaks as before endive.
  const { simulator, stripe } = await start({ defaultVersion: '2024-04-10' })
  const waiting = [...triggers]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [event, object] = next
      const account = (await readyAccount(simulator, stripe)).stripeAccount
      const seen = new Set(simulator.state.tables.event.rows().map(([, one]) => one.id))
      expect(await trigger(simulator, account, event, home)).toBeNull()
      const mine = event.startsWith('account.')
        ? simulator.state.tables.event.rows().map(([, one]) => one)
        : simulator.state.tables.event.of(account)
      const told = mine.filter((one) => one.type === event && !seen.has(one.id))
      expect({ event, ...told.at(-1)?.data.object }).toMatchObject({ event, ...object })
    }
  }
  await Promise.all([work(), work(), work()])
  tellCount({ task }, `Stripe’s command-line tool: ${triggers.length} events triggered`)
})
