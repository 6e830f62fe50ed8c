import type { FastifyInstance } from 'fastify'
import { isFromThisMachine } from '../loopback.ts'
import { notFound } from '../problem.ts'

/**
 * Everything under /api/dev gives away what lets people in (log-ins, reset links), so it is there in a demo alone, and for
 * programs on this machine alone. To everybody else such a page does not exist.
 */
export function keepDemoHere(app: FastifyInstance, { demo }: { demo: boolean }): void {
  app.addHook('onRequest', async (request) => {
    // By the route that was found, not by the address as written: an encoded letter finds the same route.
    if (!request.routeOptions.url?.startsWith('/api/dev/')) return
    if (!demo || !isFromThisMachine(request.raw)) throw notFound('page')
  })
}
