import Stripe from 'stripe'

/** Stripe did not answer, or its answer leaves open whether the work was done. Ask again or look it up; never guess. */
export class StripeUnreachable extends Error {
  override name = 'StripeUnreachable'
  /** What Stripe answered, if anything. A 5xx is kept with the idempotency key and comes back for every repeat. */
  readonly status: number | null
  constructor(message: string, status: number | null = null, cause?: unknown) {
    super(message, { cause })
    this.status = status
  }
}

/** Stripe refused the request: nothing was done, and the same request will be refused again. */
export class StripeRefused extends Error {
  override name = 'StripeRefused'
  readonly code: string | null
  readonly status: number | null
  constructor(message: string, code: string | null, status: number | null, cause: unknown) {
    super(message, { cause })
    this.code = code
    this.status = status
  }
}

/** Runs one call of the SDK and sorts its failures into the two kinds that callers can act on. */
export async function calling<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    const status = error.statusCode ?? null
    // 409 (key in use, lock time-out) and 429 pass with time; 5xx and a lost connection may have done the work. 401, and a 403 that
    // is not about the account, are about this installation's key: they say nothing of what was asked for, and end when the key is mended.
    const aboutKey = status === 401 || (status === 403 && error.code !== 'account_invalid')
    const open = status === null || status >= 500 || status === 409 || status === 429 || aboutKey
    if (open) throw new StripeUnreachable(`Stripe did not answer (${error.type}${status ? `, ${status}` : ''})`, status, error)
    throw new StripeRefused(error.message, error.code ?? null, status, error)
  }
}

/** The SDK takes a 404 body without an `error` key for a success: an answer is only taken for what it says it is. */
export function expectObject<T extends { object: string }>(answer: T, kind: T['object']): T {
  if (answer?.object !== kind)
    throw new StripeUnreachable(`Stripe answered ${answer?.object ?? 'something else'} where ${kind} was asked for`)
  return answer
}
