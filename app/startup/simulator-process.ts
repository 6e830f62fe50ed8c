import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StripeConfig } from '../config.ts'

export type RunningSimulator = { config: StripeConfig; url: string; stop(): Promise<void> }

type Keys = Pick<StripeConfig, 'secretKey' | 'publishableKey' | 'webhookSecret' | 'connectWebhookSecret'> & { clientId: string }

const startTimeoutMs = 15_000

/**
 * Starts the Stripe simulator as a process of its own, as Stripe is one: Florin reaches it by HTTP alone. Its state is kept
 * in the data folder, so that a second start finds accounts and payments again.
 *
 * @param florin where its webhooks go. @throws when it does not come up, with what it said.
 */
export async function startSimulatorProcess(
  dataDir: string,
  port: number,
  florin: string,
  log: boolean,
): Promise<RunningSimulator> {
  const keys = await simulatorKeys(join(dataDir, 'simulator-keys.json'))
  const bin = join(import.meta.dirname, '../../stripe-simulator/bin.ts')
  const settings = {
    port,
    platformSecretKey: keys.secretKey,
    publishableKey: keys.publishableKey,
    clientId: keys.clientId,
    snapshotFile: join(dataDir, 'simulator.json'),
    webhookEndpoints: [
      { url: `${florin}/webhooks/stripe`, secret: keys.webhookSecret, connect: false },
      { url: `${florin}/webhooks/stripe/connect`, secret: keys.connectWebhookSecret, connect: true },
    ],
  }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bin, '--settings', '-'], {
    stdio: ['pipe', 'pipe', log ? 'inherit' : 'pipe'],
    detached: true,
  })
  // By standard input: keys do not belong on a command line that every user of the machine can read.
  child.stdin.end(JSON.stringify(settings))
  const url = await new Promise<string>((done, fail) => {
    let said = ''
    const timer = setTimeout(() => fail(new Error(`The Stripe simulator did not start in time:\n${said}`)), startTimeoutMs)
    const hear = (chunk: Buffer) => {
      said += chunk
      const address = /listening on (http:\/\/\S+)/i.exec(said)
      if (address) {
        clearTimeout(timer)
        done(address[1]!)
      }
    }
    child.stdout.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => fail(new Error(`The Stripe simulator ended at its start (${code}):\n${said}`)))
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  return {
    url,
    config: { mode: 'simulator', ...keys, apiBase: url },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function simulatorKeys(file: string): Promise<Keys> {
  const kept = await readFile(file, 'utf8').catch(() => null)
  if (kept) return JSON.parse(kept) as Keys
  const random = () => randomBytes(16).toString('hex')
  const keys = {
    secretKey: `sk_test_simulator${random()}`,
    publishableKey: `pk_test_simulator${random()}`,
    webhookSecret: `whsec_${random()}`,
    connectWebhookSecret: `whsec_${random()}`,
    clientId: `ca_simulator${random()}`,
  }
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
  return keys
}
