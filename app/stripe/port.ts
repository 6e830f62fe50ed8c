import type { StripeConfig } from '../config.ts'
import * as accounts from './accounts.ts'
import * as charges from './charges.ts'
import * as checkout from './checkout.ts'
import { createStripeClient } from './client.ts'
import * as disputes from './disputes.ts'
import * as events from './events.ts'

/** The whole of Stripe that Florin uses. Business folders get this and never the SDK. */
export type StripePort = ReturnType<typeof openStripe>

/** Binds the calls to one configuration: one key, one mode, one address. */
export function openStripe(config: StripeConfig) {
  const stripe = createStripeClient(config)
  type Rest<F> = F extends (client: typeof stripe, ...rest: infer R) => infer T ? (...rest: R) => T : never
  const bind = <F extends (client: typeof stripe, ...rest: never[]) => unknown>(call: F) =>
    ((...rest: never[]) => call(stripe, ...rest)) as Rest<F>
  return {
    mode: config.mode,
    livemode: config.mode === 'live',
    canLinkExisting: config.clientId !== null,
    createAccount: bind(accounts.createAccount),
    readAccount: bind(accounts.readAccount),
    createOnboardingLink: bind(accounts.createOnboardingLink),
    existingAccountUrl: (back: { state: string; redirectUri: string }) => accounts.existingAccountUrl(stripe, config, back),
    redeemOAuthCode: bind(accounts.redeemOAuthCode),
    deauthorizeAccount: (stripeAccount: string) => accounts.deauthorizeAccount(stripe, config, stripeAccount),
    createCheckout: bind(checkout.createCheckout),
    readCheckout: bind(checkout.readCheckout),
    findCheckoutOfIntent: bind(checkout.findCheckoutOfIntent),
    findCheckoutByReference: bind(checkout.findCheckoutByReference),
    expireCheckout: bind(checkout.expireCheckout),
    readCharge: bind(charges.readCharge),
    readChargeOfIntent: bind(charges.readChargeOfIntent),
    readChargeOf: bind(charges.readChargeOf),
    listDisputes: bind(disputes.listDisputes),
    listChargesOnBalance: bind(charges.listChargesOnBalance),
    readApplicationFee: bind(charges.readApplicationFee),
    readBalance: bind(charges.readBalance),
    listEvents: bind(events.listEvents),
    verifyEvent: (endpoint: 'platform' | 'connect', raw: Buffer, signature: string, at: Date) =>
      events.verifyEvent(raw, signature, endpoint === 'platform' ? config.webhookSecret : config.connectWebhookSecret, at),
    /** The account's page in Stripe's own dashboard, for people; null with a simulator that has none. */
    dashboardUrl: (stripeAccount: string, path: string) =>
      config.apiBase === null
        ? `https://dashboard.stripe.com/${stripeAccount}/${config.mode === 'test' ? 'test/' : ''}${path}`
        : null,
  }
}
