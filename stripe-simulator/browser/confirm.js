// Part of the stand-in for Stripe.js that runs in the seller's page: from a filled-in element to a paid intent.
import { integrationError, openPage } from './frame.js'

const kinds = {
  payment: { collection: 'payment_intents', name: 'paymentIntent', field: 'payment_intent', error: 'last_payment_error' },
  setup: { collection: 'setup_intents', name: 'setupIntent', field: 'setup_intent', error: 'last_setup_error' },
}

/** What a client secret is of. @throws IntegrationError when it is none. */
export function secretOf(kind, clientSecret) {
  const prefix = kind === 'payment' ? 'pi' : 'seti'
  const known = typeof clientSecret === 'string' && clientSecret.startsWith(`${prefix}_`) && clientSecret.includes('_secret_')
  if (!known)
    throw integrationError(
      `Invalid value for clientSecret: value should be a client secret of the form \${id}_secret_\${secret}.`,
    )
  const id = clientSecret.slice(0, clientSecret.indexOf('_secret_'))
  return { ...kinds[kind], id, secret: clientSecret, path: `/v1/${kinds[kind].collection}/${id}` }
}

/** Reads an intent as a buyer may see it. */
export async function retrieve(context, kind, clientSecret) {
  const of = secretOf(kind, clientSecret)
  const { error, object } = await context.api('GET', of.path, { client_secret: of.secret })
  return error ? { error } : { [of.name]: object }
}

/**
 * The bank's question in a dialog over the page; resolves when the buyer has answered.
 *
 * @param {string} url
 * @returns {Promise<void>}
 */
export function challenge(url) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog')
    dialog.setAttribute('aria-label', 'Confirm it is you')
    Object.assign(dialog.style, {
      padding: '0',
      border: '0',
      borderRadius: '14px',
      width: 'min(480px, calc(100vw - 24px))',
      maxHeight: '92vh',
      overflow: 'auto',
    })
    // The answer is in the page itself; leaving without one would leave the payment waiting.
    dialog.addEventListener('cancel', (event) => event.preventDefault())
    document.body.append(dialog)
    const path = new URL(url).pathname.replace('/3d-secure/', '/stripe-js/3d-secure/')
    const onDone = () => {
      page.remove()
      dialog.close()
      dialog.remove()
      resolve()
    }
    const page = openPage(dialog, path, {
      title: '3D Secure',
      onDone,
    })
    dialog.showModal()
  })
}

/** What the intent waits for, done; then what became of it. */
export async function settle(context, of, intent) {
  const url = intent.next_action?.redirect_to_url?.url
  if (intent.status !== 'requires_action' || !url) return { [of.name]: intent }
  await challenge(url)
  const { error, object } = await context.api('GET', of.path, { client_secret: of.secret })
  if (error) return { error }
  const failure = object.status === 'requires_payment_method' ? object[of.error] : null
  return failure ? { error: { ...failure, [of.field]: object } } : { [of.name]: object }
}

/** Sends the buyer to the seller's page, with what Stripe adds to its address. Never resolves: the page goes away. */
function leave(returnUrl, of, intent) {
  const url = new URL(returnUrl, location.href)
  url.searchParams.set(of.field, intent.id)
  url.searchParams.set(`${of.field}_client_secret`, intent.client_secret)
  url.searchParams.set('redirect_status', ['processing', 'requires_action'].includes(intent.status) ? 'pending' : 'succeeded')
  location.assign(url.href)
  return new Promise(() => {})
}

/**
 * `confirmPayment` and `confirmSetup`.
 *
 * @param {any} context
 * @param {'payment' | 'setup'} kind
 * @param {{ elements?: any, clientSecret?: string, confirmParams?: Record<string, any>, redirect?: string }} options
 */
export async function confirmIntent(context, kind, { elements, clientSecret, confirmParams = {}, redirect = 'always' }) {
  const group = elements?.simulated
  const of = secretOf(kind, clientSecret ?? group?.clientSecret())
  if (redirect === 'always' && !confirmParams.return_url)
    throw integrationError('The `confirmParams.return_url` argument is required unless passing `redirect: "if_required"`.')
  if (group?.isDeferred() && !group.isSubmitted()) {
    const message = 'elements.submit() must be called before stripe.confirmPayment() is called.'
    return { error: { type: 'invalid_request_error', message } }
  }
  const { return_url: returnUrl, ...params } = confirmParams
  const form = {
    ...params,
    client_secret: of.secret,
    ...(returnUrl ? { return_url: new URL(returnUrl, location.href).href } : {}),
  }
  const frame = group?.payingFrame()
  const { error, object } = frame
    ? await frame.call('confirm', { kind, path: `${of.path}/confirm`, form })
    : await context.api('POST', `${of.path}/confirm`, form)
  if (error) return { error }
  const settled = await settle(context, of, object)
  if (settled.error || redirect !== 'always') return settled
  return leave(returnUrl, of, settled[of.name])
}

/** `confirmCardPayment`, `confirmUsBankAccountPayment` and their like: `data.payment_method` is an id, or an element with details. */
export async function confirmWith(context, kind, type, clientSecret, data = {}, { handleActions = true } = {}) {
  const of = secretOf(kind, clientSecret)
  const { payment_method: given, ...rest } = data
  const form = { ...rest, client_secret: of.secret }
  let answer
  if (given === undefined || typeof given === 'string') {
    answer = await context.api('POST', `${of.path}/confirm`, { ...form, ...(given ? { payment_method: given } : {}) })
  } else {
    const { [type]: source, ...details } = given
    const frame = source?.simulated?.frame()
    const path = `${of.path}/confirm`
    const mandate = type === 'us_bank_account' ? { mandate_data: context.mandate() } : {}
    answer = frame
      ? await frame.call('confirm', { kind, path, form: { ...form, payment_method_data: details } })
      : await context.api('POST', path, { ...form, ...mandate, payment_method_data: { ...details, type, [type]: source } })
  }
  if (answer.error) return { error: answer.error }
  return handleActions ? settle(context, of, answer.object) : { [of.name]: answer.object }
}

/** `handleNextAction`: does what an intent that was confirmed on the server waits for. */
export async function nextAction(context, { clientSecret }) {
  const kind = String(clientSecret).startsWith('seti_') ? 'setup' : 'payment'
  const of = secretOf(kind, clientSecret)
  const { error, object } = await context.api('GET', of.path, { client_secret: of.secret })
  return error ? { error } : settle(context, of, object)
}
