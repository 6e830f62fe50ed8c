// Part of the stand-in for Stripe.js that runs in the seller's page: what can be done with a Checkout Session inside it.
import type {
  StripeCheckoutConfirmResult,
  StripeCheckoutElementsSdkOptions,
  StripeCheckoutLoadActionsResult,
  StripeCheckoutLoadActionsSuccess,
  StripeCheckoutSession,
  StripeError,
} from '@stripe/stripe-js'
import { idOfSession, type RawSession, readSession, returnUrlOf, sessionView, type Typed } from './checkout-session.ts'
import { challenge } from './confirm.ts'
import type { Answer, Context } from './context.ts'
import { makeElements, type SimulatedElements } from './elements.ts'
import { type Emitter, integrationError, makeEmitter } from './frame.ts'

/** A session that the seller's page shows, with what the buyer has typed for it. */
export type Checkout = {
  context: Context
  secret: Promise<string>
  elements: SimulatedElements
  typed: Typed
  emitter: Emitter
  /** As the API answered last; null before the first answer. */
  raw: RawSession | null
}

/** A session to show; nothing is asked of the API yet. */
export function makeCheckout(
  context: Context,
  { clientSecret, defaultValues = {} }: Pick<StripeCheckoutElementsSdkOptions, 'clientSecret' | 'defaultValues'>,
  appearance: object | undefined,
): Checkout {
  return {
    context,
    secret: Promise.resolve(clientSecret),
    elements: makeElements(context, { isOfSession: true, ...(appearance ? { appearance } : {}) }),
    typed: { ...defaultValues, isComplete: false },
    emitter: makeEmitter(),
    raw: null,
  }
}

/** Tells the seller's page how the session stands. */
export function tellChange({ raw, typed, emitter }: Checkout): void {
  if (raw) emitter.emit('change', sessionView(raw, typed))
}

async function refresh(checkout: Checkout, known?: Answer<RawSession>): Promise<Answer<RawSession>> {
  const answer = known ?? (await readSession(checkout.context, await checkout.secret))
  if (answer.object) checkout.raw = answer.object
  tellChange(checkout)
  return answer
}

const viewOf = ({ raw, typed }: Checkout): StripeCheckoutSession => {
  if (!raw) throw integrationError('The session is not loaded yet.')
  return sessionView(raw, typed)
}
const fine = (checkout: Checkout) => ({ type: 'success' as const, session: viewOf(checkout) })
const wrong = (message: string) => ({ type: 'error' as const, error: { message, code: null } })

/** What a session cannot do here, in words. */
const refused = (what: string) => async () => wrong(`The simulator's Checkout has no ${what}.`)

/** Pays the session with what stands in its form, or with a saved payment method. */
async function pay({ context, secret, elements, typed }: Checkout, saved?: string): Promise<Answer<RawSession>> {
  const clientSecret = await secret
  const frame = elements.simulated.payingFrame()
  if (!saved && !frame) throw integrationError('A payment element has to be mounted before checkout.confirm() is called.')
  const details = { email: typed.email, ...(typed.phoneNumber ? { phone: typed.phoneNumber } : {}) }
  const made: Answer<{ id: string }> =
    frame && !saved
      ? await frame.call<Answer<{ id: string }>>('createPaymentMethod', { params: { billing_details: details } })
      : { object: { id: saved ?? '' } }
  if (made.error) return { error: made.error }
  const form = { client_secret: clientSecret, payment_method: made.object.id }
  const paid = await context.api<unknown>('POST', `/v1/payment_pages/${idOfSession(clientSecret)}/confirm`, form)
  if (paid.error) return { error: paid.error }
  const { object } = await readSession(context, clientSecret)
  const url = (object?.payment_intent ?? object?.setup_intent)?.next_action?.redirect_to_url?.url
  if (url) await challenge(url)
  return readSession(context, clientSecret)
}

const failed = (error: StripeError): StripeCheckoutConfirmResult => ({
  type: 'error',
  error: {
    message: error.message ?? '',
    code: 'paymentFailed',
    paymentFailed: { declineCode: error.decline_code ?? null },
  },
})

function confirmer(checkout: Checkout): StripeCheckoutLoadActionsSuccess['confirm'] {
  return async ({ redirect = 'always', returnUrl, paymentMethod, ...told } = {}) => {
    const { typed } = checkout
    for (const name of ['email', 'phoneNumber'] as const) if (told[name]) typed[name] = told[name]
    for (const name of ['billingAddress', 'shippingAddress'] as const) if (told[name]) typed[name] = told[name]
    typed.email ??= viewOf(checkout).email
    if (!typed.email) return wrong('An email is required to confirm the session.')
    const { error, object } = await refresh(checkout, await pay(checkout, paymentMethod))
    if (error) return failed(error)
    if (object.status !== 'complete')
      return wrong(viewOf(checkout).lastPaymentError?.message ?? 'The payment did not go through.')
    const onward = returnUrl ?? returnUrlOf(object)
    if (redirect === 'always' && onward) location.assign(onward)
    return fine(checkout)
  }
}

/** Everything that can be done with a session; what the simulator does not have refuses in words. */
export function actionsOf(checkout: Checkout): StripeCheckoutLoadActionsSuccess {
  const changed =
    <Name extends keyof Typed>(name: Name) =>
    async (value: Typed[Name]) => {
      checkout.typed[name] = value
      tellChange(checkout)
      return fine(checkout)
    }
  return {
    getSession: () => viewOf(checkout),
    updateEmail: changed('email'),
    updatePhoneNumber: changed('phoneNumber'),
    updateBillingAddress: changed('billingAddress'),
    updateShippingAddress: changed('shippingAddress'),
    updateIndividualName: changed('individualName'),
    updateBusinessName: changed('businessName'),
    applyPromotionCode: refused('promotion codes'),
    removePromotionCode: refused('promotion codes'),
    updateLineItemQuantity: refused('changing quantities'),
    addOptionalLineItem: refused('optional items'),
    removeOptionalLineItem: refused('optional items'),
    updateShippingOption: refused('shipping options'),
    updateTaxIdInfo: refused('tax ids'),
    async validateElements() {
      const { error } = await checkout.elements.submit()
      if (!error) return fine(checkout)
      const message = error.message ?? ''
      return { type: 'error', error: { code: 'validation_error', message, validation_errors: [{ message, element: 'payment' }] } }
    },
    async runServerUpdate(update) {
      await update()
      const { error } = await refresh(checkout)
      return error ? wrong(error.message ?? '') : fine(checkout)
    },
    confirm: confirmer(checkout),
  }
}

/** `loadActions`: reads the session, then says what can be done with it. */
export async function loadActions(checkout: Checkout): Promise<StripeCheckoutLoadActionsResult> {
  const { error } = await refresh(checkout)
  return error ? wrong(error.message ?? '') : { type: 'success', actions: actionsOf(checkout) }
}
