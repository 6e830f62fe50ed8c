import { expect, test } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { clientOf, readyAccount, start } from './stage.ts'

const paidBy = (payment_method: string) => ({
  amount: 5_000,
  currency: 'usd',
  confirm: true,
  payment_method,
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const },
})

test('what follows a payment at once is there for the next request, also when no timer has had its turn yet', async () => {
  const { simulator, stripe } = await start()
  const account = await readyAccount(simulator, stripe)
  // A machine so busy that its timers never come.
  simulator.clock.stop()
  const intent = await stripe.paymentIntents.create(paidBy('pm_card_createDispute'), account)
  const { data } = await stripe.disputes.list({ payment_intent: intent.id }, account)
  expect(data).toHaveLength(1)
})

test('unless told otherwise, a charge has no balance transaction and no fee when it is made; both come a second later', async () => {
  const simulator = await startSimulator()
  try {
    simulator.clock.freeze()
    const stripe = clientOf(simulator)
    const account = await readyAccount(simulator, stripe)
    const wanted = { ...paidBy('pm_card_visa'), application_fee_amount: 50 }
    const { latest_charge: charge } = await stripe.paymentIntents.create(wanted, account)
    const read = () => stripe.charges.retrieve(String(charge), {}, account)
    expect(await read()).toMatchObject({ paid: true, balance_transaction: null, application_fee: null })
    simulator.clock.advance(1_000)
    expect(await read()).toMatchObject({
      balance_transaction: expect.stringMatching(/^txn_/),
      application_fee: expect.stringMatching(/^fee_/),
    })
  } finally {
    await simulator.close()
  }
})
