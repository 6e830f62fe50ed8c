// The stand-in for Stripe.js: what @stripe/stripe-js and @stripe/react-stripe-js find as window.Stripe.
import type { Stripe, StripeConstructorOptions } from '@stripe/stripe-js'
import { checkoutElements, checkoutForm } from './checkout.ts'
import { type CollectOptions, collectBankAccount } from './collect-bank-account.ts'
import { confirmIntent, confirmWith, type Kind, nextAction, type PaymentMethodType, retrieve } from './confirm.ts'
import { type Context, makeContext } from './context.ts'
import { createConfirmationToken, createPaymentMethod, verifyMicrodeposits } from './create.ts'
import { makeElements } from './elements.ts'
import { embeddedCheckout } from './embedded-checkout.ts'
import { integrationError } from './frame.ts'
import { tellingWhatIsAbsent } from './not-here.ts'
import { paymentRequest } from './payment-request.ts'

type Options<Method extends (context: Context, kind: Kind, options: never) => unknown> = Parameters<Method>[2]

/** The arguments after those that the stand-in itself gives. */
type ConfirmArguments = Parameters<typeof confirmWith> extends [unknown, unknown, ...infer Given] ? Given : never

/** Methods that the types of Stripe.js know, and two that its packages call besides. */
type Methods = Partial<Record<keyof Stripe | 'initEmbeddedCheckout' | '_registerWrapper', (...given: never[]) => unknown>>

function methodsOf(context: Context) {
  const confirms =
    (kind: Kind, type: PaymentMethodType) =>
    (...given: ConfirmArguments) =>
      confirmWith(context, { kind, type }, ...given)
  const embed = (options: Parameters<typeof embeddedCheckout>[1]) => embeddedCheckout(context, options)
  return {
    elements: (options?: Parameters<typeof makeElements>[1]) => makeElements(context, options),
    confirmPayment: (options: Options<typeof confirmIntent>) => confirmIntent(context, 'payment', options),
    confirmSetup: (options: Options<typeof confirmIntent>) => confirmIntent(context, 'setup', options),
    confirmCardPayment: confirms('payment', 'card'),
    confirmCardSetup: confirms('setup', 'card'),
    confirmUsBankAccountPayment: confirms('payment', 'us_bank_account'),
    confirmUsBankAccountSetup: confirms('setup', 'us_bank_account'),
    verifyMicrodepositsForPayment: (secret: string, data?: object) => verifyMicrodeposits(context, 'payment', secret, data),
    verifyMicrodepositsForSetup: (secret: string, data?: object) => verifyMicrodeposits(context, 'setup', secret, data),
    collectBankAccountForPayment: (options: CollectOptions) => collectBankAccount(context, 'payment', options),
    collectBankAccountForSetup: (options: CollectOptions) => collectBankAccount(context, 'setup', options),
    handleNextAction: (options: { clientSecret: string }) => nextAction(context, options),
    handleCardAction: (clientSecret: string) => nextAction(context, { clientSecret }),
    retrievePaymentIntent: (secret: string) => retrieve(context, 'payment', secret),
    retrieveSetupIntent: (secret: string) => retrieve(context, 'setup', secret),
    createPaymentMethod: (...given: Parameters<typeof createPaymentMethod> extends [unknown, ...infer Rest] ? Rest : never) =>
      createPaymentMethod(context, ...given),
    createConfirmationToken: (options: Parameters<typeof createConfirmationToken>[1]) =>
      createConfirmationToken(context, options),
    createEmbeddedCheckoutPage: embed,
    initEmbeddedCheckout: embed,
    initCheckoutElementsSdk: (options: Parameters<typeof checkoutElements>[1]) => checkoutElements(context, options),
    initCheckoutFormSdk: (options: Parameters<typeof checkoutForm>[1]) => checkoutForm(context, options),
    paymentRequest,
    registerAppInfo: () => {},
    _registerWrapper: () => {},
  } satisfies Methods
}

/** `Stripe(key, options)`. @throws IntegrationError for anything but a publishable key. */
function StandIn(key: unknown, options: StripeConstructorOptions = {}) {
  if (typeof key !== 'string' || !key.startsWith('pk_')) {
    throw integrationError(
      typeof key === 'string' && key.startsWith('sk_')
        ? 'You should not use your secret key with Stripe.js. Please pass a publishable key instead.'
        : 'Please call Stripe() with your publishable key. You used an empty string.',
    )
  }
  return tellingWhatIsAbsent(methodsOf(makeContext(key, options)))
}

StandIn.version = 'endive'
Object.assign(window, { Stripe: StandIn })
