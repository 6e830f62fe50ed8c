import { first, type Walk } from './walk.ts'

/** Searches, payment links, the portal, and Checkout's other modes. */
export async function walkPages(walk: Walk): Promise<void> {
  await walkSearches(walk)
  await walkLinks(walk)
  await walkPortal(walk)
  await walkCheckoutModes(walk)
}

async function walkSearches({ stripe, on }: Walk): Promise<void> {
  await stripe.paymentIntents.search({ query: `status:'succeeded' AND amount>0`, limit: 2 }, on)
  await stripe.charges.search({ query: `refunded:'false'`, expand: ['data.customer'] }, on)
  await stripe.customers.search({ query: `name~'Ida'` }, on)
}

async function walkLinks({ stripe, simulator, on }: Walk): Promise<void> {
  const price = await stripe.prices.create({ currency: 'usd', unit_amount: 2_500, product_data: { name: 'Box' } }, on)
  const link = await stripe.paymentLinks.create(
    {
      line_items: [{ price: price.id, quantity: 2 }],
      application_fee_amount: 50,
      after_completion: { type: 'redirect', redirect: { url: 'http://a.example/thanks' } },
      metadata: { a: '1' },
      payment_intent_data: { description: 'Box', setup_future_usage: 'off_session' },
      restrictions: { completed_sessions: { limit: 5 } },
    },
    on,
  )
  await stripe.paymentLinks.update(link.id, { inactive_message: 'Sold out.', metadata: { a: '2' } }, on)
  await stripe.paymentLinks.retrieve(link.id, { expand: ['line_items'] }, on)
  await stripe.paymentLinks.list({ active: true }, on)
  await stripe.paymentLinks.listLineItems(link.id, {}, on)
  await fetch(link.url, { redirect: 'manual' })
  const session = first(await stripe.checkout.sessions.list({ payment_link: link.id, expand: ['data.payment_link'] }, on))
  await simulator.payCheckout(session.id, { card: '4242424242424242' })
}

async function walkPortal({ stripe, on }: Walk): Promise<void> {
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const configuration = await stripe.billingPortal.configurations.create(
    { features: { payment_method_update: { enabled: true } }, business_profile: { headline: 'Fjord' }, metadata: { a: '1' } },
    on,
  )
  await stripe.billingPortal.configurations.update(configuration.id, { default_return_url: 'http://a.example' }, on)
  await stripe.billingPortal.configurations.retrieve(configuration.id, {}, on)
  await stripe.billingPortal.configurations.list({ is_default: false }, on)
  await stripe.billingPortal.sessions.create(
    {
      customer: customer.id,
      configuration: configuration.id,
      return_url: 'http://a.example/account',
      flow_data: {
        type: 'payment_method_update',
        after_completion: { type: 'redirect', redirect: { return_url: 'http://a.example/done' } },
      },
    },
    on,
  )
}

async function walkCheckoutModes({ stripe, simulator, on }: Walk): Promise<void> {
  const customer = await stripe.customers.create({ email: 'ida@shop.example' }, on)
  const setup = await stripe.checkout.sessions.create(
    {
      mode: 'setup',
      currency: 'usd',
      customer: customer.id,
      success_url: 'http://a.example/saved',
      setup_intent_data: { description: 'x', metadata: { a: '1' } },
    },
    on,
  )
  await simulator.payCheckout(setup.id, { card: '4242424242424242' })
  await stripe.checkout.sessions.retrieve(setup.id, { expand: ['setup_intent.payment_method'] }, on)
  const line = { quantity: 1, price_data: { currency: 'usd', unit_amount: 2_500, product_data: { name: 'Box' } } }
  const embedded = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      ui_mode: 'embedded_page',
      return_url: 'http://a.example/back',
      customer: customer.id,
      customer_update: { name: 'auto' },
      line_items: [line],
      saved_payment_method_options: { payment_method_save: 'enabled' },
    },
    on,
  )
  const [saved] = (await stripe.customers.listPaymentMethods(customer.id, {}, on)).data
  await simulator.payCheckout(embedded.id, { saved: saved?.id ?? '' })
  const expired = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      success_url: 'http://a.example/paid',
      line_items: [line],
      after_expiration: { recovery: { enabled: true } },
    },
    on,
  )
  await stripe.checkout.sessions.expire(expired.id, {}, on)
}
