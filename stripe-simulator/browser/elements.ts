// Part of the stand-in for Stripe.js that runs in the seller's page: elements, and the group they are in.
import type { StripeElementBase, StripeElements, StripeError, StripePaymentElement } from '@stripe/stripe-js'
import type { Context } from './context.ts'
import { type Emitter, type Frame, integrationError, type Listener, makeEmitter, nodeOf, openFrame } from './frame.ts'

/** What stands in an iframe of its own, by type, with the name a screen reader gives the frame. */
const framed: Record<string, string> = {
  payment: 'Secure payment input frame',
  card: 'Secure card payment input frame',
  cardNumber: 'Secure card number input frame',
  cardExpiry: 'Secure expiration date input frame',
  cardCvc: 'Secure CVC input frame',
  linkAuthentication: 'Secure email input frame',
  contactDetails: 'Secure email input frame',
  address: 'Secure address input frame',
  checkoutForm: 'Secure checkout form frame',
}

/** Types that exist and have nothing to show here: no wallet is at hand, no tax is asked for. */
const empty = [
  'expressCheckout',
  'paymentRequestButton',
  'currencySelector',
  'taxId',
  'terms',
  'linkSignup',
  'paymentMethodMessaging',
]

/** What the frame of every element of a group is told. */
type Told = {
  group: string
  key: string
  account: string | null
  locale: string
  appearance: object
  clientSecret: string | null
  types: string[] | null
}
type Group = { told(): Told; forget(element: SimulatedElement): void }

/** How the other parts of this stand-in reach an element, out of the seller's way; not a part of Stripe.js. */
export type Inside = { type: string; frame(): Frame | null }
export type SimulatedElement = Record<keyof StripeElementBase | keyof StripePaymentElement | 'getValue', unknown> & {
  mount(place: string | Element): void
  destroy(): void
  update(changed: object): SimulatedElement
  on(event: string, handler: Listener): SimulatedElement
  once(event: string, handler: Listener): SimulatedElement
  off(event: string, handler?: Listener): SimulatedElement
  readonly simulated: Inside
}

/** The frame of an element that somebody hands over; null when it is none, or not mounted. */
export const frameOf = (thing: unknown): Frame | null =>
  (thing as { simulated?: Partial<Inside> } | null | undefined)?.simulated?.frame?.() ?? null

/** `on`, `once` and `off`, which give back what they belong to. */
function listening<Thing>(emitter: Emitter, self: () => Thing) {
  const listen = (name: 'on' | 'once' | 'off') => (event: string, handler: Listener) => {
    emitter[name](event, handler)
    return self()
  }
  return {
    on: listen('on'),
    once: listen('once'),
    off(event: string, handler?: Listener) {
      emitter.off(event, handler)
      return self()
    },
  }
}

/** One element: an iframe while it is mounted. */
function makeElement(type: string, options: object, group: Group): SimulatedElement {
  const emitter = makeEmitter()
  let frame: Frame | null = null
  let isDestroyed = false
  let latest = { ...options }
  const told = (name: string) => (event: unknown) => emitter.emit(name, { elementType: type, ...(event as object) })
  const unmount = (): void => {
    frame?.remove()
    frame = null
  }
  const ask = (method: string) => (): void => void frame?.call(method)
  const element: SimulatedElement = {
    ...listening(emitter, (): SimulatedElement => element),
    mount(place) {
      if (isDestroyed) throw integrationError('This Element has already been destroyed. Please create a new one.')
      const node = nodeOf(place)
      unmount()
      if (empty.includes(type)) {
        queueMicrotask(() => emitter.emit('ready', { elementType: type, availablePaymentMethods: undefined }))
        return
      }
      frame = openFrame(node, `/stripe-js/elements/${type}`, {
        title: framed[type] ?? type,
        start: { type, options: latest, ...group.told() },
      })
      for (const name of ['ready', 'change', 'focus', 'blur', 'escape', 'loaderror', 'confirm']) frame.on(name, told(name))
      emitter.emit('loaderstart', { elementType: type })
    },
    unmount,
    destroy() {
      unmount()
      isDestroyed = true
      group.forget(element)
    },
    update(changed) {
      latest = { ...latest, ...changed }
      void frame?.call('update', { options: latest })
      return element
    },
    collapse: () => element,
    focus: ask('focus'),
    blur: ask('blur'),
    clear: ask('clear'),
    getValue: () => frame?.call('value'),
    simulated: { type, frame: () => frame },
  }
  Object.defineProperty(element, 'simulated', { enumerable: false })
  return element
}

/** What is asked of a group by its options, of all the ways to make one. */
export type GroupOptions = {
  clientSecret?: string
  appearance?: object
  locale?: string
  paymentMethodTypes?: string[]
  allowedPaymentMethodTypes?: string[]
  payment_method_types?: string[]
  /** The group belongs to a Checkout Session, which knows what is paid. */
  isOfSession?: boolean
}
export type InsideGroup = {
  clientSecret(): string | null
  isDeferred(): boolean
  isSubmitted(): boolean
  payingFrame(): Frame | null
}
export type SimulatedElements = Record<keyof StripeElements, unknown> & {
  create(type: string, options?: object): SimulatedElement
  update(changed: GroupOptions): Promise<void>
  submit(): Promise<{ error?: StripeError; selectedPaymentMethod?: string }>
  readonly simulated: InsideGroup
}
type Submitted = { error?: StripeError; selected?: string }

let groupsMade = 0

/** What holds what pays: the payment element, or the card. */
const payingFrameOf = (made: SimulatedElement[]): Frame | null =>
  ['payment', 'checkoutForm', 'card', 'cardNumber']
    .map((type) => made.find(({ simulated }) => simulated.type === type)?.simulated.frame())
    .find(Boolean) ?? null

/** `stripe.elements(options)`: elements that pay the same thing together. */
export function makeElements(context: Context, given: GroupOptions = {}): SimulatedElements {
  let options = { ...given }
  let isSubmitted = false
  let made: SimulatedElement[] = []
  groupsMade += 1
  const name = `group-${groupsMade}`
  const emitter = makeEmitter()
  const group: Group = {
    told: () => ({
      group: name,
      key: context.key,
      account: context.account,
      locale: options.locale ?? context.locale,
      appearance: options.appearance ?? {},
      clientSecret: options.clientSecret ?? null,
      types: options.paymentMethodTypes ?? options.allowedPaymentMethodTypes ?? options.payment_method_types ?? null,
    }),
    forget(element) {
      made = made.filter((one) => one !== element)
    },
  }
  const all = <Result>(method: string, args?: object): Promise<Result[]> =>
    Promise.all(made.flatMap((one) => one.simulated.frame()?.call<Result>(method, args) ?? []))
  const elements: SimulatedElements = {
    ...listening(emitter, (): void => {}),
    create(type, elementOptions = {}) {
      if (!framed[type] && !empty.includes(type)) throw integrationError(`The simulator has no element of type "${type}".`)
      const element = makeElement(type, elementOptions, group)
      made.push(element)
      return element
    },
    getElement(kind: string | { __elementType?: string } | null) {
      const type = typeof kind === 'string' ? kind : kind?.__elementType
      return made.find((one) => one.simulated.type === type) ?? null
    },
    async update(changed) {
      options = { ...options, ...changed }
      await all('update', { group: group.told() })
      emitter.emit('update-end')
    },
    async fetchUpdates() {
      const failed = (await all<Submitted>('refresh')).find((answer) => answer.error)
      return failed ? { error: failed.error } : {}
    },
    async submit() {
      const answers = await all<Submitted>('submit')
      const failed = answers.find((answer) => answer.error)
      isSubmitted = !failed
      if (failed) return { error: failed.error }
      return { selectedPaymentMethod: answers.find((answer) => answer.selected)?.selected }
    },
    simulated: {
      clientSecret: () => options.clientSecret ?? null,
      isDeferred: () => !options.clientSecret && !options.isOfSession,
      isSubmitted: () => isSubmitted,
      payingFrame: () => payingFrameOf(made),
    },
  }
  Object.defineProperty(elements, 'simulated', { enumerable: false })
  return elements
}

/** A group that somebody hands over, as this stand-in made it. */
export const insideOf = (elements: unknown): InsideGroup | undefined =>
  (elements as { simulated?: InsideGroup } | null | undefined)?.simulated
