import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StripeConfig } from '../config.ts'

export type RunningSimulator = { config: StripeConfig; url: string; stop(): Promise<void> }

type Keys = Pick<StripeConfig, 'secretKey' | 'publishableKey' | 'webhookSecret' | 'connectWebhookSecret'>

const startTimeoutMs = 15_000
const stopTimeoutMs = 3_000

/**
 * Starts the Stripe simulator as a process of its own, as Stripe is one: Florin reaches it by HTTP alone. Its state is kept
 * in the data folder, so that a second start finds accounts and payments again. It ends when this process ends.
 *
 * @param florin where its webhooks go. @throws when it does not come up, with what it said.
 */
export async function startSimulatorProcess(dataDir: string, port: number, florin: string): Promise<RunningSimulator> {
  const keys = await simulatorKeys(join(dataDir, 'simulator-keys.json'))
  const bin = join(import.meta.dirname, '../../stripe-simulator/bin.ts')
  const flags = {
    port: String(port),
    key: keys.secretKey,
    snapshot: join(dataDir, 'simulator.json'),
    'platform-webhook': `${florin}/webhooks/stripe`,
    'platform-secret': keys.webhookSecret,
    'connect-webhook': `${florin}/webhooks/stripe/connect`,
    'connect-secret': keys.connectWebhookSecret,
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  // A session of its own: a signal to Florin's group must reach Florin alone, which ends the simulator in order. The channel ends
  // it should Florin be killed.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bin, '--quiet', ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const { url, clientId } = await untilListening(child)
  return {
    url,
    config: { mode: 'simulator', ...keys, clientId, apiBase: url },
    stop: async () => {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Waits for the line in which the simulator tells its address and its application. */
function untilListening(child: ChildProcess): Promise<{ url: string; clientId: string }> {
  return new Promise((done, fail) => {
    let said = ''
    const timer = setTimeout(() => fail(new Error(`The Stripe simulator did not start in time:\n${said}`)), startTimeoutMs)
    const hear = (chunk: Buffer) => {
      said += chunk
      const [, url] = /Simulated Stripe on (http:\/\/\S+)/.exec(said) ?? []
      const [, clientId] = /application (ca_\w+)/.exec(said) ?? []
      if (!url || !clientId) return
      clearTimeout(timer)
      done({ url, clientId })
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(new Error(`The Stripe simulator ended at its start (${code}):\n${said}`))
    })
  })
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
  }
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
  return keys
}
