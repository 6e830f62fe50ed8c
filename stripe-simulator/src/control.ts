import { accountControls } from './control-accounts.ts'
import {
  type Body,
  type Control,
  type ControlCall,
  ControlError,
  found,
  numberOf,
  oneOf,
  optionalText,
  secondsOf,
  textOf,
  wholeOf,
} from './control-body.ts'
import { assertDisputable, disputeControls } from './control-disputes.ts'
import { refundControls } from './control-refunds.ts'
import { type PageBuyer, pageDriver } from './drive-pages.ts'
import { type FaultKind, type FaultPlan, faultKinds } from './fault-plans.ts'
import type { Handler, Reply, Route } from './http-server.ts'
import { renewCard } from './resources/attach-payment-method.ts'
import { decideNow, takeDebitBack } from './resources/decide-debit.ts'
import { failPayout } from './resources/finish-payout.ts'
import { modeOf, type Sim, scopeOf } from './simulator.ts'
import type { Kind } from './state.ts'
import { rollSecret } from './webhooks/roll-secret.ts'
import type { ReleaseOptions } from './webhooks/webhooks.ts'

const tableOf = (sim: Sim, kind: string) =>
  found(Object.hasOwn(sim.state.tables, kind) ? sim.state.tables[kind as Kind] : undefined, `kind ${kind}`)

const timesMax = 1_000
const optional = (body: Body, name: string): Record<string, string> => {
  const value = optionalText(body, name)
  return value === undefined ? {} : { [name]: value }
}

function faultPlanIn(body: Body): FaultPlan {
  const number = (name: string, bounds = {}): Record<string, number> =>
    body[name] === undefined ? {} : { [name]: wholeOf(body, name, 0, bounds) }
  const which = {
    ...optional(body, 'method'),
    ...optional(body, 'path'),
    ...optional(body, 'account'),
    ...number('times', { min: 1 }),
    ...number('delayMs', { max: 600_000 }),
  }
  const kindIn = (kind: unknown): FaultKind => oneOf({ kind: kind ?? '' }, 'kind', faultKinds)
  if (body.seed === undefined) return { kind: kindIn(body.kind), ...which, ...number('nth', { min: 1 }) }
  const kinds = Array.isArray(body.kinds) ? { kinds: body.kinds.map(kindIn) } : {}
  const percent = numberOf(body, 'percent', 10)
  if (percent < 0 || percent > 100) throw new ControlError(400, '"percent" has to be between 0 and 100')
  return { seed: numberOf(body, 'seed', 0), percent, ...kinds, ...which }
}

/** An event that is known. @throws ControlError 404 when it is not. */
const eventIn = (sim: Sim, id: string): string => found(sim.state.tables.event.anywhere(id), `event ${id}`).object.id

function releaseOptionsIn(sim: Sim, body: Body): ReleaseOptions {
  const times = wholeOf(body, 'times', 1, { min: 1, max: timesMax })
  if (!Array.isArray(body.order)) return { order: oneOf(body, 'order', ['as_made', 'reversed', 'shuffled'] as const), times }
  return { order: body.order.map((id) => eventIn(sim, String(id))), times }
}

/** A planned fault, or all of them. @throws ControlError 404 for one that was never planned or is cleared. */
function faultIn(sim: Sim, id: string | undefined): string | undefined {
  const isPlanned = id === undefined || sim.faults.list().some((plan) => plan.id === id)
  return isPlanned ? id : found(undefined, `fault ${id}`)
}

const shutSecondsMax = 600
/** Shuts after this call has been answered: its own connection ends with all the others. */
function shutDoor(sim: Sim, seconds: number): { shutFor: number } {
  if (seconds <= 0 || seconds > shutSecondsMax) throw new ControlError(400, `"seconds" has to be between 0 and ${shutSecondsMax}`)
  setTimeout(() => void sim.door.shut(seconds * 1000), 20)
  return { shutFor: seconds }
}

/** Has time begin so long ago, and stop there: only where nothing has happened yet that would then lie ahead. */
function beginAgo(sim: Sim, seconds: number): { now: number } {
  const isFresh = [sim, sim.otherMode()].every(({ state }) => state.tables.event.rows().length === 0)
  if (!isFresh) throw new ControlError(400, 'time can only begin earlier where nothing has happened yet')
  sim.clock.freeze(Math.floor(sim.clock.nowMs() / 1000) * 1000 - seconds * 1000)
  return { now: sim.clock.now() }
}

function catchUp(sim: Sim): void {
  try {
    sim.clock.catchUp()
  } catch (error) {
    throw new ControlError(400, `the simulator is ahead of the real time: ${(error as Error).message}`)
  }
}

const controls: ControlCall[] = [
  [
    'GET',
    '/health',
    (sim) => ({
      ok: true,
      mode: modeOf(sim),
      account: sim.state.records.platform.account,
      url: sim.baseUrl(),
      now: sim.clock.now(),
    }),
  ],
  ['GET', '/webhooks/deliveries', (sim) => sim.webhooks.deliveries],
  ['POST', '/webhooks/hold', (sim) => sim.webhooks.hold()],
  ['POST', '/webhooks/release', (sim, body) => sim.webhooks.release(releaseOptionsIn(sim, body))],
  ['POST', '/webhooks/drop', (sim, body) => sim.webhooks.drop(wholeOf(body, 'count', 1))],
  ['POST', '/webhooks/delay', (sim, body) => sim.webhooks.delay(secondsOf(body, 0))],
  [
    'POST',
    '/webhooks/endpoints/:id/roll',
    (sim, body, path) => {
      const id = found(sim.state.tables.webhook_endpoint.anywhere(path.id ?? ''), path.id ?? 'endpoint').object.id
      return { secret: rollSecret(sim, id, secondsOf(body, 86_400)) }
    },
  ],
  ['GET', '/events/lost', (sim) => sim.lostEvents.list()],
  ['POST', '/events/lose', (sim, body) => sim.lostEvents.lose(optionalText(body, 'type') ?? '*', wholeOf(body, 'count', 1))],
  ['DELETE', '/events/lost', (sim) => sim.lostEvents.clear()],
  [
    'POST',
    '/webhooks/resend',
    (sim, body) => sim.webhooks.resend(eventIn(sim, textOf(body, 'event')), wholeOf(body, 'times', 1, { min: 1, max: timesMax })),
  ],
  ['POST', '/webhooks/retry', (sim) => sim.webhooks.retryNow()],
  ['POST', '/webhooks/flush', (sim) => sim.webhooks.flush()],
  ['GET', '/faults', (sim) => ({ plans: sim.faults.list(), held: sim.faults.held })],
  ['POST', '/faults', (sim, body) => ({ id: sim.faults.add(faultPlanIn(body)) })],
  ['POST', '/faults/release', (sim, body) => sim.faults.release(faultIn(sim, optionalText(body, 'id')))],
  ['DELETE', '/faults', (sim) => sim.faults.clear()],
  ['POST', '/door/shut', (sim, body) => shutDoor(sim, numberOf(body, 'seconds', 0))],
  ['POST', '/door/open', (sim) => sim.door.open()],
  ['GET', '/clock', (sim) => ({ now: sim.clock.now(), frozen: sim.clock.isFrozen, next: sim.state.records.tasks[0] ?? null })],
  ['POST', '/clock/advance', (sim, body) => sim.clock.advance(secondsOf(body, 0) * 1000)],
  ['POST', '/clock/freeze', (sim) => sim.clock.freeze()],
  ['POST', '/clock/begin', (sim, body) => beginAgo(sim, secondsOf(body, 0))],
  ['POST', '/clock/catch-up', (sim) => catchUp(sim)],
  ['POST', '/clock/unfreeze', (sim) => sim.clock.unfreeze()],
  ...accountControls,
  [
    'POST',
    '/checkout/:id/pay',
    (sim, body, path) => {
      const buyer = buyerIn(body)
      const { id } = found(sim.state.tables['checkout.session'].anywhere(path.id ?? ''), path.id ?? 'session').object
      return pageDriver(sim.baseUrl()).pay(id, buyer)
    },
  ],
  ...disputeControls,
  ...refundControls,
  [
    'POST',
    '/charges/:id/decide',
    (sim, body, path) => {
      const charge = found(sim.state.tables.charge.anywhere(path.id ?? ''), path.id ?? 'charge')
      const failure = optionalText(body, 'failure') ?? null
      if (charge.object.status !== 'pending') throw new ControlError(400, 'only a debit that is pending waits for its bank')
      decideNow(scopeOf(sim, charge.account), charge.object, failure)
      return charge.object
    },
  ],
  [
    'POST',
    '/charges/:id/take-back',
    (sim, body, path) => {
      const charge = found(sim.state.tables.charge.anywhere(path.id ?? ''), path.id ?? 'charge')
      const scope = scopeOf(sim, charge.account)
      const reason = optionalText(body, 'reason')
      if (charge.object.payment_method_details?.type !== 'us_bank_account')
        throw new ControlError(400, 'only a debit can come back')
      assertDisputable(scope, charge.object)
      return takeDebitBack(scope, charge.object, reason)
    },
  ],
  [
    'POST',
    '/payment_methods/:id/renew',
    (sim, body, path) => {
      const method = found(sim.state.tables.payment_method.anywhere(path.id ?? ''), path.id ?? 'payment method')
      if (!method.object.card) throw new ControlError(400, 'only a card can be renewed')
      const { exp_month: month, exp_year: year } = method.object.card
      const wanted = {
        month: wholeOf(body, 'expMonth', month, { min: 1, max: 12 }),
        year: wholeOf(body, 'expYear', year + 4, { min: 2000, max: 2199 }),
      }
      renewCard(scopeOf(sim, method.account), method.object, wanted.month, wanted.year)
      return method.object
    },
  ],
  [
    'POST',
    '/payouts/:id/fail',
    (sim, _body, path) => {
      const payout = found(sim.state.tables.payout.anywhere(path.id ?? ''), path.id ?? 'payout')
      if (['failed', 'canceled'].includes(payout.object.status)) throw new ControlError(400, 'this payout is over already')
      failPayout(scopeOf(sim, payout.account), payout.object)
      return payout.object
    },
  ],
  [
    'GET',
    '/objects/:kind',
    (sim, _body, path) =>
      tableOf(sim, path.kind ?? '')
        .rows()
        .map(([account, object]) => ({ account, object })),
  ],
]

function buyerIn(body: Body): PageBuyer {
  const means = ['card', 'saved', 'bank'].filter((name) => typeof body[name] === 'string')
  if (means.length !== 1) throw new ControlError(400, 'one of "card", "saved" and "bank" is needed, as text')
  return {
    ...Object.assign({}, ...['card', 'saved', 'bank', 'email', 'name'].map((name) => optional(body, name))),
    ...(body.keep === true ? { keep: true } : {}),
    ...(body.threeDs === undefined ? {} : { threeDs: oneOf(body, 'threeDs', ['complete', 'fail']) }),
  }
}

function bodyIn(text: string): Body {
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body
  } catch {
    // Told below, like any other body that is not an object.
  }
  throw new ControlError(400, 'the body has to be a JSON object')
}

const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

const handler =
  (sim: () => Sim, run: Control): Handler =>
  async (received) => {
    try {
      const result = await run(sim(), bodyIn(received.body), received.params)
      sim().changed()
      return json(200, result ?? { ok: true })
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      return json(error.statusCode, { error: error.message })
    }
  }

/** A control call from inside, as the dashboard's buttons make them. @throws ControlError as the call would be refused. */
export function control(sim: Sim, method: string, path: string, body: Body): unknown {
  const given = path.split('/')
  for (const [known, pattern, run] of controls) {
    const pieces = pattern.split('/')
    const isIt = pieces.length === given.length && pieces.every((piece, index) => piece.startsWith(':') || piece === given[index])
    if (known !== method || !isIt) continue
    const named = pieces.flatMap((piece, index) => (piece.startsWith(':') ? [[piece.slice(1), given[index] ?? '']] : []))
    return run(sim, body, Object.fromEntries(named))
  }
  throw new ControlError(404, `there is no control call ${method} ${path}`)
}

/** Whether a path is one of control calls, of either mode. */
export const isControl = (url: string): boolean => /^\/(live\/)?_simulator\//.test(url)

/** The answer to a control call that does not exist. */
export const unknownControl: Handler = ({ method, url }) =>
  json(404, { error: `there is no control call ${method} ${(url.split('?')[0] ?? '').slice(0, 200)}` })

/** What a test does to a simulator in another process: JSON in, JSON out, under `/_simulator` (of the live mode under `/live/_simulator`). */
export const controlRoutes = (sim: () => Sim): Route[] =>
  controls.map(([method, path, run]) => ({ method, path: `/_simulator${path}`, handle: handler(sim, run) }))
