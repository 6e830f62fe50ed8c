import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'

/** For whoever watches over the process: is it alive, may it be sent requests. */
export function healthRoutes(deps: Pick<Deps, 'db'>): FastifyPluginAsync {
  return async (app) => {
    const quiet = { schema: { hide: true }, config: { rateLimit: false as const }, logLevel: 'warn' as const }
    app.get('/healthz', quiet, async () => ({ status: 'ok' }))
    // Anybody may ask, and as often as they like: who asks meanwhile waits for the same answer.
    let looking: Promise<string[]> | null = null
    const look = () => {
      looking ??= missingMigrations(deps).finally(() => {
        looking = null
      })
      return looking
    }
    app.get('/readyz', quiet, async (request, reply) => {
      const missing = await look().catch((error) => {
        request.log.warn({ err: error }, 'the database does not answer')
        return null
      })
      if (missing === null) return reply.code(503).send({ status: 'the database does not answer' })
      if (missing.length > 0) return reply.code(503).send({ status: `migrations have not run: ${missing.join(', ')}` })
      return { status: 'ready' }
    })
  }
}

async function missingMigrations({ db }: Pick<Deps, 'db'>): Promise<string[]> {
  const files = await readdir(join(import.meta.dirname, '../db/migrations'))
  const known = files.filter((name) => name.endsWith('.sql')).map((name) => name.replace(/\.sql$/, ''))
  const { rows } = await db.withPlatform((tx) => sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(tx))
  const ran = new Set(rows.map((row) => row.name))
  return known.filter((name) => !ran.has(name)).sort()
}
