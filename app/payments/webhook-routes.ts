import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { ForgedEvent, UnreadableEvent } from '../stripe/events.ts'
import { type Endpoint, receiveEvent } from './receive-event.ts'

const bodyBytesMax = 512 * 1024
const signed = 'stripe-signature'

/**
 * Where Stripe tells us things. A 2xx means that the event is stored durably (P13), nothing more: a worker acts on it later.
 * Verified over the raw bytes; a forged, replayed or unsigned call is answered 400 and leaves no trace.
 */
export function webhookRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyBytesMax }, (_request, body, done) => done(null, body))
    app.addHook('onRequest', async ({ headers }) => {
      if (!headers[signed]) throw new Problem('unsigned-webhook')
    })
    const endpoints: [string, Endpoint][] = [
      ['/webhooks/stripe', 'platform'],
      ['/webhooks/stripe/connect', 'connect'],
    ]
    for (const [path, endpoint] of endpoints) {
      app.post(path, { schema: { hide: true }, config: { rateLimit: false } }, async (request, reply) => {
        const { body } = request
        if (!Buffer.isBuffer(body)) throw new Problem('unsigned-webhook')
        try {
          const hint = await deps.stripe.verifyEvent(endpoint, body, String(request.headers[signed]), deps.clock.now())
          await receiveEvent(deps, endpoint, hint)
        } catch (error) {
          if (error instanceof ForgedEvent) throw new Problem('forged-webhook')
          if (error instanceof UnreadableEvent) {
            // Stripe says something that Florin does not know: whoever runs it has to hear of it.
            request.log.error({ err: error }, 'a webhook is signed well, and is no event that Florin can read')
            throw new Problem('unreadable-webhook')
          }
          throw error
        }
        return reply.code(200).send({ received: true })
      })
    }
  }
}
