#!/usr/bin/env node
import module from 'node:module'
import { parseArgs } from 'node:util'

// Before the rest is loaded: from the second start on, nothing has to be compiled again (Node.js 20 cannot do that yet).
module.enableCompileCache?.()

const help = `stripe-simulator: an offline Stripe; no money moves

  --port N, --host ADDRESS                       where to listen (12111 on 127.0.0.1; port 0 takes a free one)
  --key sk_test_…                                the platform's secret key in test mode
  --live-key sk_live_…simulator…                 the one in live mode; a real live key is refused
  --version DATE                                 the API version for callers that name none
  --snapshot FILE                                keep everything in a file
  --frozen                                       time stands still until it is advanced
  --payouts daily                                pay new accounts out every day (manual unless told)
  --platform-webhook URL --platform-secret S     where events of the platform's own account go
  --connect-webhook URL --connect-secret S       where events of connected accounts go
  --live-platform-webhook URL --live-platform-secret S, --live-connect-webhook URL --live-connect-secret S
                                                 the same for the events of live mode
  --rate-limit N                                 so many reads and writes a second and account
  --control-port N                               a second port for the control calls alone
  --quiet                                        do not print a line per request`

/** Ends with what was wrong and how it is used. */
function misused(error: unknown): never {
  console.error(`${error instanceof Error ? error.message : error}\n\n${help}`)
  process.exit(2)
}

const options = {
  help: { type: 'boolean', default: false },
  port: { type: 'string', default: '12111' },
  host: { type: 'string', default: '127.0.0.1' },
  key: { type: 'string' },
  'live-key': { type: 'string' },
  version: { type: 'string' },
  'control-port': { type: 'string' },
  'rate-limit': { type: 'string' },
  snapshot: { type: 'string' },
  payouts: { type: 'string', default: 'manual' },
  frozen: { type: 'boolean', default: false },
  'platform-webhook': { type: 'string' },
  'platform-secret': { type: 'string' },
  'connect-webhook': { type: 'string' },
  'connect-secret': { type: 'string' },
  'live-platform-webhook': { type: 'string' },
  'live-platform-secret': { type: 'string' },
  'live-connect-webhook': { type: 'string' },
  'live-connect-secret': { type: 'string' },
  quiet: { type: 'boolean', default: false },
} as const

function readOptions() {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return misused(error)
  }
}

const values = readOptions()
if (values.help) {
  console.log(help)
  process.exit(0)
}

const endpoint = (name: 'platform' | 'connect' | 'live-platform' | 'live-connect') => {
  const [url, secret] = [values[`${name}-webhook`], values[`${name}-secret`]]
  if (url === undefined) return []
  if (!secret) return misused(`--${name}-secret is needed with its webhook address`)
  return [{ url, secret, connect: name.endsWith('connect'), livemode: name.startsWith('live') }]
}

if (values.payouts !== 'daily' && values.payouts !== 'manual') misused('--payouts has to be daily or manual')
const { startSimulator } = await import('./src/index.ts')
const simulator = await startSimulator({
  port: Number(values.port),
  host: values.host,
  log: !values.quiet,
  ...(values.key ? { platformSecretKey: values.key } : {}),
  ...(values['live-key'] ? { liveSecretKey: values['live-key'] } : {}),
  ...(values.version ? { defaultVersion: values.version } : {}),
  ...(values['control-port'] ? { controlPort: Number(values['control-port']) } : {}),
  ...(values['rate-limit'] ? { rateLimit: { reads: Number(values['rate-limit']), writes: Number(values['rate-limit']) } } : {}),
  payoutSchedule: values.payouts,
  frozen: values.frozen,
  ...(values.snapshot ? { snapshotFile: values.snapshot } : {}),
  webhookEndpoints: [...endpoint('platform'), ...endpoint('connect'), ...endpoint('live-platform'), ...endpoint('live-connect')],
}).catch((error: Error) => {
  console.error(`The simulator did not start: ${error.message}`)
  process.exit(1)
})

console.log(`Simulated Stripe on ${simulator.url} — no money moves`)
if (simulator.controlUrl) console.log(`Control calls on ${simulator.controlUrl}`)
console.log(`Secret key ${simulator.secretKey}, application ${simulator.clientId}`)
console.log(`In live mode ${simulator.live.secretKey}, application ${simulator.live.clientId}`)

const stopMsMax = 5_000
let isStopping = false
/** In order and once, however often it is asked for; what does not end in time is cut off. */
const stop = (): void => {
  if (isStopping) return
  isStopping = true
  setTimeout(() => process.exit(1), stopMsMax).unref()
  void simulator.close().then(() => process.exit(0))
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
// Started by another program over a channel: its end is ours too.
process.once('disconnect', stop)
