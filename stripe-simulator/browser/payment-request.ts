// Part of the stand-in for Stripe.js that runs in the seller's page: the wallets of the browser, of which there is none.
import type { PaymentRequest } from '@stripe/stripe-js'

/** `paymentRequest`: it can never be paid with, as in a browser without wallets. */
export function paymentRequest(): Record<keyof PaymentRequest, unknown> {
  const request = {
    canMakePayment: async () => null,
    on: () => request,
    off: () => request,
    once: () => request,
    show: () => {},
    abort: () => {},
    update: () => {},
    isShowing: () => false,
  }
  return request
}
