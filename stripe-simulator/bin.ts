#!/usr/bin/env node
import module from 'node:module'
import { parseArgs } from 'node:util'

// Before the rest is loaded: from the second start on, nothing has to be compiled again (Node.js 20 cannot do that yet).
module.enableCompileCache?.()
const { startSimulator } = await import('./src/index.ts')

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '12111' },
    host: { type: 'string', default: '127.0.0.1' },
    key: { type: 'string' },
    version: { type: 'string' },
    'control-port': { type: 'string' },
    'rate-limit': { type: 'string' },
    snapshot: { type: 'string' },
    'platform-webhook': { type: 'string' },
    'platform-secret': { type: 'string' },
    'connect-webhook': { type: 'string' },
    'connect-secret': { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
})

const endpoint = (connect: boolean, url: string | undefined, secret: string | undefined) => {
  if (url === undefined) return []
  if (!secret) throw new Error(`${connect ? '--connect-secret' : '--platform-secret'} is needed with its webhook address`)
  return [{ url, secret, connect }]
}

const simulator = await startSimulator({
  port: Number(values.port),
  host: values.host,
  log: !values.quiet,
  ...(values.key ? { platformSecretKey: values.key } : {}),
  ...(values.version ? { defaultVersion: values.version } : {}),
  ...(values['control-port'] ? { controlPort: Number(values['control-port']) } : {}),
  ...(values['rate-limit'] ? { rateLimit: { reads: Number(values['rate-limit']), writes: Number(values['rate-limit']) } } : {}),
  ...(values.snapshot ? { snapshotFile: values.snapshot } : {}),
  webhookEndpoints: [
    ...endpoint(false, values['platform-webhook'], values['platform-secret']),
    ...endpoint(true, values['connect-webhook'], values['connect-secret']),
  ],
})

console.log(`Simulated Stripe on ${simulator.url} — no money moves`)
if (simulator.controlUrl) console.log(`Control calls on ${simulator.controlUrl}`)
console.log(`Secret key ${simulator.secretKey}, application ${simulator.clientId}`)

const stop = (): void => void simulator.close().then(() => process.exit(0))
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
// Started by another program over a channel: its end is ours too.
process.once('disconnect', stop)
