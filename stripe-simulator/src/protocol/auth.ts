import type { Mode } from '../simulator.ts'
import type { State } from '../state.ts'
import { StripeRefusal } from './errors.ts'

/** Who calls, and on whose account. */
export type Caller = {
  account: string
  isPlatform: boolean
  header: string | null
  /** Whether it came with a publishable key: a browser, which may do little. */
  isBrowser?: boolean
  /** Whose key it is: its account's default version counts. */
  keyOwner: string
  /** What a restricted key may do; every other key may do everything. */
  may?: KeyRights
  maskedKey: string
}

/** What a restricted key may reach: names as in the path (`charges`, `checkout`), each to read or to write as well. */
export type KeyRights = Record<string, 'read' | 'write'>

type Headers = Record<string, string | string[] | undefined>

const mask = (key: string): string =>
  key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`

const unauthorized = (message: string): StripeRefusal => new StripeRefusal(401, { type: 'invalid_request_error', message }, true)

/** The key that a request came with; empty without one. */
function keyFrom(headers: Headers): string {
  const authorization = typeof headers.authorization === 'string' ? headers.authorization : undefined
  const [scheme, content = ''] = (authorization ?? '').split(' ')
  if (scheme?.toLowerCase() === 'bearer') return content
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(content, 'base64').toString('utf8').split(':')[0] ?? ''
  return ''
}

type Keys = { secretKey: string; publishableKey: string; restrictedKeys: Record<string, KeyRights> }

const isLiveKey = (key: string): boolean => /^[a-z]k_live_/.test(key)

/** The mode that a request is made in: that of its key. */
export const modeAsked = (headers: Headers): Mode => (isLiveKey(keyFrom(headers)) ? 'live' : 'test')

const unknownKey = (key: string): string =>
  isLiveKey(key)
    ? `Invalid API Key provided: ${mask(key)}. This is a simulator: the live mode takes the keys that it made itself, and real live keys belong nowhere near it.`
    : `Invalid API Key provided: ${mask(key)}`

/** The account that a request names, by either of the two headers. */
function accountNamed(headers: Headers): string | null {
  const [account, context] = ['stripe-account', 'stripe-context'].map((name) => {
    const value = headers[name]
    return typeof value === 'string' && value !== '' ? value : null
  })
  if (account && context && account !== context) {
    const message = 'The Stripe-Account and Stripe-Context headers name different accounts. Please send only one of them.'
    throw new StripeRefusal(400, { type: 'invalid_request_error', message }, true)
  }
  return account ?? context ?? null
}

/** @throws StripeRefusal 403 when a restricted key may not do this. @param path of the request, such as `/v1/charges/ch_1`. */
export function assertMay({ may, maskedKey, account }: Caller, method: string, path: string): void {
  if (!may) return
  const resource = path.split('/')[2] ?? ''
  const right = Object.hasOwn(may, resource) ? may[resource] : undefined
  if (right === 'write' || (right === 'read' && method === 'GET')) return
  const needed = `rak_${resource.replace(/s$/, '')}_${method === 'GET' ? 'read' : 'write'}`
  const message = `The provided key '${maskedKey}' does not have the required permissions for this endpoint on account '${account}'. Having the '${needed}' permission would allow this request to continue.`
  throw new StripeRefusal(403, { type: 'invalid_request_error', message }, true)
}

/**
 * Tells the account a request works on: the key's own, or the connected one named by `Stripe-Account` or `Stripe-Context`.
 * @throws StripeRefusal 401 for a missing or unknown key, 400 for two accounts at once, 403 `account_invalid` for an account
 *   this platform has no access to.
 */
export function authenticate(state: State, { secretKey, publishableKey, restrictedKeys }: Keys, headers: Headers): Caller {
  const key = keyFrom(headers)
  if (key === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  const isBrowser = key.startsWith('pk_')
  const may = Object.hasOwn(restrictedKeys, key) ? restrictedKeys[key] : undefined
  const isPlatform = key === secretKey || key === publishableKey || may !== undefined
  const own = isPlatform ? state.records.platform.account : state.records.accountKeys[key]
  if (own === undefined) throw unauthorized(unknownKey(key))
  const caller = { isPlatform, isBrowser, keyOwner: own, maskedKey: mask(key), ...(may ? { may } : {}) }
  const named = accountNamed(headers)
  if (named === null) return { ...caller, account: own, header: null }
  const isConnected = isPlatform && state.records.connections[named] !== undefined
  if (!isConnected && named !== own) {
    const message = `The provided key '${mask(key)}' does not have access to account '${named.slice(0, 60)}' (or that account does not exist). Application access may have been revoked.`
    throw new StripeRefusal(403, { type: 'invalid_request_error', code: 'account_invalid', message }, true)
  }
  return { ...caller, account: named, header: named }
}
