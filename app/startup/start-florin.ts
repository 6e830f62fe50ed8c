import { join } from 'node:path'
import { type Config, ConfigError, readConfig, type StripeConfig } from '../config.ts'
import { type EmbeddedServer, startEmbeddedServer } from '../db/embedded-server.ts'
import { migrate } from '../db/migrate.ts'
import { demoLogins } from '../demo/demo-logins.ts'
import { seedDemo } from '../demo/seed-demo.ts'
import type { Deps } from '../deps.ts'
import { allRoutes } from '../http/routes.ts'
import { buildServer } from '../http/server.ts'
import { readOrCreateSecrets } from '../identity/secret.ts'
import { startWorker } from '../worker/run-worker.ts'
import { buildWeb } from './build-web.ts'
import { freePortFrom, isFree } from './free-port.ts'
import { holdFolder } from './hold-folder.ts'
import { openDeps } from './open-deps.ts'
import { startSimulatorProcess } from './simulator-process.ts'
import { tellAddresses } from './tell-addresses.ts'

/** What this process runs. `prepare`: migrates, builds the pages and seeds the demo first (one process does it all). */
export type Parts = { http: boolean; worker: boolean; prepare: boolean }

/** Undone in the reverse order of doing, however far the start came. */
type Undo = (() => Promise<unknown>)[]

/**
 * Starts Florin and returns once it serves. Ctrl-C or SIGTERM ends it in order, also in the middle of its start.
 * @throws with words for whoever started it.
 */
export async function startFlorin(parts: Parts): Promise<void> {
  const undo: Undo = []
  const interrupted = new AbortController()
  const starting = bringUp(parts, undo, interrupted.signal)
  const running = starting.then(
    () => true,
    () => false,
  )
  const stop = stopper(undo)
  const end = async () => {
    interrupted.abort()
    // What is being started just now cannot be undone before it is there.
    await running
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())
  try {
    await starting
  } catch (error) {
    await stop()
    if (!interrupted.signal.aborted) throw error
  }
}

/** Does one thing after the other, and looks between them whether anybody still wants it. */
async function bringUp(parts: Parts, undo: Undo, signal: AbortSignal): Promise<void> {
  const config = await withFreePort(readConfig(process.env))
  if (!parts.prepare && (!config.databaseUrl || !config.stripe)) {
    throw new ConfigError('Running Florin in parts needs DATABASE_URL and the STRIPE_ variables: the parts meet there.')
  }
  const building = parts.prepare && process.env.FLORIN_DEV === undefined ? buildWeb(signal) : Promise.resolve()
  building.catch(() => {}) // awaited below; a failure meanwhile must not end the process without its message
  const { databaseUrl, stripe } = await prepareSurroundings(config, parts, undo, signal)
  const secrets = await readOrCreateSecrets(config)
  const { deps, close } = await openDeps(config, { stripe, databaseUrl, secrets })
  undo.push(close)
  // Each company of the demo comes whole or not at all, so it may be left in the middle.
  if (parts.prepare && deps.config.demo) await unless(signal, seedDemo(deps))
  await building
  signal.throwIfAborted()
  if (parts.worker) {
    const worker = await startWorker(deps, databaseUrl)
    undo.push(() => worker.stop())
  }
  if (parts.http) await serve(deps, undo)
  signal.throwIfAborted()
  await tellAddresses(deps, parts, parts.prepare && deps.config.demo ? await demoLogins(deps) : [])
}

/** Waits for the work, but no longer than until the signal comes; then throws its reason, and the work's end is nobody's matter. */
function unless(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const aborted = new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }))
  return Promise.race([work, aborted])
}

async function prepareSurroundings(
  config: Config,
  parts: Parts,
  undo: Undo,
  signal: AbortSignal,
): Promise<{ databaseUrl: string; stripe: StripeConfig }> {
  const needsFolder = !config.databaseUrl || !config.stripe
  if (needsFolder) undo.push(await holdFolder(config.dataDir))
  let databaseUrl = config.databaseUrl
  if (!databaseUrl) {
    const server: EmbeddedServer = await startEmbeddedServer(join(config.dataDir, 'postgresql'))
    undo.push(() => server.stop())
    signal.throwIfAborted()
    await migrate(server.migrationUrl, server.servingLogin)
    databaseUrl = server.url
  } else if (parts.prepare) {
    const login = config.databaseMigrationUrl ? new URL(databaseUrl).username : undefined
    await migrate(config.databaseMigrationUrl ?? databaseUrl, login)
  }
  signal.throwIfAborted()
  if (config.stripe) return { databaseUrl, stripe: config.stripe }
  const port = await freePortFrom(config.port + 1, config.host)
  const simulator = await startSimulatorProcess(config.dataDir, port, `http://127.0.0.1:${config.port}`)
  undo.push(() => simulator.stop())
  signal.throwIfAborted()
  return { databaseUrl, stripe: simulator.config }
}

async function serve(deps: Deps, undo: Undo): Promise<void> {
  const server = await buildServer(deps, allRoutes(deps))
  undo.push(() => server.close())
  await server.listen({ port: deps.config.port, host: deps.config.host })
}

/** A port that was asked for must be free; without one the next free from 3000 on is taken. */
async function withFreePort(config: Config): Promise<Config> {
  if (process.env.PORT) {
    if (config.port === 0 || (await isFree(config.port, config.host))) return config
    throw new ConfigError(`Port ${config.port} is taken by another program. Set PORT to a free one, or stop that program.`)
  }
  const port = await freePortFrom(config.port, config.host)
  return { ...config, port, publicUrl: process.env.PUBLIC_URL ? config.publicUrl : `http://localhost:${port}` }
}

function stopper(undo: Undo): () => Promise<void> {
  let stopping: Promise<void> | null = null
  const run = async () => {
    for (const step of undo.reverse()) await step().catch((error) => console.error(`While stopping: ${(error as Error).message}`))
  }
  return () => {
    stopping ??= run()
    return stopping
  }
}
