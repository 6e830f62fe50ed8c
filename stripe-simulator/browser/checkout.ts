// Part of the stand-in for Stripe.js that runs in the seller's page: Checkout piece by piece, or as one form.
import type {
  StripeCheckoutElementsSdk,
  StripeCheckoutElementsSdkOptions,
  StripeCheckoutFormSdk,
  StripeCheckoutFormSdkOptions,
} from '@stripe/stripe-js'
import { type Checkout, loadActions, makeCheckout, tellChange } from './checkout-actions.ts'
import type { Context } from './context.ts'
import type { SimulatedElement } from './elements.ts'

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
} as const

type Piece = keyof typeof pieces
type Pieces<Name extends string> = Record<`create${Name}`, (options?: object) => SimulatedElement> &
  Record<`get${Name}`, () => SimulatedElement | null>

/** What an element that has changed tells the session. */
type Changed = { complete: boolean; value?: { email?: string } }

/** The two methods by which the seller's page makes a piece, and finds it again. */
function piece<Name extends string>(checkout: Checkout, name: Name, type: string): Pieces<Name> {
  let made: SimulatedElement | null = null
  const create = (options?: object): SimulatedElement => {
    made = checkout.elements.create(type, options)
    return made.on('change', (event) => {
      const { complete, value } = event as Changed
      if (['payment', 'checkoutForm'].includes(type)) checkout.typed.isComplete = complete
      if (['contactDetails', 'checkoutForm'].includes(type) && value?.email) checkout.typed.email = value.email
      tellChange(checkout)
    })
  }
  return { [`create${name}`]: create, [`get${name}`]: () => made } as Pieces<Name>
}

/** What both ways of Checkout have. */
const common = (checkout: Checkout) => ({
  on: checkout.emitter.on as StripeCheckoutElementsSdk['on'],
  changeAppearance: (appearance: object) => void checkout.elements.update({ appearance }),
  loadFonts: () => {},
})

type Methods<Sdk> = Record<keyof Sdk, unknown>

/** `initCheckoutElementsSdk`: a session whose pieces the seller arranges. */
export function checkoutElements(
  context: Context,
  options: StripeCheckoutElementsSdkOptions,
): Methods<StripeCheckoutElementsSdk> {
  const checkout = makeCheckout(context, options, options.elementsOptions?.appearance)
  const methods = Object.entries(pieces).map(([name, type]) => piece(checkout, name as Piece, type))
  return { ...common(checkout), loadActions: () => loadActions(checkout), ...(Object.assign({}, ...methods) as Pieces<Piece>) }
}

/** `initCheckoutFormSdk`: a session in one form with a button of its own; the seller's page confirms when it is pressed. */
export function checkoutForm(context: Context, options: StripeCheckoutFormSdkOptions): Methods<StripeCheckoutFormSdk> {
  const checkout = makeCheckout(context, options, options.appearance)
  return {
    ...common(checkout),
    loadActions: () => loadActions(checkout),
    ...piece(checkout, 'Form', 'checkoutForm'),
    ...piece(checkout, 'CurrencySelectorElement', pieces.CurrencySelectorElement),
  }
}
