// Runs in an iframe on the simulator's origin: one element. It alone sees what the buyer types, and it alone sends it.
import type { StripeError } from '@stripe/stripe-js'
import { type Answered, type Call, callApi } from './element-api.ts'
import { type Appearance, agreement, dress, payButton, tabs } from './element-look.ts'
import { brandOf, type FieldName, type Problem, type Values } from './field-kinds.ts'
import { type Fields, makeFields } from './fields.ts'

/** What the seller's page tells the element first. */
type Start = {
  type: string
  key: string
  account: string | null
  group?: string
  options?: { defaultValues?: { billingDetails?: Named } & Named }
  appearance?: Appearance
  clientSecret?: string | null
  types?: string[] | null
}
type Named = { name?: string; email?: string }
type Details = { billing_details?: object; [name: string]: unknown }
/** How the frames of one payment find each other. */
type Shared = { simulatedFields?: { group: string | undefined; fields: Fields } }

const settings = JSON.parse(document.getElementById('settings')?.textContent ?? '{}') as { now: number }
const now = new Date(settings.now * 1000)
const place = document.getElementById('element')!
const cardLines: FieldName[][] = [['number'], ['expiry', 'cvc']]
const bankLines: FieldName[][] = [['name'], ['email'], ['routing', 'account']]

/** The lines of fields that each type of element has; `payment` has those of the chosen kind. */
const linesOf: Record<string, FieldName[][]> = {
  card: [['number', 'expiry', 'cvc']],
  cardNumber: [['number']],
  cardExpiry: [['expiry']],
  cardCvc: [['cvc']],
  linkAuthentication: [['email']],
  contactDetails: [['email']],
  address: [['name'], ['line1'], ['city', 'state', 'postal']],
  checkoutForm: [['email'], ...cardLines],
}

let started: Start = { type: 'controller', key: '', account: null }
let line: MessagePort | null = null
let fields: Fields | null = null
let chosen = 'card'
let offered = ['card']

const tell = (tells: string, event: unknown = {}): void => line?.postMessage({ tells, event })
const api = (call: Call): Promise<Answered> => callApi(started, call)

/** The fields of all frames of this payment, such as those of a card that stands in three; each keeps its own to this origin. */
function sisters(): Fields[] {
  const others = Array.from({ length: parent.length }, (_, index) => {
    try {
      const other = (parent[index] as unknown as Shared).simulatedFields
      return parent[index] !== window && other?.group === started.group ? other?.fields : undefined
    } catch {
      return undefined // A frame of some other site.
    }
  })
  return [fields, ...others].filter((one) => one !== null && one !== undefined)
}

const valuesOfAll = (): Values => Object.assign({}, ...sisters().map((one) => one.values()))

function cardOf({ number, expiry = '', cvc }: Values) {
  const [month, year] = expiry.split('/').map((part) => part.trim())
  return { number, exp_month: month, exp_year: `20${year}`, cvc }
}

function paymentMethodData(details: Details = {}): object {
  const values = valuesOfAll()
  const billing = {
    ...details.billing_details,
    ...(values.email ? { email: values.email } : {}),
    ...(values.name ? { name: values.name } : {}),
  }
  const told = { ...details, billing_details: billing }
  if (chosen === 'us_bank_account') {
    const account = { account_holder_type: 'individual', account_number: values.account, routing_number: values.routing }
    return { ...told, type: chosen, us_bank_account: account }
  }
  return { ...told, type: 'card', card: cardOf(values) }
}

/** The first thing that is wrong in all frames of this payment, shown where it is. */
function firstProblem(): Problem | null {
  const wrong = sisters().filter((one) => one.problems().length > 0)
  for (const one of wrong) one.show()
  return wrong[0]?.problems()[0] ?? null
}

/** What an element says that it holds: never a card. */
function shownValue(values: Values): object {
  if (['linkAuthentication', 'contactDetails'].includes(started.type)) return { email: values.email }
  if (started.type === 'checkoutForm') return { email: values.email, customerDetails: { email: values.email }, type: chosen }
  if (started.type !== 'address') return { type: chosen }
  const { name, line1, city, state, postal: postal_code } = values
  return { name, address: { line1, line2: null, city, state, postal_code, country: 'US' } }
}

/** The element as it stands, as Stripe.js tells of it. */
function standing() {
  const problems = fields?.problems() ?? []
  const values = fields?.values() ?? {}
  const isEmpty = fields?.isEmpty() ?? true
  return {
    empty: isEmpty,
    complete: problems.length === 0,
    error: isEmpty ? undefined : problems.find((one) => !one.code.startsWith('incomplete')),
    collapsed: false,
    value: shownValue(values),
    brand: brandOf(values.number),
  }
}

const changed = (): void => tell('change', standing())

const onKey = (event: KeyboardEvent): void => {
  if (event.key === 'Escape') tell('escape')
}

/** The buyer pressed the form's own button. */
function pressed(): void {
  if (!firstProblem()) tell('confirm', { source: 'checkout-form-pay-button', paymentMethodType: chosen })
}

function choose(kind: string): void {
  chosen = kind
  draw()
  changed()
}

function draw(): void {
  const ofKind = chosen === 'card' ? cardLines : bankLines
  const lines = started.type === 'payment' ? ofKind : (linesOf[started.type] ?? [])
  const made = makeFields(lines, { isBare: started.type.startsWith('card'), now, onChange: changed, onKey })
  const { billingDetails = {}, name, email } = started.options?.defaultValues ?? {}
  const given = { name: billingDetails.name ?? name, email: billingDetails.email ?? email }
  for (const [field, value] of Object.entries(given)) if (value) made.set(field, value)
  place.replaceChildren(
    ...(started.type === 'payment' && offered.length > 1 ? [tabs(offered, chosen, choose)] : []),
    made.node,
    ...(chosen === 'us_bank_account' ? [agreement()] : []),
    ...(started.type === 'checkoutForm' ? [payButton(pressed)] : []),
  )
  fields = made
  Object.assign(window, { simulatedFields: { group: started.group, fields } } satisfies Shared)
}

/** Which kinds of payment methods the intent takes: the intent itself knows, or the seller tells when there is none yet. */
async function learnKinds(): Promise<StripeError | null> {
  const known = ['card', 'us_bank_account']
  const secret = started.clientSecret
  if (started.type !== 'payment') return null
  if (!secret) {
    const types = started.types ?? ['card']
    offered = known.filter((kind) => types.includes(kind))
    return null
  }
  const collection = secret.startsWith('seti_') ? 'setup_intents' : 'payment_intents'
  const path = `/v1/${collection}/${secret.split('_secret_')[0]}`
  const { error, object } = await api({ method: 'GET', path, form: { client_secret: secret } })
  if (!object) return error
  const types = object.payment_method_types as string[]
  offered = known.filter((kind) => types.includes(kind))
  return null
}

/** Sends what was filled in, when all of it can be right. */
async function send(path: string, form: () => object): Promise<Answered | { error: Problem }> {
  const error = firstProblem()
  return error ? { error } : api({ method: 'POST', path, form: form() })
}

/** What the buyer agrees to by paying from a bank account. */
const mandateOf = (kind: string): object =>
  kind === 'us_bank_account'
    ? { mandate_data: { customer_acceptance: { type: 'online', online: { infer_from_client: true } } } }
    : {}

type Params = { payment_method_data?: Details; [name: string]: unknown }

/** What the seller's page may ask of this element. */
const methods = {
  api,
  async submit() {
    const error = fields ? firstProblem() : null
    return error ? { error } : { selected: chosen }
  },
  confirm({ path, form: { payment_method_data: details, ...rest } }: { path: string; form: Params }) {
    return send(path, () => ({ ...mandateOf(chosen), ...rest, payment_method_data: paymentMethodData(details) }))
  },
  createPaymentMethod: ({ params = {} }: { params?: Details }) => send('/v1/payment_methods', () => paymentMethodData(params)),
  createConfirmationToken({ params: { payment_method_data: details, ...rest } = {} }: { params?: Params }) {
    return send('/v1/confirmation_tokens', () => ({ ...rest, payment_method_data: paymentMethodData(details) }))
  },
  async update({ options, group }: { options?: Start['options']; group?: Partial<Start> }) {
    started = { ...started, ...group, ...(options ? { options } : {}) }
    dress(started.appearance)
  },
  async refresh() {
    const error = await learnKinds()
    return error ? { error } : {}
  },
  value: async () => standing(),
  focus: async () => fields?.focus(),
  blur: async () => fields?.blur(),
  clear: async () => fields?.clear(),
}

type Question = { id: number; method: keyof typeof methods; args: never }

async function answer({ id, method, args }: Question): Promise<void> {
  try {
    line?.postMessage({ id, result: await methods[method](args) })
  } catch (error) {
    line?.postMessage({ id, failure: error instanceof Error ? error.message : 'failed' })
  }
}

async function begin(start: Start, port: MessagePort): Promise<void> {
  started = start
  line = port
  line.onmessage = ({ data }: MessageEvent<Question>) => void answer(data)
  if (started.type === 'controller') return
  dress(started.appearance)
  const error = await learnKinds()
  if (error) return tell('loaderror', { error })
  chosen = offered[0] ?? 'card'
  draw()
  place.addEventListener('focusin', () => tell('focus'))
  place.addEventListener('focusout', (event) => event.relatedTarget || tell('blur'))
  const root = document.documentElement
  new ResizeObserver(() => tell('height', Math.ceil(root.getBoundingClientRect().height))).observe(root)
  tell('ready')
}

addEventListener('message', function hear(event) {
  const [port] = event.ports
  if (event.source !== parent || !event.data?.start || !port) return
  removeEventListener('message', hear)
  void begin(event.data.start, port)
})
parent.postMessage({ from: 'stripe-simulator', tells: 'hello' }, '*')
