// Part of the stand-in for Stripe.js that runs in the seller's page: whose key it is, and how the API is asked with it.
import type { StripeConstructorOptions, StripeError } from '@stripe/stripe-js'
import { type Frame, openFrame } from './frame.ts'

/** What the API answers: an object, or what went wrong as Stripe.js tells it. */
export type Answer<Thing> = { object: Thing; error?: undefined } | { object?: undefined; error: StripeError }

/** Parameters of a call, nested as they are written in JavaScript. */
export type Form = Record<string, unknown>

export type Context = {
  key: string
  account: string | null
  locale: string
  api<Thing>(method: 'GET' | 'POST', path: string, form: Form): Promise<Answer<Thing>>
}

/** What every part works with. Calls go through a hidden frame, as a page of another origin may not make them. */
export function makeContext(key: string, { stripeAccount, locale = 'auto' }: StripeConstructorOptions): Context {
  const account = stripeAccount ?? null
  let controller: Frame | undefined
  return {
    key,
    account,
    locale,
    api(method, path, form) {
      controller ??= openFrame(document.body ?? document.documentElement, '/stripe-js/controller', {
        title: 'Stripe simulator',
        isHidden: true,
        start: { type: 'controller', key, account },
      })
      return controller.call('api', { method, path, form })
    },
  }
}
