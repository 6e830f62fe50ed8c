// Runs in an iframe on the simulator's origin: the calls of the API that a publishable key may make.
import type { StripeError } from '@stripe/stripe-js'

/** A call as another part asks for it. */
export type Call = { method: 'GET' | 'POST'; path: string; form?: object }
export type Caller = { key: string; account: string | null }
export type Answered = { object: Record<string, unknown>; error?: undefined } | { object?: undefined; error: StripeError }

/** A form as Stripe's API takes it: nested names in brackets. */
function encode(form: object, prefix = ''): [string, string][] {
  return Object.entries(form).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (value === undefined || value === null) return []
    const key = prefix ? `${prefix}[${name}]` : name
    return typeof value === 'object' ? encode(value, key) : [[key, String(value)]]
  })
}

/** One call of the API with the publishable key. @returns the object, or the error as Stripe.js gives it. */
export async function callApi({ key, account }: Caller, { method, path, form = {} }: Call): Promise<Answered> {
  const body = new URLSearchParams(encode(form)).toString()
  const headers = { authorization: `Bearer ${key}`, ...(account ? { 'stripe-account': account } : {}) }
  const isRead = method === 'GET'
  try {
    const answer = await fetch(isRead ? `${path}?${body}` : path, {
      method,
      headers: isRead ? headers : { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      ...(isRead ? {} : { body }),
    })
    const object = await answer.json()
    return object.error ? { error: object.error } : { object }
  } catch {
    return { error: { type: 'api_connection_error', message: 'An error occurred while communicating with Stripe.' } }
  }
}
