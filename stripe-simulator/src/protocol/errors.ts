import type Stripe from 'stripe'
import type { Mode } from '../simulator.ts'

type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'

/** The inside of Stripe's error envelope. */
export type ErrorBody = {
  type: ErrorType
  message: string
  code?: string
  param?: string
  decline_code?: string
  advice_code?: string
  charge?: string
  doc_url?: string
  request_log_url?: string
  payment_intent?: Stripe.PaymentIntent
  payment_method?: Stripe.PaymentMethod
  setup_intent?: Stripe.SetupIntent
}

/** A refusal in Stripe's shape. `isFromChecking` tells that no work was begun, so that no idempotency key is used up. */
export class StripeRefusal extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly isFromChecking: boolean

  constructor(status: number, body: ErrorBody, isFromChecking = false) {
    super(body.message)
    this.status = status
    this.body = body.code ? { ...body, doc_url: `https://docs.stripe.com/error-codes/${body.code.replaceAll('_', '-')}` } : body
    this.isFromChecking = isFromChecking
  }
}

/** A parameter that cannot be right, whatever the state of the account. */
export const badParameter = (param: string, message: string, code?: string): StripeRefusal =>
  new StripeRefusal(400, { type: 'invalid_request_error', message, param, ...(code ? { code } : {}) }, true)

/** A request that the present state does not allow. */
export const refused = (
  message: string,
  more: { code?: string; param?: string; payment_intent?: Stripe.PaymentIntent; setup_intent?: Stripe.SetupIntent } = {},
): StripeRefusal => new StripeRefusal(400, { type: 'invalid_request_error', message, ...more })

const pathParams = new Set(['id', 'intent', 'session'])

/** The refusal of an object that is not there; it knows which one was meant. */
class MissingObject extends StripeRefusal {
  readonly id: string

  constructor(status: number, body: ErrorBody, id: string) {
    super(status, body)
    this.id = id
  }
}

/** An object that is not there, or not on this account: 404 when the path names it, 400 when a parameter does. */
export function missing(kind: string, id: string, param = 'id'): StripeRefusal {
  const body: ErrorBody = { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${kind}: '${id}'`, param }
  return new MissingObject(pathParams.has(param) ? 404 : 400, body, id)
}

/** The same refusal with a hint when the object exists in the other mode. @param isThere whether an id is known there. */
export function withHintOf(otherMode: Mode, error: unknown, isThere: (id: string) => boolean): unknown {
  if (!(error instanceof MissingObject) || !isThere(error.id)) return error
  const used = otherMode === 'live' ? 'test' : 'live'
  const message = `${error.message}; a similar object exists in ${otherMode} mode, but a ${used} mode key was used to make this request.`
  return new StripeRefusal(error.status, { ...error.body, message })
}

/** OAuth answers in its own error shape, not in Stripe's envelope. */
export class OAuthRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}
