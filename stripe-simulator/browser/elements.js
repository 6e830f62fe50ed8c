// Part of the stand-in for Stripe.js that runs in the seller's page: elements, and the group they are in.
import { integrationError, makeEmitter, nodeOf, openFrame } from './frame.js'

/** What stands in an iframe of its own, by type, with the name a screen reader gives the frame. */
const framed = {
  payment: 'Secure payment input frame',
  card: 'Secure card payment input frame',
  cardNumber: 'Secure card number input frame',
  cardExpiry: 'Secure expiration date input frame',
  cardCvc: 'Secure CVC input frame',
  linkAuthentication: 'Secure email input frame',
  contactDetails: 'Secure email input frame',
  address: 'Secure address input frame',
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

/** One element: an iframe while it is mounted. `toldOf` hears its events before the seller's handlers do. */
function makeElement(type, options, group) {
  const emitter = makeEmitter()
  let frame = null
  let isDestroyed = false
  let latest = { ...options }
  const told = (name) => (event) => emitter.emit(name, { elementType: type, ...event })
  const element = {
    mount(place) {
      if (isDestroyed) throw integrationError('This Element has already been destroyed. Please create a new one.')
      const node = nodeOf(place)
      element.unmount()
      if (empty.includes(type)) {
        queueMicrotask(() => emitter.emit('ready', { elementType: type, availablePaymentMethods: undefined }))
        return
      }
      frame = openFrame(node, `/stripe-js/elements/${type}`, {
        title: framed[type],
        start: { type, options: latest, ...group.told() },
      })
      for (const name of ['ready', 'change', 'focus', 'blur', 'escape', 'loaderror']) frame.on(name, told(name))
      emitter.emit('loaderstart', { elementType: type })
    },
    unmount() {
      frame?.remove()
      frame = null
    },
    destroy() {
      element.unmount()
      isDestroyed = true
      group.forget(element)
    },
    update(changed) {
      latest = { ...latest, ...changed }
      void frame?.call('update', { options: latest })
      return element
    },
    collapse: () => element,
    focus: () => void frame?.call('focus'),
    blur: () => void frame?.call('blur'),
    clear: () => void frame?.call('clear'),
    getValue: () => frame?.call('value'),
  }
  for (const name of ['on', 'once', 'off']) {
    element[name] = (event, handler) => {
      emitter[name](event, handler)
      return element
    }
  }
  // Not a part of Stripe.js: how the other parts of this stand-in reach the frame, out of the seller's way.
  Object.defineProperty(element, 'simulated', { value: { type, frame: () => frame, group } })
  return element
}

let groupsMade = 0

/**
 * `stripe.elements(options)`: elements that pay the same thing together.
 *
 * @param {Record<string, any>} given
 */
export function makeElements(context, given = {}) {
  let options = { ...given }
  let isSubmitted = false
  let made = []
  groupsMade += 1
  const name = `group-${groupsMade}`
  const group = {
    told: () => ({
      group: name,
      key: context.key,
      account: context.account,
      locale: options.locale ?? context.locale,
      appearance: options.appearance ?? {},
      clientSecret: options.clientSecret ?? null,
      mode: options.mode ?? null,
      currency: options.currency ?? null,
      types: options.paymentMethodTypes ?? options.allowedPaymentMethodTypes ?? options.payment_method_types ?? null,
      session: options.session ?? null,
    }),
    forget(element) {
      made = made.filter((one) => one !== element)
    },
  }
  const mounted = () => made.filter((one) => one.simulated.frame() !== null)
  const all = (method, args) => Promise.all(mounted().map((one) => one.simulated.frame().call(method, args)))
  const elements = {
    create(type, elementOptions) {
      if (!framed[type] && !empty.includes(type)) throw integrationError(`The simulator has no element of type "${type}".`)
      const element = makeElement(type, elementOptions, group)
      made.push(element)
      return element
    },
    getElement(kind) {
      const type = typeof kind === 'string' ? kind : kind?.__elementType
      return made.find((one) => one.simulated.type === type) ?? null
    },
    async update(changed) {
      options = { ...options, ...changed }
      await all('update', { group: group.told() })
    },
    async fetchUpdates() {
      const [failed] = (await all('refresh')).filter((answer) => answer?.error)
      return failed ? { error: failed.error } : {}
    },
    async submit() {
      const answers = await all('submit')
      const failed = answers.find((answer) => answer?.error)
      isSubmitted = !failed
      if (failed) return { error: failed.error }
      return { selectedPaymentMethod: answers.find((answer) => answer?.selected)?.selected }
    },
  }
  Object.defineProperty(elements, 'simulated', {
    value: {
      clientSecret: () => options.clientSecret ?? null,
      isDeferred: () => !options.clientSecret && !options.session,
      isSubmitted: () => isSubmitted,
      /** The frame that holds what pays. */
      payingFrame: () =>
        ['payment', 'card', 'cardNumber'].map((type) => elements.getElement(type)?.simulated.frame()).find(Boolean) ?? null,
    },
  })
  return elements
}
