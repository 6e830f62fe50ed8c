import { modeOf, type Scope, type Sim } from '../simulator.ts'
import { assertMay, authenticate, type Caller } from './auth.ts'
import { missing, OAuthRefusal, StripeRefusal, withHintOf } from './errors.ts'
import { assertExpandable, expand } from './expand.ts'
import { decodeForm, takeExpand } from './form.ts'
import { assertRoom } from './limits.ts'
import { type Read, readShape, type Shape } from './params.ts'
import { admitBrowser, refusalShownToBrowser, shownToBrowser } from './publishable.ts'
import { undoneIfRefused } from './undo-refused.ts'
import { readVersion, renderInVersion, usualVersion } from './versions.ts'

/** One request on its way through: its account, its version, the pieces of its path. */
export type Call = Scope & { version: string; caller: Caller; path: Record<string, string>; url: string }

export type Endpoint = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  run(call: Call, form: Record<string, unknown>): unknown
}

/** One route of the API: its parameters by shape, and what it does with them. `run` answers with Stripe's object. */
export function endpoint<S extends Shape>(
  method: Endpoint['method'],
  path: string,
  params: S | ((version: string) => S),
  run: (call: Call, params: Read<S>) => unknown,
): Endpoint {
  const read = (call: Call, form: Record<string, unknown>) =>
    run(call, readShape(typeof params === 'function' ? params(call.version) : params, form))
  return { method, path, run: read }
}

export type Incoming = {
  method: string
  /** Path with query. */
  url: string
  path: Record<string, string>
  headers: Record<string, string | string[] | undefined>
  body: string
  requestId: string
}

export type Outgoing = { status: number; headers: Record<string, string>; body: string }

const headerOf = (incoming: Incoming, name: string): string | undefined => {
  const value = incoming.headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * Answers one request of the API from beginning to end: key, account, version, parameters, idempotency, work, expansion.
 * Never throws: what goes wrong is an answer in Stripe's error envelope. `between` runs after the key is taken and before
 * the work, `after` once the work is done; both exist for faults, and an answer they give replaces the real one.
 */
export async function answer(
  sim: Sim,
  target: Endpoint | undefined,
  incoming: Incoming,
  faults: { before(): Promise<Outgoing | undefined>; after(): Promise<Outgoing | undefined> },
): Promise<Outgoing> {
  const headers: Record<string, string> = { 'request-id': incoming.requestId }
  try {
    const caller = authenticate(sim.state, sim.settings, incoming.headers)
    const { versions } = sim.state.records
    const userAgent = headerOf(incoming, 'user-agent') ?? ''
    const usual = usualVersion(userAgent, versions[caller.keyOwner], sim.settings.defaultVersion)
    headers['stripe-version'] = readVersion(headerOf(incoming, 'stripe-version'), usual)
    if (caller.header) headers['stripe-account'] = caller.header
    countRate(sim, incoming, caller.account, headers)
    assertMay(caller, incoming.method, incoming.url.split('?')[0] ?? '')
    if (!target) throw unknownRoute(incoming)
    if (incoming.method === 'POST') assertRoom(sim.state.tables, sim.settings.objectsMax)
    return await answerOnce(sim, target, incoming, caller, headers, faults)
  } catch (error) {
    return envelope(sim, error, headers, incoming.requestId)
  }
}

function countRate(sim: Sim, incoming: Incoming, account: string, headers: Record<string, string>): void {
  try {
    sim.rates.count(account, incoming.method, sim.clock.now())
  } catch (error) {
    headers['stripe-rate-limited-reason'] = 'global-rate'
    throw error
  }
}

async function answerOnce(
  sim: Sim,
  target: Endpoint,
  incoming: Incoming,
  caller: Caller,
  headers: Record<string, string>,
  faults: { before(): Promise<Outgoing | undefined>; after(): Promise<Outgoing | undefined> },
): Promise<Outgoing> {
  const key = incoming.method === 'POST' ? headerOf(incoming, 'idempotency-key') : undefined
  const endpointName = incoming.url.split('?')[0] ?? ''
  if (key === undefined) return perform(sim, target, incoming, caller, headers, faults)
  headers['idempotency-key'] = key
  const stored = sim.keys.begin(caller.account, key, endpointName, incoming.body, sim.clock.now())
  if (stored) {
    const replayed = { 'idempotent-replayed': 'true', 'original-request': stored.requestId }
    return { status: stored.status, headers: { ...headers, ...replayed }, body: stored.body }
  }
  let isStored = false
  try {
    const outgoing = await perform(sim, target, incoming, caller, headers, faults)
    const kept = {
      endpoint: endpointName,
      at: sim.clock.now(),
      status: outgoing.status,
      body: outgoing.body,
      requestId: incoming.requestId,
    }
    const isKept = outgoing.headers['x-not-stored'] === undefined
    sim.keys.end(caller.account, key, isKept ? kept : undefined, incoming.body)
    isStored = true
    delete outgoing.headers['x-not-stored']
    if (isKept) outgoing.headers['original-request'] = incoming.requestId
    return outgoing
  } finally {
    if (!isStored) sim.keys.end(caller.account, key, undefined, incoming.body)
  }
}

async function perform(
  sim: Sim,
  target: Endpoint,
  incoming: Incoming,
  caller: Caller,
  headers: Record<string, string>,
  faults: { before(): Promise<Outgoing | undefined>; after(): Promise<Outgoing | undefined> },
): Promise<Outgoing> {
  const early = await faults.before()
  if (early) return { ...early, headers: { ...headers, ...early.headers } }
  let outgoing: Outgoing
  try {
    outgoing = work(sim, target, incoming, caller, headers)
  } catch (cause) {
    const error = hinted(sim, caller.account, cause)
    outgoing = envelope(sim, error, { ...headers }, incoming.requestId)
    if (error instanceof StripeRefusal && error.isFromChecking) outgoing.headers['x-not-stored'] = 'true'
  }
  if (incoming.method !== 'GET') sim.changed()
  const late = await faults.after()
  return late ? { ...late, headers: { ...headers, ...late.headers } } : outgoing
}

function work(sim: Sim, target: Endpoint, incoming: Incoming, caller: Caller, headers: Record<string, string>): Outgoing {
  const query = incoming.url.includes('?') ? incoming.url.slice(incoming.url.indexOf('?') + 1) : ''
  const form = { ...decodeForm(query), ...decodeForm(incoming.body) }
  const paths = takeExpand(form)
  if (incoming.method !== 'GET') assertExpandable(incoming.url.split('?')[0] ?? '', paths)
  if (caller.isBrowser)
    admitBrowser(sim.state, caller.account, { method: incoming.method, path: incoming.url.split('?')[0] ?? '' }, form)
  const call: Call = {
    sim,
    account: caller.account,
    caller,
    version: headers['stripe-version'] ?? sim.settings.defaultVersion,
    path: incoming.path,
    url: incoming.url.split('?')[0] ?? '',
    request: { id: incoming.requestId, idempotency_key: headerOf(incoming, 'idempotency-key') ?? null },
  }
  const object = renderInVersion(
    runFor(sim, caller, paths, () => undoneIfRefused(sim.state, () => target.run(call, form))),
    call.version,
  )
  return { status: 200, headers: { ...headers }, body: JSON.stringify(object, null, 2) }
}

/** Does the work; a browser is shown less of the answer, also of a refusal. */
function runFor(sim: Sim, caller: Caller, paths: string[], run: () => unknown): unknown {
  if (!caller.isBrowser) return expand(sim.state, run(), paths)
  try {
    return shownToBrowser(expand(sim.state, run(), paths))
  } catch (error) {
    throw error instanceof StripeRefusal ? refusalShownToBrowser(error) : error
  }
}

const unknownRoute = (incoming: Incoming): StripeRefusal => {
  const message = `Unrecognized request URL (${incoming.method}: ${(incoming.url.split('?')[0] ?? '').slice(0, 200)}). Please see https://docs.stripe.com/api or we can help at https://support.stripe.com/.`
  return new StripeRefusal(404, { type: 'invalid_request_error', message }, true)
}

/** What is missing here may be there in the other mode. */
function hinted(sim: Sim, account: string, error: unknown): unknown {
  const other = sim.otherMode()
  const tables = Object.values(other.state.tables)
  return withHintOf(modeOf(other), error, (id) => tables.some((table) => table.find(account, id) !== undefined))
}

function envelope(sim: Sim, error: unknown, headers: Record<string, string>, requestId: string): Outgoing {
  if (error instanceof OAuthRefusal) {
    return {
      status: error.status,
      headers,
      body: JSON.stringify({ error: error.code, error_description: error.message }, null, 2),
    }
  }
  const known = error instanceof StripeRefusal
  const body = known ? error.body : { type: 'api_error', message: 'An unknown error occurred in the simulator.' }
  const withLog = {
    ...body,
    request_log_url: `https://dashboard.stripe.com/${sim.settings.livemode ? '' : 'test/'}logs/${requestId}`,
  }
  if (error instanceof StripeRefusal && error.body.code === 'idempotency_key_in_use') headers['stripe-should-retry'] = 'true'
  if (!known) console.error('stripe-simulator: a request failed inside', requestId, error instanceof Error ? error.stack : '')
  return { status: known ? error.status : 500, headers, body: JSON.stringify({ error: withLog }, null, 2) }
}

/** The object of a path, or Stripe's 404. */
export function present<T>(found: T | undefined, kind: string, id: string, param = 'id'): T {
  if (found === undefined) throw missing(kind, id, param)
  return found
}
