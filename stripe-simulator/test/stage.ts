import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { onTestFinished } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.ts'

type Received = {
  path: string
  body: string
  signature: string
  event: { id: string; type: string; account?: string; api_version: string }
}
export type Receiver = { url: string; received: Received[]; answer: (path: string) => number; close(): Promise<void> }

/** A server that takes webhooks and remembers them; `answer` decides the status. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', received: [], answer: () => 200, close: async () => {} }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const path = request.url ?? ''
      receiver.received.push({ path, body, signature: String(request.headers['stripe-signature']), event: JSON.parse(body) })
      response.writeHead(receiver.answer(path)).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  receiver.close = () => new Promise((resolve) => server.close(() => resolve()))
  onTestFinished(receiver.close)
  return receiver
}

export const clientOf = (simulator: Simulator, key = simulator.secretKey, retries = 0): Stripe =>
  new Stripe(key, { host: simulator.host, port: simulator.port, protocol: 'http', telemetry: false, maxNetworkRetries: retries })

/** The same for the live mode. */
export const liveClientOf = (simulator: Simulator): Stripe => clientOf(simulator, simulator.live.secretKey)

/** A simulator of its own for one test, and the official SDK pointed at it. Money moves with its payment, unless told otherwise. */
export async function start(options: SimulatorOptions = {}): Promise<{ simulator: Simulator; stripe: Stripe }> {
  const simulator = await startSimulator({ balanceTransactions: 'at_once', ...options })
  onTestFinished(() => simulator.close())
  return { simulator, stripe: clientOf(simulator) }
}

/** The same, with a receiver behind both endpoints. */
export async function startWithWebhooks(options: SimulatorOptions = {}) {
  const receiver = await startReceiver()
  const webhookEndpoints = [
    { url: `${receiver.url}/platform`, secret: 'whsec_platform', connect: false },
    { url: `${receiver.url}/connect`, secret: 'whsec_connect', connect: true },
  ]
  return { ...(await start({ webhookEndpoints, ...options })), receiver }
}

/** A connected account that can charge. */
export async function readyAccount(
  simulator: Pick<Simulator, 'onboard'>,
  stripe: Stripe,
  name = 'Fjord Provisions',
): Promise<Stripe.RequestOptions & { stripeAccount: string }> {
  const account = await stripe.accounts.create({ business_profile: { name }, controller: { stripe_dashboard: { type: 'full' } } })
  simulator.onboard(account.id)
  return { stripeAccount: account.id }
}

/** A session as an order of a shop makes one. */
export function sessionParams(amount = 41_250, fee?: number): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    success_url: 'http://shop.example/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://shop.example/cart',
    client_reference_id: 'order-1',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: amount, product_data: { name: 'Order 1' } } }],
    payment_intent_data: {
      description: 'Order 1',
      metadata: { order: '1' },
      ...(fee === undefined ? {} : { application_fee_amount: fee }),
    },
  }
}

/** The error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  const error = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (error instanceof Stripe.errors.StripeError) return error
  throw new Error('the call was expected to be refused')
}
