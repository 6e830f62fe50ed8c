import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../problem.ts'
import { sendProblem } from './problem-answers.ts'

/** Serves the built web pages: hashed files for a year, the page itself never from a cache, and the page for every address of its own. */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      index: 'index.html',
      cacheControl: false,
      setHeaders: (response, path) => {
        const hashed = path.includes(`${join(folder, 'assets')}/`)
        response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(api|webhooks|assets)\//.test(request.url)
    if (isPage && built) return reply.sendFile('index.html')
    return sendProblem(request, reply, new Problem('not-found'))
  })
}
