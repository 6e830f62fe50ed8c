import { control } from '../../control.ts'
import { ControlError } from '../../control-body.ts'
import { amountIn, isCurrency } from '../../money.ts'
import type { Call } from '../../protocol/endpoint.ts'
import { StripeRefusal } from '../../protocol/errors.ts'
import { currentVersion } from '../../protocol/versions.ts'
import { renderBalance } from '../../resources/balance-transactions.ts'
import { endpoints } from '../../routes.ts'
import { type Sim, scopeOf } from '../../simulator.ts'

/** What a button sent along; every value is text. */
type Given = (name: string) => string

/** Does through the API what its caller could do, with all of its rules. @throws StripeRefusal as the API would refuse. */
function callApi(
  sim: Sim,
  account: string,
  path: string,
  form: Record<string, unknown>,
  params: Record<string, string> = {},
): void {
  const target = endpoints.find((one) => one.method === 'POST' && one.path === path)
  if (!target) throw new Error(`the API has no POST ${path}`)
  const call: Call = {
    sim,
    account,
    caller: {
      account,
      isPlatform: account === sim.state.records.platform.account,
      header: null,
      keyOwner: account,
      maskedKey: '',
    },
    version: currentVersion,
    path: params,
    url: path,
    request: null,
  }
  const given = Object.entries(form).filter(([, value]) => value !== undefined && value !== '')
  target.run(call, Object.fromEntries(given))
}

/** An amount as a person typed it; empty for everything. */
function typedAmount(given: Given): string {
  const typed = given('amount').trim()
  if (typed === '') return ''
  const amount = isCurrency(given('currency')) ? amountIn(typed, given('currency')) : undefined
  if (amount === undefined) throw new ControlError(400, `“${typed.slice(0, 40)}” is not an amount; write it like 12.50.`)
  return String(amount)
}

function wholeNumber(given: Given, name: string): number {
  const value = Number(given(name) || '1')
  if (Number.isSafeInteger(value) && value >= 1 && value <= 1_000_000) return value
  throw new ControlError(400, `“${given(name).slice(0, 40)}” cannot be meant; write a whole number from 1 to 1,000,000.`)
}

function payOut(sim: Sim, given: Given): string {
  const [account, currency] = [given('account'), given('currency')]
  const everything = renderBalance(scopeOf(sim, account)).available.find((row) => row.currency === currency)?.amount ?? 0
  if (typedAmount(given) === '' && everything <= 0)
    throw new ControlError(400, 'Nothing is available yet. Advance the clock by some days.')
  callApi(sim, account, '/v1/payouts', { amount: typedAmount(given) || String(everything), currency })
  return 'The payout is on its way.'
}

/** Which requests a fault is for. */
const requestsIn = (given: Given): Record<string, string> =>
  Object.fromEntries(['method', 'path', 'account'].filter((name) => given(name) !== '').map((name) => [name, given(name)]))

/** Every button: what it does, and what is said afterwards. */
const actions: Record<string, (sim: Sim, given: Given) => string> = {
  refund: (sim, given) => {
    const { charge, reason } = { charge: given('charge'), reason: given('reason') }
    callApi(sim, given('account'), '/v1/refunds', {
      charge,
      reason,
      amount: typedAmount(given),
      refund_application_fee: given('refund_application_fee'),
    })
    return 'The refund is made.'
  },
  capture: (sim, given) => {
    callApi(sim, given('account'), '/v1/payment_intents/:id/capture', {}, { id: given('id') })
    return 'The payment is captured.'
  },
  cancel: (sim, given) => {
    callApi(sim, given('account'), '/v1/payment_intents/:id/cancel', {}, { id: given('id') })
    return 'The payment is canceled.'
  },
  dispute: (sim, given) => {
    control(sim, 'POST', `/charges/${given('id')}/dispute`, { reason: given('reason'), inquiry: given('inquiry') === 'true' })
    return 'The buyer’s bank has opened a dispute.'
  },
  'decide-debit': (sim, given) => {
    control(sim, 'POST', `/charges/${given('id')}/decide`, given('failure') ? { failure: given('failure') } : {})
    return 'The bank has decided.'
  },
  'take-back': (sim, given) => {
    control(sim, 'POST', `/charges/${given('id')}/take-back`, {})
    return 'The bank has taken the money back.'
  },
  'answer-dispute': (sim, given) => {
    const evidence = { uncategorized_text: given('evidence') || 'The goods were delivered.' }
    callApi(sim, given('account'), '/v1/disputes/:id', { evidence, submit: 'true' }, { id: given('id') })
    return 'The evidence is sent; the bank decides soon.'
  },
  'decide-dispute': (sim, given) => {
    control(sim, 'POST', `/disputes/${given('id')}/close`, { outcome: given('outcome') })
    return 'The bank has decided.'
  },
  'escalate-dispute': (sim, given) => {
    control(sim, 'POST', `/disputes/${given('id')}/escalate`, {})
    return 'The bank has opened a dispute.'
  },
  'pay-out': payOut,
  'fail-payout': (sim, given) => {
    control(sim, 'POST', `/payouts/${given('id')}/fail`, {})
    return 'The bank has sent the payout back.'
  },
  'cancel-payout': (sim, given) => {
    callApi(sim, given('account'), '/v1/payouts/:id/cancel', {}, { id: given('id') })
    return 'The payout is canceled.'
  },
  onboard: (sim, given) => {
    control(sim, 'POST', `/accounts/${given('id')}/onboard`, { outcome: given('outcome') })
    return 'The account has changed.'
  },
  disconnect: (sim, given) => {
    control(sim, 'POST', `/accounts/${given('id')}/disconnect`, {})
    return 'The account is disconnected.'
  },
  resend: (sim, given) => {
    control(sim, 'POST', '/webhooks/resend', { event: given('event'), times: wholeNumber(given, 'times') })
    return 'Sent again.'
  },
  hold: (sim) => {
    control(sim, 'POST', '/webhooks/hold', {})
    return 'Deliveries are held until they are released.'
  },
  release: (sim, given) => {
    control(sim, 'POST', '/webhooks/release', { order: given('order'), times: wholeNumber(given, 'times') })
    return 'Released.'
  },
  drop: (sim, given) => {
    control(sim, 'POST', '/webhooks/drop', { count: wholeNumber(given, 'count') })
    return 'The next deliveries will be lost.'
  },
  delay: (sim, given) => {
    const seconds = given('seconds') === '0' ? 0 : wholeNumber(given, 'seconds')
    control(sim, 'POST', '/webhooks/delay', { seconds })
    return seconds === 0 ? 'Deliveries go out at once.' : `Every delivery waits ${seconds} seconds of the simulator's time.`
  },
  'lose-events': (sim, given) => {
    control(sim, 'POST', '/events/lose', { type: given('type') || '*', count: wholeNumber(given, 'count') })
    return 'The next of these events will never be made.'
  },
  'roll-secret': (sim, given) => {
    control(sim, 'POST', `/webhooks/endpoints/${given('id')}/roll`, { seconds: wholeNumber(given, 'hours') * 3_600 })
    return 'The endpoint has a new secret. Until the old one ends, deliveries are signed with both.'
  },
  retry: (sim) => {
    control(sim, 'POST', '/webhooks/retry', {})
    return 'What waited is tried again.'
  },
  advance: (sim, given) => {
    const seconds = given('seconds') ? wholeNumber(given, 'seconds') : wholeNumber(given, 'hours') * 3_600
    control(sim, 'POST', '/clock/advance', { seconds })
    return 'Time has moved on.'
  },
  freeze: (sim) => {
    control(sim, 'POST', '/clock/freeze', {})
    return 'The clock is stopped.'
  },
  unfreeze: (sim) => {
    control(sim, 'POST', '/clock/unfreeze', {})
    return 'The clock runs again.'
  },
  'add-fault': (sim, given) => {
    const named = ['nth', 'times', 'delayMs'].filter((name) => given(name) !== '').map((name) => [name, wholeNumber(given, name)])
    control(sim, 'POST', '/faults', { kind: given('kind'), ...requestsIn(given), ...Object.fromEntries(named) })
    return 'The fault is planned.'
  },
  'seed-faults': (sim, given) => {
    const [seed, percent] = [wholeNumber(given, 'seed'), wholeNumber(given, 'percent')]
    control(sim, 'POST', '/faults', { seed, percent, ...requestsIn(given) })
    return `Faults come by seed ${seed}.`
  },
  'shut-door': (sim, given) => {
    const seconds = wholeNumber(given, 'seconds')
    control(sim, 'POST', '/door/shut', { seconds })
    return `Connections are refused for ${seconds} seconds; this page, too.`
  },
  'clear-faults': (sim) => {
    control(sim, 'DELETE', '/faults', {})
    return 'No fault is planned any more.'
  },
  'release-held': (sim) => {
    control(sim, 'POST', '/faults/release', {})
    return 'The held requests go on.'
  },
}

/** Presses a button. @returns what to say: what was done, or why it was refused. Undefined when there is no such button. */
export function press(sim: Sim, name: string, given: Given): { told: string } | { refused: string } | undefined {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action) return undefined
  try {
    return { told: action(sim, given) }
  } catch (error) {
    if (error instanceof ControlError || error instanceof StripeRefusal) return { refused: error.message }
    throw error
  }
}
