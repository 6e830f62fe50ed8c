import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../app/config.ts'
import { startEmbeddedServer } from '../../app/db/embedded-server.ts'
import { migrate } from '../../app/db/migrate.ts'
import { seedDemo } from '../../app/demo/seed-demo.ts'
import { openDeps } from '../../app/startup/open-deps.ts'
import { type Child, freePort, startChild } from './child.ts'
import { inventKeys, type Shape, type Surroundings } from './florin.ts'

/**
 * Florin as a larger installation runs it: two application processes and a worker on one PostgreSQL reached by DATABASE_URL
 * with a single login, and Stripe (simulated) somewhere else.
 */
export async function startSeveralProcesses(): Promise<Shape> {
  const folder = await mkdtemp(join(tmpdir(), 'florin-story-'))
  const server = await startEmbeddedServer(folder)
  const [first, second, simulatorPort] = await Promise.all([freePort(), freePort(), freePort()])
  const surroundings: Surroundings = {
    addresses: [`http://127.0.0.1:${first}`, `http://127.0.0.1:${second}`],
    databaseUrl: server.migrationUrl,
    ownerUrl: server.migrationUrl,
    secret: randomBytes(24).toString('hex'),
    simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
    keys: inventKeys(),
  }
  const env = environment(surroundings)
  await migrate(server.migrationUrl)
  await fillWithDemo(env, surroundings)
  const serve = (port: number) =>
    startChild('app/main.ts', ['app'], { ...env, PORT: String(port), PUBLIC_URL: surroundings.addresses[0]! }, /Ctrl-C stops it/)
  const work = () =>
    startChild('app/main.ts', ['worker'], { ...env, PUBLIC_URL: surroundings.addresses[0]! }, /worker is running/)
  const simulator = await startSimulator(surroundings)
  const applications = await Promise.all([serve(first), serve(second)])
  let worker: Child = await work()
  return {
    name: 'two application processes and a worker on one server',
    surroundings: () => surroundings,
    killWorker: () => worker.kill(),
    startWorker: async () => {
      worker = await work()
    },
    close: async () => {
      for (const child of [worker, ...applications, simulator]) await child.stop()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function environment({ databaseUrl, secret, simulatorUrl, keys }: Surroundings): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    FLORIN_SECRET: secret,
    STRIPE_SECRET_KEY: keys.secretKey,
    STRIPE_PUBLISHABLE_KEY: keys.publishableKey,
    STRIPE_WEBHOOK_SECRET: keys.webhookSecret,
    STRIPE_CONNECT_WEBHOOK_SECRET: keys.connectWebhookSecret,
    STRIPE_API_BASE: simulatorUrl,
    LOG_LEVEL: 'warn',
  }
}

/** Deliveries of connected accounts go to one application process, those of the platform to the other. */
function startSimulator({ addresses, keys, simulatorUrl }: Surroundings): Promise<Child> {
  const flags = {
    port: new URL(simulatorUrl).port,
    key: keys.secretKey,
    'platform-webhook': `${addresses[1]}/webhooks/stripe`,
    'platform-secret': keys.webhookSecret,
    'connect-webhook': `${addresses[0]}/webhooks/stripe/connect`,
    'connect-secret': keys.connectWebhookSecret,
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  return startChild('stripe-simulator/bin.ts', ['--quiet', ...args], {}, /application ca_/)
}

async function fillWithDemo(env: Record<string, string>, { databaseUrl, secret }: Surroundings): Promise<void> {
  const config = readConfig(env)
  const { deps, close } = await openDeps(config, { stripe: config.stripe!, databaseUrl, secrets: { current: secret, old: [] } })
  await seedDemo(deps)
  await close()
}
