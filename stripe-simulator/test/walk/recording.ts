import Stripe from 'stripe'
import type { Simulator } from '../../src/index.ts'

/** One request and its answer, as they went over the wire. */
export type Exchange = {
  method: string
  /** The connected account it was about, if it named one. */
  account: string | null
  path: string
  query: string
  form: string
  status: number
  body: { [field: string]: unknown }
}

/** The official SDK, and by hand what it has no method for; everything sent and received is written down. */
export type Recorder = {
  stripe: Stripe
  exchanges: Exchange[]
  /** Sends a form to a route of which the SDK knows nothing. */
  send(method: 'GET' | 'POST', path: string, fields?: Record<string, string>, account?: string): Promise<Exchange>
}

/** Points the SDK at a simulator and records every exchange. */
export function record(simulator: Pick<Simulator, 'url' | 'secretKey' | 'host' | 'port'>): Recorder {
  const exchanges: Exchange[] = []
  const recording = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init)
    const { pathname, search } = new URL(String(input))
    exchanges.push({
      method: (init?.method ?? 'GET').toLowerCase(),
      account: new Headers(init?.headers).get('stripe-account'),
      path: pathname,
      query: search.slice(1),
      form: String(init?.body ?? ''),
      status: response.status,
      body: (await response.clone().json()) as Exchange['body'],
    })
    return response
  }
  const stripe = new Stripe(simulator.secretKey, {
    host: simulator.host,
    port: simulator.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    httpClient: Stripe.createFetchHttpClient(recording),
  })
  const send: Recorder['send'] = async (method, path, fields = {}, account) => {
    await recording(`${simulator.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${simulator.secretKey}`, ...(account ? { 'stripe-account': account } : {}) },
      ...(method === 'POST' ? { body: new URLSearchParams(fields) } : {}),
    })
    const made = exchanges.at(-1)
    if (!made) throw new Error('nothing was recorded')
    return made
  }
  return { stripe, exchanges, send }
}
