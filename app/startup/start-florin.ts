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
import { unless } from '../unless.ts'
import { startWorker } from '../worker/run-worker.ts'
import { buildWeb } from './build-web.ts'
import { freePortFrom, isFree } from './free-port.ts'
import { holdFolder } from './hold-folder.ts'
import { openDeps } from './open-deps.ts'
import { startSimulatorProcess } from './simulator-process.ts'
import { type Begun, stopInOrder, whenAskedToStop } from './stop-in-order.ts'
import { tellAddresses } from './tell-addresses.ts'

/**
 * What this process runs. `prepare`: migrates, builds the pages and seeds the demo first (one process does it all).
 * `demo`: it is a demo unless the environment says otherwise.
 */
export type Parts = { http: boolean; worker: boolean; prepare: boolean; demo: boolean }

/**
 * Starts Florin and returns once it serves. Ctrl-C, SIGTERM or SIGHUP, any number of them, ends it in order, also in the middle
 * of its start; the bounds in stop-in-order.ts and of the programs around sum to less than ten seconds.
 * @throws with words for whoever started it.
 */
export async function startFlorin(parts: Parts): Promise<void> {
  const begun: Begun = { serving: [], programs: [], held: [] }
  const interrupted = new AbortController()
  let stopping: Promise<boolean> | null = null
  const stop = () => {
    stopping ??= stopInOrder(begun, starting)
    return stopping
  }
  whenAskedToStop(() => {
    interrupted.abort()
    void stop().then((inOrder) => process.exit(inOrder ? 0 : 1))
  })
  const starting = bringUp(parts, begun, interrupted.signal)
  try {
    await starting
  } catch (error) {
    await stop()
    if (!interrupted.signal.aborted) throw error
  }
}

/** Does one thing after the other, and looks between them whether anybody still wants it. */
async function bringUp(parts: Parts, begun: Begun, signal: AbortSignal): Promise<void> {
  const config = await withFreePort(readConfig(process.env, { demo: parts.demo }))
  if (!parts.prepare && (!config.databaseUrl || !config.stripe)) {
    throw new ConfigError('Running Florin in parts needs DATABASE_URL and the STRIPE_ variables: the parts meet there.')
  }
  if (!config.smtpUrl && !config.demo) {
    throw new ConfigError(
      'SMTP_URL is missing: outside the demo invitations, password resets and receipts need a mail server, like smtp://user:password@mail.example:587.',
    )
  }
  const building = parts.prepare && process.env.FLORIN_DEV === undefined ? buildWeb(signal) : Promise.resolve()
  building.catch(() => {}) // awaited below; a failure meanwhile must not end the process without its message
  const { databaseUrl, stripe } = await prepareSurroundings(config, parts, begun, signal)
  const secrets = await readOrCreateSecrets(config)
  const { deps, close } = await openDeps(config, { stripe, databaseUrl, secrets })
  begun.serving.push(close)
  // Each company of the demo comes whole or not at all, so it may be left in the middle.
  if (parts.prepare && deps.config.demo) await unless(signal, seedDemo(deps))
  await building
  signal.throwIfAborted()
  if (parts.worker) {
    const worker = await startWorker(deps, databaseUrl)
    begun.serving.push(() => worker.stop())
  }
  if (parts.http) await serve(deps, begun)
  signal.throwIfAborted()
  await tellAddresses(deps, parts, parts.prepare && deps.config.demo ? await demoLogins(deps) : [])
}

async function prepareSurroundings(
  config: Config,
  parts: Parts,
  begun: Begun,
  signal: AbortSignal,
): Promise<{ databaseUrl: string; stripe: StripeConfig }> {
  const needsFolder = !config.databaseUrl || !config.stripe
  if (needsFolder) begun.held.push(await holdFolder(config.dataDir))
  let databaseUrl = config.databaseUrl
  if (!databaseUrl) {
    const server: EmbeddedServer = await startEmbeddedServer(join(config.dataDir, 'postgresql'), undefined, signal)
    begun.programs.push(() => server.stop())
    signal.throwIfAborted()
    await unless(signal, migrate(server.migrationUrl, server.servingLogin))
    databaseUrl = server.url
  } else if (parts.prepare) {
    const login = config.databaseMigrationUrl ? new URL(databaseUrl).username : undefined
    await unless(signal, migrate(config.databaseMigrationUrl ?? databaseUrl, login))
  }
  signal.throwIfAborted()
  if (config.stripe) return { databaseUrl, stripe: config.stripe }
  const port = await freePortFrom(config.port + 1, '127.0.0.1')
  const simulator = await startSimulatorProcess(config.dataDir, port, `http://127.0.0.1:${config.port}`)
  begun.programs.push(() => simulator.stop())
  signal.throwIfAborted()
  return { databaseUrl, stripe: simulator.config }
}

async function serve(deps: Deps, begun: Begun): Promise<void> {
  const server = await buildServer(deps, allRoutes(deps))
  begun.serving.push(() => server.close())
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
