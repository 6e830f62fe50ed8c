// Runs in an iframe on the simulator's origin: one element. It alone sees what the buyer types, and it alone sends it.
import { brandOf, makeFields } from './card-entry.js'

const settings = JSON.parse(document.getElementById('settings').textContent)
const now = new Date(settings.now * 1000)
const place = document.getElementById('element')
const cardLines = [['number'], ['expiry', 'cvc']]
const bankLines = [['name'], ['email'], ['routing', 'account']]

/** The lines of fields that each type of element has; `payment` has those of the chosen kind. */
const linesOf = {
  card: [['number', 'expiry', 'cvc']],
  cardNumber: [['number']],
  cardExpiry: [['expiry']],
  cardCvc: [['cvc']],
  linkAuthentication: [['email']],
  contactDetails: [['email']],
  address: [['name'], ['line1'], ['city', 'state', 'postal']],
}

let started = null
let line = null
let fields = null
let chosen = 'card'
let offered = ['card']

const tell = (tells, event = {}) => line?.postMessage({ tells, event })

/** A form as Stripe's API takes it: nested names in brackets. */
function encode(form, prefix = '') {
  return Object.entries(form).flatMap(([name, value]) => {
    if (value === undefined || value === null) return []
    const key = prefix ? `${prefix}[${name}]` : name
    return typeof value === 'object' ? encode(value, key) : [[key, String(value)]]
  })
}

/** One call of the API with the publishable key. @returns the object, or the error as Stripe.js gives it. */
async function api({ method, path, form = {} }) {
  const body = new URLSearchParams(encode(form)).toString()
  const headers = { authorization: `Bearer ${started.key}`, ...(started.account ? { 'stripe-account': started.account } : {}) }
  const isRead = method === 'GET'
  try {
    const answer = await fetch(isRead ? `${path}?${body}` : path, {
      method,
      headers: isRead ? headers : { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      ...(isRead ? {} : { body }),
    })
    const object = await answer.json()
    return object.error ? { error: object.error } : { object }
  } catch {
    return { error: { type: 'api_connection_error', message: 'An error occurred while communicating with Stripe.' } }
  }
}

/** The fields of the other frames of a card that stands in three frames; each keeps its own to this origin. */
function sisters() {
  const all = [fields]
  for (let index = 0; index < parent.length; index += 1) {
    try {
      const other = /** @type {any} */ (parent[index]).simulatedFields
      if (parent[index] !== window && other?.group === started.group) all.push(other.fields)
    } catch {
      // A frame of some other site.
    }
  }
  return all
}

function paymentMethodData(details = {}) {
  const values = Object.assign({}, ...sisters().map((one) => one.values()))
  const billing = { ...details.billing_details }
  if (values.email) billing.email = values.email
  if (values.name) billing.name = values.name
  const told = { ...details, billing_details: billing }
  if (chosen === 'us_bank_account') {
    const account = { account_holder_type: 'individual', account_number: values.account, routing_number: values.routing }
    return { ...told, type: chosen, us_bank_account: account }
  }
  const [month, year] = (values.expiry ?? '').split('/').map((part) => part.trim())
  return { ...told, type: 'card', card: { number: values.number, exp_month: month, exp_year: `20${year}`, cvc: values.cvc } }
}

/** The first thing that is wrong in all frames of this payment, shown where it is. */
function firstProblem() {
  const wrong = sisters()
    .map((one) => ({ one, problems: Object.values(one.problems()) }))
    .filter(({ problems }) => problems.length > 0)
  for (const { one } of wrong) one.show()
  return wrong[0]?.problems[0] ?? null
}

function changed() {
  const problems = Object.values(fields.problems())
  const values = fields.values()
  const isEmpty = fields.isEmpty()
  const shown = ['linkAuthentication', 'contactDetails'].includes(started.type)
    ? { email: values.email }
    : started.type === 'address'
      ? {
          name: values.name,
          address: {
            line1: values.line1,
            line2: null,
            city: values.city,
            state: values.state,
            postal_code: values.postal,
            country: 'US',
          },
        }
      : { type: chosen }
  const real = problems.find((one) => !one.code.startsWith('incomplete'))
  tell('change', {
    empty: isEmpty,
    complete: problems.length === 0,
    error: isEmpty ? undefined : real,
    collapsed: false,
    value: shown,
    brand: brandOf(values.number),
  })
}

const onKey = (event) => {
  if (event.key === 'Escape') tell('escape')
}

function draw() {
  const lines = started.type === 'payment' ? (chosen === 'card' ? cardLines : bankLines) : linesOf[started.type]
  fields = makeFields(lines, { isBare: started.type.startsWith('card'), now, onChange: changed, onKey })
  const { billingDetails = {}, name, email } = started.options?.defaultValues ?? {}
  for (const [field, value] of Object.entries({ name: billingDetails.name ?? name, email: billingDetails.email ?? email }))
    if (value) fields.set(field, value)
  place.replaceChildren(
    ...(started.type === 'payment' && offered.length > 1 ? [tabs()] : []),
    fields.node,
    ...(chosen === 'us_bank_account' ? [agreement()] : []),
  )
  Object.assign(window, { simulatedFields: { group: started.group, fields } })
}

function agreement() {
  const words = document.createElement('p')
  words.className = 'terms'
  words.textContent =
    'By continuing, you agree to authorize payments from this account. Here nothing is debited: this is a simulation.'
  return words
}

function tabs() {
  const set = document.createElement('fieldset')
  set.className = 'tabs'
  const legend = document.createElement('legend')
  legend.textContent = 'Pay with'
  set.append(legend)
  for (const kind of offered) {
    const label = document.createElement('label')
    const radio = document.createElement('input')
    Object.assign(radio, { id: `kind-${kind}`, type: 'radio', name: 'kind', value: kind, checked: kind === chosen })
    radio.addEventListener('change', () => {
      chosen = kind
      draw()
      document.getElementById(`kind-${kind}`)?.focus()
      changed()
    })
    label.append(radio, kind === 'card' ? 'Card' : 'US bank account')
    set.append(label)
  }
  return set
}

/**
 * Colours and shapes that the seller asks for, where they are understood.
 *
 * @param {{ theme?: string, variables?: Record<string, unknown> }} [appearance]
 */
function dress({ theme, variables = {} } = {}) {
  document.documentElement.dataset.theme = theme ?? 'stripe'
  const understood = [
    'colorPrimary',
    'colorBackground',
    'colorText',
    'colorDanger',
    'fontFamily',
    'fontSizeBase',
    'borderRadius',
    'spacingUnit',
  ]
  for (const name of understood) {
    const value = variables[name]
    if (typeof value === 'string' && ['color', 'width', 'font-family'].some((property) => CSS.supports(property, value)))
      document.documentElement.style.setProperty(`--${name}`, value)
  }
}

/** Which kinds of payment methods the intent takes: the intent itself knows, or the seller tells when there is none yet. */
async function learnKinds() {
  const known = ['card', 'us_bank_account']
  const secret = started.clientSecret
  if (started.type !== 'payment') return null
  if (!secret) {
    offered = known.filter((kind) => (started.types ?? ['card']).includes(kind))
    return null
  }
  const collection = secret.startsWith('seti_') ? 'setup_intents' : 'payment_intents'
  const { error, object } = await api({
    method: 'GET',
    path: `/v1/${collection}/${secret.split('_secret_')[0]}`,
    form: { client_secret: secret },
  })
  if (object) offered = known.filter((kind) => object.payment_method_types.includes(kind))
  return error ?? null
}

const methods = {
  api,
  async submit() {
    const error = fields ? firstProblem() : null
    return error ? { error } : { selected: chosen }
  },
  async confirm({ path, form }) {
    const error = firstProblem()
    if (error) return { error }
    const { payment_method_data: details, ...rest } = form
    const mandate =
      chosen === 'us_bank_account'
        ? { mandate_data: { customer_acceptance: { type: 'online', online: { infer_from_client: true } } } }
        : {}
    return api({ method: 'POST', path, form: { ...mandate, ...rest, payment_method_data: paymentMethodData(details) } })
  },
  async createPaymentMethod({ params = {} }) {
    const error = firstProblem()
    return error ? { error } : api({ method: 'POST', path: '/v1/payment_methods', form: paymentMethodData(params) })
  },
  /** @param {{ params?: Record<string, any> }} given */
  async createConfirmationToken({ params = {} }) {
    const error = firstProblem()
    if (error) return { error }
    const { payment_method_data: details, ...rest } = params
    return api({
      method: 'POST',
      path: '/v1/confirmation_tokens',
      form: { ...rest, payment_method_data: paymentMethodData(details) },
    })
  },
  async update({ options, group }) {
    if (options) started.options = options
    if (group) started = { ...started, ...group }
    dress(started.appearance)
  },
  async refresh() {
    const error = await learnKinds()
    return error ? { error } : {}
  },
  focus: async () => fields?.focus(),
  blur: async () => fields?.blur(),
  clear: async () => fields?.clear(),
}

async function begin(start, port) {
  started = start
  line = port
  line.onmessage = async ({ data: { id, method, args } }) => {
    try {
      line.postMessage({ id, result: await methods[method](args ?? {}) })
    } catch (error) {
      line.postMessage({ id, failure: error instanceof Error ? error.message : 'failed' })
    }
  }
  if (started.type === 'controller') return
  dress(started.appearance)
  const error = await learnKinds()
  if (error) return tell('loaderror', { error })
  chosen = offered[0] ?? 'card'
  draw()
  place.addEventListener('focusin', () => tell('focus'))
  place.addEventListener('focusout', (event) => event.relatedTarget || tell('blur'))
  new ResizeObserver(() => tell('height', Math.ceil(document.documentElement.getBoundingClientRect().height))).observe(
    document.documentElement,
  )
  tell('ready')
}

addEventListener('message', function hear(event) {
  const [port] = event.ports
  if (event.source !== parent || !event.data?.start || !port) return
  removeEventListener('message', hear)
  void begin(event.data.start, port)
})
parent.postMessage({ from: 'stripe-simulator', tells: 'hello' }, '*')
