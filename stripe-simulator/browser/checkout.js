// Part of the stand-in for Stripe.js that runs in the seller's page: Checkout inside it, as a whole page or piece by piece.
import { challenge } from './confirm.js'
import { makeElements } from './elements.js'
import { integrationError, makeEmitter, nodeOf, openPage } from './frame.js'

const idOfSession = (secret) => {
  const at = typeof secret === 'string' ? secret.indexOf('_secret_') : -1
  if (at < 0 || !secret.startsWith('cs_'))
    throw integrationError('Invalid value for clientSecret: value should be the client secret of a Checkout Session.')
  return secret.slice(0, at)
}

const read = (context, id, secret) =>
  context.api('GET', `/v1/payment_pages/${id}`, {
    client_secret: secret,
    expand: ['line_items', 'payment_intent', 'setup_intent'],
  })

const returnUrlOf = (session) => (session.return_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)

/** `createEmbeddedCheckoutPage`: the whole payment page in an iframe. */
export async function embeddedCheckout(context, { clientSecret, fetchClientSecret, onComplete }) {
  const secret = clientSecret ?? (await fetchClientSecret?.())
  const id = idOfSession(secret)
  const { error, object } = await read(context, id, secret)
  if (error) throw integrationError(error.message)
  if (object.ui_mode !== 'embedded_page')
    throw integrationError('This Checkout Session was not created with ui_mode: embedded_page.')
  let page = null
  let isDestroyed = false
  const finished = async () => {
    const { object: session } = await read(context, id, secret)
    if (session?.status !== 'complete') return
    if (session.redirect_on_completion === 'always') location.assign(returnUrlOf(session))
    else onComplete?.()
  }
  return {
    mount(place) {
      if (isDestroyed) throw integrationError('This Embedded Checkout has been destroyed.')
      page?.remove()
      page = openPage(nodeOf(place), `${object.livemode ? '/live' : ''}/stripe-js/c/pay/${id}`, {
        title: 'Embedded Checkout',
        onDone: () => void finished(),
      })
    },
    unmount() {
      page?.remove()
      page = null
    },
    destroy() {
      this.unmount()
      isDestroyed = true
    },
  }
}

/** A session in the words of Stripe.js. */
function sessionView(raw, typed) {
  const currency = raw.currency ?? 'usd'
  const shape = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const divisor = 10 ** shape.resolvedOptions().maximumFractionDigits
  const amount = (minor) => ({ minorUnitsAmount: minor, amount: shape.format(minor / divisor) })
  const none = amount(0)
  const total = amount(raw.amount_total ?? 0)
  const subtotal = amount(raw.amount_subtotal ?? 0)
  const email = typed.email ?? raw.customer_email ?? raw.customer_details?.email ?? null
  const failure = raw.payment_intent?.last_payment_error ?? raw.setup_intent?.last_setup_error
  const line = (one) => ({
    id: one.id,
    name: one.description,
    description: null,
    quantity: one.quantity,
    priceId: one.price?.id,
    unitAmount: amount(one.price?.unit_amount ?? 0),
    unitAmountDecimal: null,
    subtotal: amount(one.amount_subtotal),
    total: amount(one.amount_total),
    discount: none,
    taxExclusive: none,
    taxInclusive: none,
    discountAmounts: null,
    taxAmounts: null,
    recurring: null,
    adjustableQuantity: null,
    images: [],
    unitLabel: null,
    isRemovable: false,
    pricing: null,
    transformQuantity: null,
  })
  return {
    id: raw.id,
    livemode: raw.livemode,
    currency,
    currencyOptions: null,
    minorUnitsAmountDivisor: divisor,
    status: raw.status === 'complete' ? { type: 'complete', paymentStatus: raw.payment_status } : { type: raw.status },
    canConfirm: raw.status === 'open' && email !== null && typed.isComplete,
    email,
    phoneNumber: typed.phoneNumber ?? null,
    billingAddress: typed.billingAddress ?? null,
    shippingAddress: typed.shippingAddress ?? null,
    businessName: null,
    nameCollection: null,
    lastPaymentError: failure ? { message: failure.message } : null,
    lineItems: (raw.line_items?.data ?? []).map(line),
    optionalItems: null,
    savedPaymentMethods: null,
    shipping: null,
    shippingOptions: [],
    recurring: null,
    surcharge: null,
    discountAmounts: null,
    tax: { status: 'ready' },
    taxAmounts: null,
    taxIdInfo: null,
    total: {
      subtotal,
      total,
      discount: none,
      shippingRate: none,
      surcharge: none,
      taxExclusive: none,
      taxInclusive: none,
      appliedBalance: none,
      balanceAppliedToNextInvoice: false,
    },
  }
}

/** The kinds of elements that Checkout's pieces come in, by the name their methods have. */
const pieces = {
  PaymentElement: 'payment',
  BillingAddressElement: 'address',
  ShippingAddressElement: 'address',
  ExpressCheckoutElement: 'expressCheckout',
  CurrencySelectorElement: 'currencySelector',
  ContactDetailsElement: 'contactDetails',
  TaxIdElement: 'taxId',
  TermsElement: 'terms',
  LinkSignupElement: 'linkSignup',
}

/** The bank's question that a session waits for, if any. */
const nextStep = (session) => (session?.payment_intent ?? session?.setup_intent)?.next_action?.redirect_to_url?.url

/** Pays a session with what stands in its payment element, or with a saved payment method. */
async function pay(context, { id, secret, elements, typed, paymentMethod }) {
  const frame = elements.simulated.payingFrame()
  const details = { email: typed.email, ...(typed.phoneNumber ? { phone: typed.phoneNumber } : {}) }
  if (!paymentMethod && !frame) throw integrationError('A payment element has to be mounted before checkout.confirm() is called.')
  const made = paymentMethod
    ? { object: { id: paymentMethod } }
    : await frame.call('createPaymentMethod', { params: { billing_details: details } })
  if (made.error) return made
  const form = { client_secret: secret, payment_method: made.object.id }
  const paid = await context.api('POST', `/v1/payment_pages/${id}/confirm`, form)
  if (paid.error) return paid
  const url = nextStep((await read(context, id, secret)).object)
  if (url) await challenge(url)
  return read(context, id, secret)
}

/**
 * `initCheckoutElementsSdk`: a session whose pieces the seller arranges.
 *
 * @param {any} context
 * @param {import('@stripe/stripe-js').StripeCheckoutElementsSdkOptions} options
 */
export function checkoutElements(context, { clientSecret, elementsOptions, defaultValues = {} }) {
  const emitter = makeEmitter()
  /** @type {Record<string, any>} */
  const typed = { ...defaultValues, isComplete: false }
  let raw = null
  const elements = makeElements(context, { appearance: elementsOptions?.appearance, session: true })
  const secretReady = Promise.resolve(clientSecret)
  const refresh = async (known) => {
    const secret = await secretReady
    const answer = known ?? (await read(context, idOfSession(secret), secret))
    if (answer.object) raw = answer.object
    if (raw) emitter.emit('change', sessionView(raw, typed))
    return answer
  }
  const said = (error) => ({ type: 'error', error: { message: error.message, code: error.code ?? null } })
  const changed = (name) => async (value) => {
    typed[name] = value
    emitter.emit('change', sessionView(raw, typed))
    return { type: 'success', session: sessionView(raw, typed) }
  }
  const refused = (what) => async () => said({ message: `The simulator's Checkout has no ${what}.` })
  const actions = {
    getSession: () => sessionView(raw, typed),
    updateEmail: changed('email'),
    updatePhoneNumber: changed('phoneNumber'),
    updateBillingAddress: changed('billingAddress'),
    updateShippingAddress: changed('shippingAddress'),
    applyPromotionCode: refused('promotion codes'),
    removePromotionCode: refused('promotion codes'),
    updateLineItemQuantity: refused('changing quantities'),
    updateShippingOption: refused('shipping options'),
    updateTaxIdInfo: refused('tax ids'),
    async runServerUpdate(update) {
      await update()
      const { error } = await refresh()
      return error ? said(error) : { type: 'success', session: sessionView(raw, typed) }
    },
    /** @param {{ redirect?: string, returnUrl?: string, email?: string, paymentMethod?: string }} [given] */
    async confirm({ redirect = 'always', returnUrl, email, paymentMethod } = {}) {
      if (email) typed.email = email
      typed.email ??= sessionView(raw, typed).email
      if (!typed.email) return said({ message: 'An email is required to confirm the session.', code: 'missing_email' })
      const secret = await secretReady
      const answer = await refresh(await pay(context, { id: idOfSession(secret), secret, elements, typed, paymentMethod }))
      if (answer.error)
        return {
          type: 'error',
          error: {
            message: answer.error.message,
            code: 'paymentFailed',
            paymentFailed: { declineCode: answer.error.decline_code ?? null },
          },
        }
      if (raw.status !== 'complete')
        return said({ message: sessionView(raw, typed).lastPaymentError?.message ?? 'The payment did not go through.' })
      const onward = returnUrl ?? returnUrlOf(raw)
      if (redirect === 'always' && onward) location.assign(onward)
      return { type: 'success', session: sessionView(raw, typed) }
    },
  }
  const sdk = {
    on: emitter.on,
    changeAppearance: (appearance) => void elements.update({ appearance }),
    loadFonts: () => {},
    async loadActions() {
      const { error } = await refresh()
      return error ? said(error) : { type: 'success', actions }
    },
  }
  for (const [name, type] of Object.entries(pieces)) {
    let made = null
    sdk[`get${name}`] = () => made
    sdk[`create${name}`] = (options) => {
      made = elements.create(type, options)
      if (type !== 'payment' && type !== 'contactDetails') return made
      return made.on('change', (event) => {
        if (type === 'payment') typed.isComplete = event.complete
        else typed.email = event.value?.email || typed.email
        if (raw) emitter.emit('change', sessionView(raw, typed))
      })
    }
  }
  return sdk
}
