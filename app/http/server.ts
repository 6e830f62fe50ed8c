import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { type FastifyPluginAsyncZod, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Deps } from '../deps.ts'
import { requestActor } from '../identity/request-actor.ts'
import { Problem } from '../problem.ts'
import { healthRoutes } from './health-routes.ts'
import { metrics } from './metrics.ts'
import { documentRoutes } from './openapi.ts'
import { answerProblems, sendProblem } from './problem-answers.ts'
import { readJson } from './read-json.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'
import { serveWeb } from './serve-web.ts'
import { speakLanguages } from './speak-languages.ts'
import { readsTakeNoBody, strangersSendNothing, strictInput } from './strict-input.ts'

/** For what is no part of the API, which has narrower bounds of its own (strict-input.ts). */
const bodyBytesMax = 64 * 1024
const requestTimeoutMs = 30_000
/** Generous: what a busy office behind one address needs, and far less than what hurts. Signing in has limits of its own. */
const requestsPerMinuteMax = 6_000
/** Open streams end with the server, after requests at work had this long to finish. */
const closeGraceMs = 3_000

/**
 * The HTTP server: common protections, then the given routes, then the web pages. Registering touches neither the database
 * nor the network.
 *
 * @param routes each domain's, with full paths.
 * @returns a server that is not listening yet; `close` lets requests at work finish.
 */
export async function buildServer(deps: Deps, routes: FastifyPluginAsyncZod[], options: { webFolder?: string } = {}) {
  const log: FastifyBaseLogger = deps.log.child({}, { serializers: { req: describeRequest } })
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    genReqId: () => randomUUID(),
    bodyLimit: bodyBytesMax,
    // Whose word counts for where a request comes from; limits and the log go by that address.
    trustProxy: deps.config.trustedProxies ?? false,
    requestTimeout: requestTimeoutMs,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 300 },
    // Addresses that cannot be read, before any route or hook is found for them.
    frameworkErrors: ({ code }, request, reply) =>
      sendProblem(request, reply, new Problem(code === 'FST_ERR_BAD_URL' ? 'bad-request:address' : 'not-found')),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  speakLanguages(app)
  readJson(app)
  strictInput(app)
  refuseCrossSite(app, deps.config.publicUrl)
  noteRequests(app)
  endStreamsOnClose(app)
  await app.register(helmet, securityHeaders(deps.config.publicUrl))
  await app.register(rateLimit, {
    global: false,
    max: requestsPerMinuteMax,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('too-many-requests', {
        retryAfterSeconds: Math.ceil(ttl / 1000),
      }),
  })
  countEveryRequest(app)
  await app.register(metrics(deps))
  await documentRoutes(app)
  await app.register(requestActor(deps))
  strangersSendNothing(app)
  readsTakeNoBody(app)
  await app.register(healthRoutes(deps))
  for (const plugin of routes) await app.register(plugin)
  await serveWeb(app, options.webFolder ?? join(import.meta.dirname, '../../web/dist'))
  return app
}

/**
 * Limits each address before anything else is done for its requests: also those that are then refused, or lead nowhere. (A
 * limit that routes carry comes after whatever every request goes through, and so never sees those.)
 */
function countEveryRequest(app: FastifyInstance): void {
  const limit = app.rateLimit()
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.rateLimit !== false) await limit.call(app, request, reply)
  })
}

/** One line per answered request. The address goes without its query, and without tokens: both may carry what a log must not. */
function noteRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
}

function describeRequest(request: FastifyRequest) {
  const path = request.url.split('?')[0]!.replace(/(by-token|invitation)\/[^/]+/, '$1/[hidden]')
  return { method: request.method, path, from: request.ip, user: request.signedIn?.user.id }
}

function endStreamsOnClose(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), closeGraceMs).unref()
  })
}

function securityHeaders(publicUrl: string) {
  const self = ["'self'"]
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: self,
        scriptSrc: self,
        // The component library computes sizes and colours into style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: self,
        formAction: self,
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl.startsWith('https://') ? { maxAge: 31_536_000 } : (false as const),
    xFrameOptions: { action: 'deny' as const },
    crossOriginEmbedderPolicy: false as const,
    referrerPolicy: { policy: 'same-origin' as const },
  }
}
