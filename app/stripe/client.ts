import Stripe from 'stripe'
import type { StripeConfig } from '../config.ts'

/** A request to Stripe that has not answered by then counts as lost; the SDK then repeats it with the same idempotency key. */
const requestTimeoutMs = 10_000
const retriesMax = 2

/** Stripe's own SDK at the API version it pins. With `apiBase` it talks to a simulator and nowhere else. */
export function createStripeClient(config: StripeConfig): Stripe {
  const elsewhere = config.apiBase === null ? {} : addressOf(config.apiBase)
  return new Stripe(config.secretKey, {
    maxNetworkRetries: retriesMax,
    timeout: requestTimeoutMs,
    telemetry: false,
    appInfo: { name: 'Florin' },
    ...elsewhere,
  })
}

function addressOf(base: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const url = new URL(base)
  const protocol = url.protocol === 'https:' ? 'https' : 'http'
  return { host: url.hostname, port: url.port || (protocol === 'https' ? '443' : '80'), protocol }
}
