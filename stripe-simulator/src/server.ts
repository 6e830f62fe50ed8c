import { STATUS_CODES } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { registerControl } from './control.ts'
import { randomText } from './ids.ts'
import { registerPages } from './pages/routes.ts'
import { answer, type Endpoint, type Incoming, type Outgoing } from './protocol/endpoint.ts'
import { decodeForm } from './protocol/form.ts'
import { endpoints } from './routes.ts'
import type { Sim } from './simulator.ts'

const bodyBytesMax = 1_000_000

const headersOf = (request: FastifyRequest): Record<string, string | string[] | undefined> => ({ ...request.headers })

/** A request of the API as the protocol sees it; OAuth lets the secret key come in the body. */
function incomingOf(request: FastifyRequest): Incoming {
  const body = typeof request.body === 'string' ? request.body : ''
  const headers = headersOf(request)
  if (request.url.startsWith('/oauth/') && headers.authorization === undefined) {
    const secret = decodeForm(body).client_secret
    if (typeof secret === 'string') headers.authorization = `Bearer ${secret}`
  }
  return {
    method: request.method,
    url: request.url,
    path: request.params as Record<string, string>,
    headers,
    body,
    requestId: `req_${randomText(14)}`,
  }
}

const isJson = (request: FastifyRequest): boolean => (request.headers['content-type'] ?? '').startsWith('application/json')

async function serve(sim: Sim, target: Endpoint | undefined, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const incoming = incomingOf(request)
  if (isJson(request) && incoming.body !== '') {
    const message = 'Invalid request (check that your POST content type is application/x-www-form-urlencoded).'
    return send(reply, {
      status: 400,
      headers: { 'request-id': incoming.requestId },
      body: JSON.stringify({ error: { type: 'invalid_request_error', message } }),
    })
  }
  const account = incoming.headers['stripe-account'] ?? incoming.headers['stripe-context']
  const fate = sim.faults.fateOf(
    incoming.method,
    incoming.url.split('?')[0] ?? '',
    typeof account === 'string' ? account : undefined,
  )
  if (fate.fault?.kind === 'reset_before') return reset(reply)
  const outgoing = await answer(sim, target, incoming, fate)
  if (fate.fault?.kind === 'reset_after') return reset(reply)
  if (fate.isHalf) return sendHalf(reply, outgoing)
  return send(reply, outgoing)
}

function reset(reply: FastifyReply): void {
  reply.hijack()
  reply.raw.socket?.resetAndDestroy()
}

/** Promises the whole body and breaks off in the middle. */
function sendHalf(reply: FastifyReply, outgoing: Outgoing): void {
  reply.hijack()
  const body = Buffer.from(outgoing.body)
  reply.raw.writeHead(outgoing.status, { ...outgoing.headers, 'content-type': 'application/json', 'content-length': body.length })
  reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => reply.raw.socket?.destroy())
}

async function send(reply: FastifyReply, outgoing: Outgoing): Promise<void> {
  const { 'x-not-stored': _mark, ...headers } = outgoing.headers
  await reply.code(outgoing.status).headers(headers).type('application/json').send(outgoing.body)
}

const notFoundPage =
  '<!doctype html><html lang="en"><title>Not found</title><h1>There is no such page</h1><p>Simulated Stripe — no money moves</p></html>'

/** The whole server: the API, the pages and the control calls. `sim` is read at each request. */
export function buildServer(sim: () => Sim, options: { log: boolean }): FastifyInstance {
  const app = Fastify({
    bodyLimit: bodyBytesMax,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  for (const target of endpoints) {
    app.route({ method: target.method, url: target.path, handler: (request, reply) => serve(sim(), target, request, reply) })
  }
  registerPages(app, sim)
  registerControl(app, sim)
  app.setNotFoundHandler((request, reply) => {
    const isApi = request.url.startsWith('/v1/') || request.url.startsWith('/v2/') || request.url.startsWith('/oauth/')
    return isApi ? serve(sim(), undefined, request, reply) : reply.code(404).type('text/html; charset=utf-8').send(notFoundPage)
  })
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500
    const message = status === 413 ? 'The request body is too large.' : (STATUS_CODES[status] ?? 'Error')
    if (status >= 500) console.error('stripe-simulator:', error)
    return reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify({ error: { type: status >= 500 ? 'api_error' : 'invalid_request_error', message } }))
  })
  // Method, path and status only: bodies and queries may hold what nobody should read in a log.
  if (options.log) {
    app.addHook('onResponse', async (request, reply) => {
      console.log(`${request.method} ${request.url.split('?')[0]} ${reply.statusCode} ${Math.round(reply.elapsedTime)} ms`)
    })
  }
  return app
}
