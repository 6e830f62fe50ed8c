import type { Walk } from './walk.ts'

/** Customers and the cards they keep. */
export async function walkCustomers({ stripe, on }: Walk): Promise<void> {
  const customer = await stripe.customers.create(
    {
      name: 'Ida',
      email: 'ida@shop.example',
      phone: '5550101',
      address: { line1: '1 Quay', city: 'Salem', country: 'US', postal_code: '01970', state: 'MA' },
      metadata: { a: '1' },
    },
    on,
  )
  await stripe.customers.update(customer.id, { description: 'x' }, on)
  await stripe.customers.retrieve(customer.id, {}, on)
  await stripe.customers.list({ email: 'ida@shop.example' }, on)
  const method = await stripe.paymentMethods.create(
    { type: 'card', card: { token: 'tok_visa' }, billing_details: { name: 'Ida' } },
    on,
  )
  await stripe.paymentMethods.attach(method.id, { customer: customer.id }, on)
  await stripe.paymentMethods.retrieve(method.id, { expand: ['customer'] }, on)
  await stripe.paymentMethods.update(method.id, { metadata: { a: '1' } }, on)
  await stripe.paymentMethods.list({ customer: customer.id, type: 'card' }, on)
  await stripe.customers.listPaymentMethods(customer.id, {}, on)
  await stripe.paymentIntents.create(
    { amount: 900, currency: 'usd', customer: customer.id, payment_method: method.id, off_session: true, confirm: true },
    on,
  )
  await stripe.paymentMethods.detach(method.id, {}, on)
  await stripe.customers.del(customer.id, {}, on)
}
