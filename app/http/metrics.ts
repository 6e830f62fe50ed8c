import type { FastifyPluginAsync } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Deps } from '../deps.ts'

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** GET /metrics for Prometheus: the process, the requests by route, and how deep and how old the queues are. */
export function metrics(deps: Pick<Deps, 'db'>): FastifyPluginAsync {
  return fastifyPlugin(async (app) => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    const requests = new Histogram({
      name: 'florin_http_request_seconds',
      help: 'How long requests took, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: secondsBuckets,
      registers: [registry],
    })
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    })
    queueGauges(deps, registry)
    const quiet = { schema: { hide: true }, config: { rateLimit: false as const }, logLevel: 'warn' as const }
    app.get('/metrics', quiet, async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
    app.addHook('onClose', async () => registry.clear())
  })
}

function queueGauges({ db }: Pick<Deps, 'db'>, registry: Registry): void {
  const labelNames = ['queue', 'state'] as const
  const age = new Gauge({
    name: 'florin_queue_oldest_seconds',
    help: 'How long the oldest waiting row has waited.',
    labelNames: ['queue'],
    registers: [registry],
  })
  new Gauge({
    name: 'florin_queue_rows',
    help: 'Rows of a queue that are waiting, or were given up and need a person.',
    labelNames,
    registers: [registry],
    async collect() {
      const { rows } = await db.withPlatform((tx) =>
        sql<{ queue: string; state: string; rows: number; age: number }>`
          SELECT 'inbox' AS queue, state, count(*) AS rows, extract(epoch FROM clock_timestamp() - min(received_at))::float8 AS age
            FROM inbox WHERE state IN ('waiting', 'given_up', 'unknown_account') GROUP BY state
          UNION ALL
          SELECT 'outbox', state, count(*), extract(epoch FROM clock_timestamp() - min(created_at))::float8
            FROM outbox WHERE state IN ('waiting', 'given_up') GROUP BY state`.execute(tx),
      )
      this.reset()
      for (const queue of ['inbox', 'outbox']) {
        const waiting = rows.find((row) => row.queue === queue && row.state === 'waiting')
        age.set({ queue }, waiting?.age ?? 0)
        this.set({ queue, state: 'waiting' }, waiting?.rows ?? 0)
      }
      for (const row of rows) this.set({ queue: row.queue, state: row.state }, row.rows)
    },
  })
}
