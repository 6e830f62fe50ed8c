// The stand-in for Stripe.js: what @stripe/stripe-js and @stripe/react-stripe-js find as window.Stripe.
import { checkoutElements, embeddedCheckout } from './checkout.js'
import { confirmIntent, confirmWith, nextAction, retrieve, secretOf } from './confirm.js'
import { makeElements } from './elements.js'
import { integrationError, openFrame } from './frame.js'

/** What every part works with: the key, the account, and a hidden frame through which calls go when there is no element. */
function makeContext(key, { stripeAccount = null, locale = 'auto' }) {
  let controller = null
  return {
    key,
    account: stripeAccount,
    locale,
    api(method, path, form) {
      controller ??= openFrame(document.body ?? document.documentElement, '/stripe-js/controller', {
        title: 'Stripe simulator',
        isHidden: true,
        start: { type: 'controller', key, account: stripeAccount },
      })
      return controller.call('api', { method, path, form })
    },
    /** What the buyer agrees to by paying from a bank account. */
    mandate: () => ({ customer_acceptance: { type: 'online', online: { infer_from_client: true } } }),
  }
}

/** `createPaymentMethod`, in its three shapes: from elements, from one element, from plain data. */
async function createPaymentMethod(context, given, details = {}) {
  const data = typeof given === 'string' ? { type: given, ...details } : given
  const { elements, element, params = {}, ...rest } = data
  const source = rest.card ?? rest.us_bank_account
  const frame = elements?.simulated.payingFrame() ?? element?.simulated.frame() ?? source?.simulated?.frame()
  const { error, object } = frame
    ? await frame.call('createPaymentMethod', {
        params: elements || element ? params : { billing_details: rest.billing_details, metadata: rest.metadata },
      })
    : await context.api('POST', '/v1/payment_methods', rest)
  return error ? { error } : { paymentMethod: object }
}

/** `createConfirmationToken`: what the buyer filled in, for the seller's server to confirm with. */
async function createConfirmationToken(context, elements, params = {}) {
  const frame = elements?.simulated.payingFrame()
  const { error, object } = frame
    ? await frame.call('createConfirmationToken', { params })
    : await context.api('POST', '/v1/confirmation_tokens', params)
  return error ? { error } : { confirmationToken: object }
}

async function verifyMicrodeposits(context, kind, clientSecret, data = {}) {
  const of = secretOf(kind, clientSecret)
  const { error, object } = await context.api('POST', `${of.path}/verify_microdeposits`, { client_secret: of.secret, ...data })
  return error ? { error } : { [of.name]: object }
}

const notHere = (what) => async () => ({
  error: { type: 'invalid_request_error', message: `The simulator's Stripe.js has no ${what}.` },
})

/** What Stripe.js has for other ways to pay and is not here says so when it is called, instead of not being a function. */
const absent = /^(collect|confirm|create|init|process|retrieve|verify)[A-Z]\w*$/
const tellingWhatIsAbsent = (methods) =>
  new Proxy(methods, {
    get: (known, name) => known[name] ?? (typeof name === 'string' && absent.test(name) ? notHere(`${name}()`) : undefined),
  })

function StandIn(key, options = {}) {
  if (typeof key !== 'string' || !key.startsWith('pk_')) {
    throw integrationError(
      key?.startsWith?.('sk_')
        ? 'You should not use your secret key with Stripe.js. Please pass a publishable key instead.'
        : 'Please call Stripe() with your publishable key. You used an empty string.',
    )
  }
  const context = makeContext(key, options)
  const card = (kind) => (secret, data, more) => confirmWith(context, kind, 'card', secret, data, more)
  const bank = (kind) => (secret, data, more) => confirmWith(context, kind, 'us_bank_account', secret, data, more)
  const embed = (embedded) => embeddedCheckout(context, embedded)
  /** @satisfies {Partial<Record<keyof import('@stripe/stripe-js').Stripe | 'initEmbeddedCheckout' | '_registerWrapper', Function>>} */
  const methods = {
    elements: (given) => makeElements(context, given),
    confirmPayment: (given) => confirmIntent(context, 'payment', given),
    confirmSetup: (given) => confirmIntent(context, 'setup', given),
    confirmCardPayment: card('payment'),
    confirmCardSetup: card('setup'),
    confirmUsBankAccountPayment: bank('payment'),
    confirmUsBankAccountSetup: bank('setup'),
    verifyMicrodepositsForPayment: (secret, data) => verifyMicrodeposits(context, 'payment', secret, data),
    verifyMicrodepositsForSetup: (secret, data) => verifyMicrodeposits(context, 'setup', secret, data),
    handleNextAction: (given) => nextAction(context, given),
    handleCardAction: (clientSecret) => nextAction(context, { clientSecret }),
    retrievePaymentIntent: (secret) => retrieve(context, 'payment', secret),
    retrieveSetupIntent: (secret) => retrieve(context, 'setup', secret),
    createPaymentMethod: (given, details) => createPaymentMethod(context, given, details),
    createEmbeddedCheckoutPage: embed,
    initEmbeddedCheckout: embed,
    initCheckoutElementsSdk: (given) => checkoutElements(context, given),
    createToken: notHere('tokens; use payment methods'),
    createConfirmationToken: ({ elements, params }) => createConfirmationToken(context, elements, params),
    paymentRequest: () => ({
      canMakePayment: async () => null,
      on() {},
      off() {},
      once() {},
      show() {},
      abort() {},
      update() {},
      isShowing: () => false,
    }),
    registerAppInfo: () => {},
    _registerWrapper: () => {},
  }
  return tellingWhatIsAbsent(methods)
}

StandIn.version = 'endive'
Object.assign(window, { Stripe: StandIn })
