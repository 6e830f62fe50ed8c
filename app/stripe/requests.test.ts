import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../stripe-simulator/src/index.ts'
import { tellCount } from '../../stripe-simulator/test/counted.ts'
import { OpenApi } from '../../stripe-simulator/test/openapi.ts'
import { differences } from '../../stripe-simulator/test/openapi-differences.ts'
import { validateExchanges } from '../../stripe-simulator/test/validate-exchanges.ts'
import { openRecordingDoor, type RecordingDoor } from '../../test/support/recording-door.ts'
import { namesIn, sourcesIn } from '../../test/support/source-tree.ts'
import { openStripe, type StripePort } from './port.ts'

const api = new OpenApi()
const paths = { returnUrl: 'http://florin.example/back', refreshUrl: 'http://florin.example/again' }
let simulator: Simulator
let door: RecordingDoor
const called = new Set<string>()

/** The port, with a note of each call that it is asked for. */
const noting = (port: StripePort): StripePort =>
  new Proxy(port, {
    get: (target, name: keyof StripePort) => {
      called.add(name)
      return target[name]
    },
  })

const openPort = (): StripePort =>
  openStripe({
    mode: 'simulator',
    secretKey: simulator.secretKey,
    publishableKey: simulator.publishableKey,
    webhookSecret: 'whsec_platform',
    connectWebhookSecret: 'whsec_connect',
    clientId: simulator.clientId,
    apiBase: door.url,
  })

beforeAll(async () => {
  simulator = await startSimulator()
  door = await openRecordingDoor(simulator.url)
})

afterAll(async () => {
  await door.close()
  await simulator.close()
})

async function useAccounts(stripe: StripePort): Promise<string> {
  const made = await stripe.createAccount({ name: 'Fjord', email: 'owner@fjord.example', country: 'US', idempotencyKey: 'a-1' })
  await stripe.createOnboardingLink(made.stripeAccount, paths)
  simulator.onboard(made.stripeAccount)
  await stripe.readAccount(made.stripeAccount)
  const page = stripe.existingAccountUrl({ state: 's', redirectUri: paths.returnUrl })
  const existing = simulator.state.tables.account
    .rows()
    .find(([id]) => ![simulator.platformAccountId, made.stripeAccount].includes(id))
  const agreed = await fetch(page.replace(door.url, simulator.url), {
    method: 'POST',
    body: new URLSearchParams({ account: existing?.[0] ?? '', press: 'connect' }),
    redirect: 'manual',
  })
  const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? ''
  await stripe.deauthorizeAccount(await stripe.redeemOAuthCode(code))
  return made.stripeAccount
}

async function useMoney(stripe: StripePort, account: string): Promise<void> {
  const request = {
    currency: 'usd',
    lines: [{ name: 'Order 7', unitMinor: 41_250, quantity: 1 }],
    applicationFeeMinor: 413,
    description: 'Order 7',
    reference: 'attempt-1',
    buyerEmail: 'buyer@shop.example',
    successUrl: 'http://florin.example/paid',
    cancelUrl: 'http://florin.example/cart',
    metadata: { order: '7' },
  }
  const { session } = await stripe.createCheckout(account, request, 'c-1')
  await stripe.findCheckoutByReference(account, 'attempt-1', new Date(0))
  await simulator.payCheckout(session, { card: '4000000000000259' })
  simulator.clock.runDue()
  const paid = await stripe.readCheckout(account, session)
  const charge = paid.charge?.charge ?? ''
  await stripe.findCheckoutOfIntent(account, paid.paymentIntent ?? '')
  await stripe.readCharge(account, charge)
  await stripe.readChargeOfIntent(account, paid.paymentIntent ?? '')
  await stripe.readChargeOf(account, { type: 'dispute', id: simulator.state.tables.dispute.of(account)[0]?.id ?? '' })
  await stripe.listDisputes(account, charge)
  await stripe.readApplicationFee(paid.charge?.applicationFee ?? '')
  await stripe.readBalance(account)
  await stripe.listChargesOnBalance(account, new Date(0))
  const second = await stripe.createCheckout(account, { ...request, applicationFeeMinor: 0 }, 'c-2')
  await stripe.expireCheckout(account, second.session)
}

test('every request that Florin makes of Stripe, and every answer it reads, is valid against Stripe’s own API file', async ({
  task,
}) => {
  const stripe = noting(openPort())
  const account = await useAccounts(stripe)
  await useMoney(stripe, account)
  await stripe.listEvents(account, new Date(0))
  await stripe.listEvents(null, new Date(0))
  // These say something of themselves or of bytes that came in; they ask Stripe nothing.
  const asksNothing = ['mode', 'livemode', 'canLinkExisting', 'verifyEvent', 'dashboardUrl']
  expect(Object.keys(stripe).filter((name) => !called.has(name) && !asksNothing.includes(name))).toEqual([])
  const findings = validateExchanges(api, door.exchanges)
  expect(findings.wrong).toEqual([])
  const requests = findings.forms + findings.queries
  tellCount(
    { task },
    `Florin’s own requests: ${requests} forms and queries, ${findings.answers} answers valid against Stripe’s API file`,
  )
})

test('no known difference of the simulator excuses a field that Florin reads or sends', () => {
  const used = new Set(
    sourcesIn('app/stripe')
      .filter(({ isTest }) => !isTest)
      .flatMap((source) => [...namesIn(source)]),
  )
  expect(used.has('fee_details')).toBe(true)
  expect(differences.map(({ field }) => field).filter((field) => used.has(field))).toEqual([])
})
