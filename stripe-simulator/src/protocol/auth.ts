import type { State } from '../state.ts'
import { StripeRefusal } from './errors.ts'

/** Who calls, and on whose account. */
export type Caller = {
  account: string
  isPlatform: boolean
  header: string | null
  /** Whether it came with a publishable key: a browser, which may do little. */
  isBrowser?: boolean
}

const mask = (key: string): string =>
  key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`

const unauthorized = (message: string): StripeRefusal => new StripeRefusal(401, { type: 'invalid_request_error', message }, true)

function keyFrom(authorization: string | undefined): string {
  const [scheme, content = ''] = (authorization ?? '').split(' ')
  if (scheme?.toLowerCase() === 'bearer') return content
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(content, 'base64').toString('utf8').split(':')[0] ?? ''
  return ''
}

/**
 * Tells the account a request works on: the key's own, or the connected one named by `Stripe-Account` or `Stripe-Context`.
 * @throws StripeRefusal 401 for a missing or unknown key, 403 `account_invalid` for an account this platform has no access to.
 */
export function authenticate(
  state: State,
  { secretKey, publishableKey }: { secretKey: string; publishableKey: string },
  headers: Record<string, string | string[] | undefined>,
): Caller {
  const key = keyFrom(typeof headers.authorization === 'string' ? headers.authorization : undefined)
  if (key === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  const isBrowser = key === publishableKey
  const isPlatform = key === secretKey || isBrowser
  const own = isPlatform ? state.records.platform.account : state.records.accountKeys[key]
  if (own === undefined) throw unauthorized(`Invalid API Key provided: ${mask(key)}`)
  const named = headers['stripe-account'] ?? headers['stripe-context']
  if (typeof named !== 'string' || named === '') return { account: own, isPlatform, header: null, isBrowser }
  const isConnected = isPlatform && state.records.connections[named] !== undefined
  if (!isConnected && named !== own) {
    const message = `The provided key '${mask(key)}' does not have access to account '${named.slice(0, 60)}' (or that account does not exist). Application access may have been revoked.`
    throw new StripeRefusal(403, { type: 'invalid_request_error', code: 'account_invalid', message }, true)
  }
  return { account: named, isPlatform, header: named, isBrowser }
}
