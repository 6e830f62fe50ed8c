import type { Server } from 'node:http'
import { controlRoutes, isControl, unknownControl } from './control.ts'
import { buildHttpServer, type Handler, type Received, type Reply, type Route } from './http-server.ts'
import { randomText } from './ids.ts'
import { livePath, mounted } from './mount.ts'
import { pageRoutes } from './pages/routes.ts'
import { modeAsked } from './protocol/auth.ts'
import { answer, type Endpoint, type Incoming } from './protocol/endpoint.ts'
import { decodeForm } from './protocol/form.ts'
import type { LoggedRequest } from './request-log.ts'
import { endpoints } from './routes.ts'
import { type Modes, modeOf, type Sim } from './simulator.ts'
import { stripeJsRoutes } from './stripe-js/routes.ts'

/** A request of the API as the protocol sees it; OAuth lets the secret key come in the body. */
function incomingOf(received: Received): Incoming {
  const headers: Incoming['headers'] = { ...received.headers }
  if (received.url.startsWith('/oauth/') && headers.authorization === undefined) {
    const secret = secretIn(received.body)
    if (secret !== undefined) headers.authorization = `Bearer ${secret}`
  }
  const { method, url, params, body } = received
  return { method, url, path: params, headers, body, requestId: `req_${randomText(14)}` }
}

function secretIn(body: string): string | undefined {
  try {
    const secret = decodeForm(body).client_secret
    return typeof secret === 'string' ? secret : undefined
  } catch {
    // Refused as a malformed form further on.
    return undefined
  }
}

const isJson = (received: Received): boolean => (received.headers['content-type'] ?? '').startsWith('application/json')

const noJson = (requestId: string): Reply => {
  const message = 'Invalid request (check that your POST content type is application/x-www-form-urlencoded).'
  const headers = { 'request-id': requestId, 'content-type': 'application/json' }
  return { status: 400, headers, body: JSON.stringify({ error: { type: 'invalid_request_error', message } }) }
}

function remembered(sim: Sim, incoming: Incoming, answered: Pick<LoggedRequest, 'status' | 'fault'> & { begun: number }): void {
  const text = (name: string): string | null => {
    const value = incoming.headers[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  sim.requests.add({
    id: incoming.requestId,
    at: sim.clock.now(),
    method: incoming.method,
    path: incoming.url.split('?')[0] ?? '',
    mode: modeOf(sim),
    account: text('stripe-account') ?? text('stripe-context'),
    key: text('idempotency-key'),
    status: answered.status,
    fault: answered.fault,
    ms: performance.now() - answered.begun,
  })
}

/** The handler of one route of the API, or of a path that Stripe does not know: in the mode of the key that asks. */
const serve =
  (modes: () => Modes, target?: Endpoint): Handler =>
  async (received) => {
    const begun = performance.now()
    const incoming = incomingOf(received)
    const sim = modes()[modeAsked(incoming.headers)]
    if (isJson(received) && incoming.body !== '') return noJson(incoming.requestId)
    // What is due by now has happened before anybody asks, however busy the machine is.
    sim.clock.runDue()
    const account = incoming.headers['stripe-account'] ?? incoming.headers['stripe-context']
    const path = incoming.url.split('?')[0] ?? ''
    const fate = sim.faults.fateOf(incoming.method, path, typeof account === 'string' ? account : undefined)
    const remember = (status: LoggedRequest['status']): void => remembered(sim, incoming, { status, fault: fate.kind, begun })
    if (fate.kind === 'reset_before') {
      remember('reset')
      return 'reset'
    }
    const outgoing = await answer(sim, target, incoming, fate)
    remember(fate.kind === 'reset_after' ? 'reset' : outgoing.status)
    if (fate.kind === 'reset_after') return 'reset'
    const { 'x-not-stored': _mark, ...headers } = outgoing.headers
    return {
      status: outgoing.status,
      headers: { ...headers, 'content-type': 'application/json' },
      body: outgoing.body,
      isHalf: fate.kind === 'half_body',
    }
  }

const notFoundPage: Reply = {
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html lang="en"><title>Not found</title><h1>There is no such page</h1><p>Simulated Stripe — no money moves</p></html>',
}

const log = (method: string, path: string, reply: Reply, ms: number): void =>
  console.log(`${method} ${path} ${reply === 'reset' ? 'reset' : reply.status} ${Math.round(ms)} ms`)

/** What a mode has besides the API: its pages, what browsers load, and its control calls. */
const around = (sim: () => Sim): Route[] => [...pageRoutes(sim), ...stripeJsRoutes(sim), ...controlRoutes(sim)]

/** The whole server: the API of both modes, and around it the test mode, with the live mode under `/live`. `modes` is read at each request. */
export function buildServer(modes: () => Modes, options: { log: boolean }): Server {
  const api = endpoints.map((target) => ({ method: target.method, path: target.path, handle: serve(modes, target) }))
  const unknown = serve(modes)
  const otherwise: Handler = (received) => {
    if (isControl(received.url)) return unknownControl(received)
    return /^\/(v1|v2|oauth)\//.test(received.url) ? unknown(received) : notFoundPage
  }
  return buildHttpServer(
    [
      ...api,
      ...around(() => modes().test),
      ...mounted(
        livePath,
        around(() => modes().live),
      ),
    ],
    otherwise,
    options.log ? log : undefined,
  )
}
