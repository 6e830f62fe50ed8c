import { first, refusal, type Walk } from './walk.ts'

/** What the platform itself looks after: events, webhook endpoints, the link to accounts it did not make. */
export async function walkPlatform({ stripe, simulator, on }: Walk): Promise<void> {
  // Every one there is: each type of event has an object of its own in it.
  for (const options of [on, {}]) await stripe.events.list({ limit: 100 }, options).autoPagingToArray({ limit: 10_000 })
  const event = first(await stripe.events.list({ types: ['application_fee.created'] }))
  await stripe.events.retrieve(event.id)
  const endpoint = await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/x',
    enabled_events: ['payout.failed'],
    connect: true,
    description: 'none',
  })
  await stripe.webhookEndpoints.update(endpoint.id, { disabled: true })
  await stripe.webhookEndpoints.retrieve(endpoint.id)
  await stripe.webhookEndpoints.list()
  await stripe.webhookEndpoints.del(endpoint.id)
  await refusal(stripe.customers.retrieve('cus_none', {}, on))
  await walkOAuth({ stripe, simulator })
}

async function walkOAuth({ stripe, simulator }: Pick<Walk, 'stripe' | 'simulator'>): Promise<void> {
  const { tables, records } = simulator.state
  const known = new Set([simulator.platformAccountId, ...Object.keys(records.connections)])
  const account = tables.account.rows().find(([id]) => !known.has(id))?.[0]
  if (!account) throw new Error('no account waits to be linked')
  const back = {
    client_id: simulator.clientId,
    response_type: 'code',
    scope: 'read_write',
    redirect_uri: 'http://a.example/back',
  }
  const agreed = await fetch(`${simulator.url}/oauth/authorize?${new URLSearchParams(back)}`, {
    method: 'POST',
    body: new URLSearchParams({ account, press: 'connect' }),
    redirect: 'manual',
  })
  const code = new URL(agreed.headers.get('location') ?? simulator.url).searchParams.get('code') ?? ''
  await stripe.oauth.token({ grant_type: 'authorization_code', code })
  await stripe.oauth.deauthorize({ client_id: simulator.clientId, stripe_user_id: account })
}
