import type { FastifyInstance, RouteOptions } from 'fastify'
import { z } from 'zod'
import { requireSignedIn } from '../identity/require-permission.ts'
import { Problem } from '../problem.ts'

/** Operations that need no session, by their tags. */
const openTags = new Set(['Signing in', 'Development'])
export function isOpen({ tags }: { tags?: readonly string[] | undefined }): boolean {
  return tags?.some((tag) => openTags.has(tag)) ?? false
}

/** What somebody unknown may send: an e-mail, a password, a token. */
const openBodyBytesMax = 8 * 1024
/** What a person at work may send; the longest forms are a few thousand letters. */
const bodyBytesMax = 64 * 1024

/** Where nothing is taken, an empty object is nothing too: many programs send one with every POST. */
const noBody = strict(z.object({}).nullish())

/**
 * Nothing that is sent to the API is silently ignored (P18), and nobody unknown makes it work (P15): every object that a route
 * takes refuses what it does not know, a route without a body or a query takes none, and a body is read only once its sender
 * is known. It is done here for every route, so that none can forget.
 */
export function strictInput(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) return
    const schema = { ...route.schema }
    schema.querystring = strict((schema.querystring as z.ZodType | undefined) ?? z.object({}))
    if (hasBody(route)) schema.body = schema.body ? strict(schema.body as z.ZodType) : noBody
    route.schema = schema
    route.bodyLimit ??= isOpen(schema) ? openBodyBytesMax : bodyBytesMax
  })
}

/** Reading takes nothing but a query: what else is sent with it would be ignored. */
export function readsTakeNoBody(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers, routeOptions }) => {
    if (method !== 'GET' && method !== 'HEAD') return
    const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
    if (routeOptions.url?.startsWith('/api/') && !isEmpty) throw new Problem('body-not-taken')
  })
}

/** For after who is asking is known: nobody unknown gets any further on a route that needs a sign-in, whatever they send. */
export function strangersSendNothing(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { url, schema } = request.routeOptions
    if (url?.startsWith('/api/') && !isOpen(schema ?? {})) requireSignedIn(request)
  })
}

/** What a route's documentation shows: that nothing is taken needs no word. */
export function documented<S extends object>(schema: S): S {
  const { body, ...rest } = schema as S & { body?: unknown }
  return body === noBody ? (rest as S) : schema
}

function hasBody({ method }: RouteOptions): boolean {
  return [method].flat().some((each) => each === 'POST' || each === 'PUT' || each === 'PATCH' || each === 'DELETE')
}

/** The same schema, with every object in it refusing unknown members. @throws RangeError for a kind of schema that nobody looked at yet. */
export function strict(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }
  const again = (change: object) => z.core.clone(schema, { ...def, ...change } as never)
  switch (def.type) {
    case 'object':
      return again({
        shape: Object.fromEntries(Object.entries(def.shape).map(([name, member]) => [name, strict(member)])),
        catchall: z.never(),
      })
    case 'array':
      return again({ element: strict(def.element) })
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return again({ innerType: strict(def.innerType) })
    case 'union':
      return again({ options: def.options.map(strict) })
    case 'pipe':
      return again({ in: strict(def.in), out: strict(def.out) })
    case 'string':
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    case 'transform':
    case 'null':
      return schema
    default:
      throw new RangeError(`a route takes a ${def.type}, and nobody has said how it is kept strict`)
  }
}
