import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a browser send: every browser says where a changing request comes from, by
 * Sec-Fetch-Site or Origin. A caller that says neither is no browser, and has no cookie that somebody else could use.
 */
export function refuseCrossSite(app: FastifyInstance, publicUrl: string): void {
  const own = new URL(publicUrl).origin
  app.addHook('onRequest', async (request) => {
    if (safeMethods.has(request.method) || !isApi(request)) return
    if (!isOwn(request, own)) {
      throw new Problem('cross-site')
    }
  })
}

/** By the route that was found, not by the address as written: an encoded letter finds the same route. */
function isApi(request: FastifyRequest): boolean {
  return request.routeOptions.url?.startsWith('/api/') ?? false
}

function isOwn(request: FastifyRequest, own: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = request.headers
  if (origin === undefined || origin === own) return true
  return URL.canParse(origin) && new URL(origin).host === request.headers.host
}
