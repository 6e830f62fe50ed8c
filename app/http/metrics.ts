import type { FastifyPluginAsync } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Deps } from '../deps.ts'
import { isFromThisMachine } from '../loopback.ts'
import { Problem } from '../problem.ts'

/** More rows than that in one state are told as that many: a long queue must not be counted to its end every few seconds. */
const rowsCountedMax = 10_000
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * GET /metrics for Prometheus: the process, the requests by route, and how deep and how old the queues are. It answers programs
 * on this machine alone (an exporter beside Florin). Every label comes from a closed set, so that it cannot grow with what is asked.
 */
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
    app.get('/metrics', quiet, async (request, reply) => {
      if (!isFromThisMachine(request.raw)) throw new Problem('not-found')
      return reply.type(registry.contentType).send(await registry.metrics())
    })
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
          SELECT queue, state, count(*) AS rows, extract(epoch FROM clock_timestamp() - min(since))::float8 AS age FROM (
            (SELECT 'inbox' AS queue, state, received_at AS since FROM inbox WHERE state = 'waiting' ORDER BY due_at LIMIT ${rowsCountedMax})
            UNION ALL
            (SELECT 'inbox', state, received_at FROM inbox WHERE state IN ('given_up', 'unknown_account') LIMIT ${rowsCountedMax})
            UNION ALL
            (SELECT 'outbox', state, CASE WHEN kind LIKE 'order.%' THEN due_at ELSE created_at END FROM outbox
               WHERE state = 'waiting' AND (tries > 0 OR due_at <= clock_timestamp()) ORDER BY due_at LIMIT ${rowsCountedMax})
            UNION ALL
            (SELECT 'outbox', state, created_at FROM outbox WHERE state = 'given_up' LIMIT ${rowsCountedMax})) queued
          GROUP BY queue, state`.execute(tx),
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
