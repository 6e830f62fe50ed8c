import { expect, test } from 'vitest'
import { liveClientOf, readyAccount, sessionParams, start } from './stage.ts'

/** Where the links, forms and scripts of a page lead on this simulator, without queries. */
const linksIn = (text: string, url: string): string[] =>
  [...text.matchAll(/ (?:href|action|src)="([^"#]+)"/g)]
    .map(([, address]) => (address ?? '').replaceAll('&amp;', '&'))
    .filter((address) => address.startsWith('/') || address.startsWith(url))
    .map((address) => new URL(address, url).pathname)

test('no link, form or redirect of a live page leads out of the live mode, but the switch of the dashboard', async () => {
  const webhookEndpoints = [{ url: 'http://127.0.0.1:9/x', secret: 'whsec_x', connect: true, livemode: true }]
  const { simulator } = await start({ webhookEndpoints })
  const stripe = liveClientOf(simulator)
  const on = await readyAccount(simulator.live, stripe)
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const paying = { currency: 'usd', customer: customer.id, confirm: true, amount: 9_000 }
  const paid = await stripe.paymentIntents.create({ ...paying, amount: 90_000, payment_method: 'pm_card_bypassPending' }, on)
  await stripe.paymentIntents.create({ ...paying, payment_method: 'pm_card_createDispute' }, on)
  await stripe.refunds.create({ payment_intent: paid.id, amount: 500 }, on)
  const challenged = await stripe.paymentIntents.create({ ...paying, payment_method: 'pm_card_authenticationRequired' }, on)
  simulator.clock.advance(1_000)
  await stripe.payouts.create({ amount: 1_000, currency: 'usd' }, on)
  const session = await stripe.checkout.sessions.create(sessionParams(), on)
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id, return_url: 'http://shop.example' }, on)
  const price = await stripe.prices.create({ currency: 'usd', unit_amount: 900, product_data: { name: 'Tulips' } }, on)
  const link = await stripe.paymentLinks.create({ line_items: [{ price: price.id, quantity: 1 }] }, on)
  const begin = {
    account: (await stripe.accounts.create({})).id,
    refresh_url: 'http://a.example',
    return_url: 'http://a.example',
  }
  const invited = await stripe.accountLinks.create({ ...begin, type: 'account_onboarding' })

  const waiting = [session.url, portal.url, link.url, invited.url, challenged.next_action?.redirect_to_url?.url]
    .map((address) => new URL(address ?? '').pathname)
    .concat('/live', '/live/', '/live/stripe-js/elements/payment')
  const seen = new Set(waiting)
  const outside: string[] = []
  const go = (path: string): void => {
    if (!seen.has(path)) waiting.push(path)
    seen.add(path)
  }
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const answer = await fetch(`${simulator.url}${path}`, { redirect: 'manual' })
    if (answer.status >= 400 && !path.includes('/do/')) outside.push(`${path}: ${answer.status}`)
    const next = answer.headers.get('location')
    const withoutSwitch = (await answer.text()).replace(/<div class="modes"[\s\S]*?<\/div>/, '')
    for (const found of next ? [new URL(next, simulator.url).pathname] : linksIn(withoutSwitch, simulator.url))
      if (/^\/live(\/|$)/.test(found)) go(found)
      else outside.push(`${path} leads to ${found}`)
  }
  expect(outside).toEqual([])
  expect([...seen].filter((path) => path.startsWith('/live/dashboard')).length).toBeGreaterThan(40)
})

test('a button of the live dashboard works in its mode and comes back to its screen; a page of another site presses none', async () => {
  const { simulator, stripe } = await start()
  const [inTest, inLive] = [await readyAccount(simulator, stripe), await readyAccount(simulator.live, liveClientOf(simulator))]
  const disconnect = (id: string, site: string) =>
    fetch(`${simulator.url}/live/dashboard/do/disconnect`, {
      method: 'POST',
      body: new URLSearchParams({ id, back: '/dashboard/accounts' }),
      headers: { 'sec-fetch-site': site },
      redirect: 'manual',
    })
  expect((await disconnect(inLive.stripeAccount, 'cross-site')).status).toBe(403)
  const refused = (await disconnect(inTest.stripeAccount, 'same-origin')).headers.get('location')
  expect(refused).toMatch(/^\/live\/dashboard\/accounts\?refused=/)
  const done = (await disconnect(inLive.stripeAccount, 'same-origin')).headers.get('location')
  expect(done).toMatch(/^\/live\/dashboard\/accounts\?told=/)
  expect(Object.keys(simulator.live.state.records.connections)).toEqual([])
  expect(Object.keys(simulator.state.records.connections)).toEqual([inTest.stripeAccount])
})
