import { setTimeout as pause } from 'node:timers/promises'
import Stripe from 'stripe'
import { afterAll, afterEach } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { tellCount } from '../test/counted.ts'
import { testKey } from './test-key.ts'

/** Whom the facts are asked of: the simulator, or Stripe itself in test mode. */
export type Side = {
  name: string
  stripe: Stripe
  /** A connected account that can charge. */
  on: { stripeAccount: string }
  /** Reads until what is read is as wanted; on the simulator time is moved on in between. @throws when it never is. */
  eventually<T>(read: () => Promise<T>, isAsWanted: (value: T) => boolean): Promise<T>
}

const triesMax = 60
const pauseMs = 1_000
/** The simulator takes its time as life does: a pause there doubles until it is the better part of a day. */
const longest = 16

const secretKey = process.env.STRIPE_CONTRACT_SECRET_KEY ?? ''
const wantedAccount = process.env.STRIPE_CONTRACT_ACCOUNT ?? ''

async function eventually<T>(
  read: () => Promise<T>,
  isAsWanted: (value: T) => boolean,
  between: (tries: number) => Promise<void>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const value = await read()
    if (isAsWanted(value)) return value
    if (tries === triesMax) throw new Error(`it did not come to pass: ${JSON.stringify(value, null, 2)}`)
    await between(tries)
  }
}

async function openSimulator(): Promise<Side> {
  const simulator: Simulator = await startSimulator()
  afterAll(() => simulator.close())
  const { host, port } = simulator
  const stripe = new Stripe(simulator.secretKey, { host, port, protocol: 'http', telemetry: false })
  const account = await stripe.accounts.create({
    business_profile: { name: 'Fjord' },
    controller: { stripe_dashboard: { type: 'full' } },
    settings: { payouts: { schedule: { interval: 'daily' } } },
  })
  simulator.onboard(account.id)
  await stripe.accounts.updateCapability(account.id, 'us_bank_account_ach_payments', { requested: true })
  return {
    name: 'the simulator',
    stripe,
    on: { stripeAccount: account.id },
    eventually: (read, isAsWanted) =>
      eventually(read, isAsWanted, async (tries) => simulator.clock.advance(pauseMs * 2 ** Math.min(tries, longest))),
  }
}

/** @throws Error when the key could move money, or no connected account can charge. */
async function openStripe(): Promise<Side> {
  const stripe = new Stripe(testKey(secretKey), { telemetry: false, maxNetworkRetries: 3 })
  const accounts = wantedAccount === '' ? await stripe.accounts.list({ limit: 100 }).autoPagingToArray({ limit: 500 }) : []
  const account = wantedAccount || accounts.find((one) => one.charges_enabled)?.id
  if (!account)
    throw new Error(
      'No connected account of this key can charge. Onboard one in test mode, or name it in STRIPE_CONTRACT_ACCOUNT.',
    )
  return {
    name: 'Stripe itself, in test mode',
    stripe,
    on: { stripeAccount: account },
    eventually: (read, isAsWanted) => eventually(read, isAsWanted, () => pause(pauseMs)),
  }
}

/** Opens the side that the environment names, for one file of facts. */
export async function openSide(): Promise<Side> {
  const side = await (secretKey === '' ? openSimulator() : openStripe())
  afterEach((context) => tellCount(context, `Facts of the contract with Stripe, tried on ${side.name}`))
  return side
}

/** What a refused call tells. @throws Error when the call was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  const error = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (error instanceof Stripe.errors.StripeError) return error
  throw new Error('the call was expected to be refused', { cause: error })
}

/** A direct charge on the connected account, paid at once. */
export async function charge(side: Side, params: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.Charge> {
  const intent = await side.stripe.paymentIntents.create(
    {
      amount: 10_000,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      expand: ['latest_charge'],
      ...params,
    },
    side.on,
  )
  const made = intent.latest_charge
  if (made === null || typeof made === 'string') throw new Error(`there is no charge: ${intent.status}`)
  return made
}

/** The charge once Stripe has attached its balance transaction, which it may do a moment after the payment. */
export async function settled(
  side: Side,
  id: string,
): Promise<{ charge: Stripe.Charge; transaction: Stripe.BalanceTransaction }> {
  const read = () => side.stripe.charges.retrieve(id, { expand: ['balance_transaction'] }, side.on)
  const found = await side.eventually(read, (one) => one.balance_transaction !== null)
  const transaction = found.balance_transaction
  if (transaction === null || typeof transaction === 'string') throw new Error('the balance transaction was not expanded')
  return { charge: found, transaction }
}
