// Part of the stand-in for Stripe.js that runs in the seller's page: Checkout as a whole page in an iframe.
import type { StripeEmbeddedCheckout, StripeEmbeddedCheckoutOptions } from '@stripe/stripe-js'
import { idOfSession, readSession, returnUrlOf } from './checkout-session.ts'
import type { Context } from './context.ts'
import { integrationError, nodeOf, type OpenedPage, openPage } from './frame.ts'

/**
 * `createEmbeddedCheckoutPage`: the whole payment page in an iframe.
 * @throws IntegrationError when the session cannot be read, or was made for another kind of page.
 */
export async function embeddedCheckout(
  context: Context,
  options: StripeEmbeddedCheckoutOptions,
): Promise<StripeEmbeddedCheckout> {
  const secret = options.clientSecret ?? (await options.fetchClientSecret?.()) ?? ''
  const id = idOfSession(secret)
  const { error, object } = await readSession(context, secret)
  if (error) throw integrationError(error.message ?? '')
  if (object.ui_mode !== 'embedded_page')
    throw integrationError('This Checkout Session was not created with ui_mode: embedded_page.')
  let page: OpenedPage | null = null
  let isDestroyed = false
  const unmount = (): void => {
    page?.remove()
    page = null
  }
  const finished = async (): Promise<void> => {
    const { object: session } = await readSession(context, secret)
    if (session?.status !== 'complete') return
    if (session.redirect_on_completion === 'always') location.assign(returnUrlOf(session))
    else options.onComplete?.()
  }
  return {
    mount(place) {
      if (isDestroyed) throw integrationError('This Embedded Checkout has been destroyed.')
      unmount()
      page = openPage(nodeOf(place), `${object.livemode ? '/live' : ''}/stripe-js/c/pay/${id}`, {
        title: 'Embedded Checkout',
        onDone: () => void finished(),
      })
    },
    unmount,
    destroy() {
      unmount()
      isDestroyed = true
    },
  }
}
