// Part of the stand-in for Stripe.js that runs in the seller's page: from a filled-in element to a paid intent.
import type { PaymentIntent, SetupIntent, StripeError } from '@stripe/stripe-js'
import type { Answer, Context, Form } from './context.ts'
import { dialogOver } from './dialog.ts'
import { frameOf, insideOf } from './elements.ts'
import { integrationError } from './frame.ts'

export type Kind = 'payment' | 'setup'
export type Intent = PaymentIntent | SetupIntent
/** What Stripe.js answers about an intent. */
export type Settled = { error?: StripeError; paymentIntent?: Intent; setupIntent?: Intent }

const kinds = {
  payment: { collection: 'payment_intents', name: 'paymentIntent', field: 'payment_intent', prefix: 'pi_' },
  setup: { collection: 'setup_intents', name: 'setupIntent', field: 'setup_intent', prefix: 'seti_' },
} as const

/** What a client secret is of, and where the API has it. */
export type Of = (typeof kinds)[Kind] & { secret: string; path: string }

/** What a client secret is of. @throws IntegrationError when it is none. */
export function secretOf(kind: Kind, clientSecret: unknown): Of {
  const of = kinds[kind]
  if (typeof clientSecret !== 'string' || !clientSecret.startsWith(of.prefix) || !clientSecret.includes('_secret_'))
    throw integrationError(
      `Invalid value for clientSecret: value should be a client secret of the form \${id}_secret_\${secret}.`,
    )
  const id = clientSecret.slice(0, clientSecret.indexOf('_secret_'))
  return { ...of, secret: clientSecret, path: `/v1/${of.collection}/${id}` }
}

/** An answer of the API about an intent, as Stripe.js gives it. */
export const told = (of: Of, { error, object }: Answer<Intent>): Settled => (error ? { error } : { [of.name]: object })

const read = (context: Context, of: Of): Promise<Answer<Intent>> => context.api('GET', of.path, { client_secret: of.secret })

/** Reads an intent as a buyer may see it. */
export async function retrieve(context: Context, kind: Kind, clientSecret: string): Promise<Settled> {
  const of = secretOf(kind, clientSecret)
  return told(of, await read(context, of))
}

/** The bank's question in a dialog over the page; resolves when the buyer has answered. @param url of the bank's page. */
export const challenge = (url: string): Promise<void> =>
  dialogOver(new URL(url).pathname.replace('/3d-secure/', '/stripe-js/3d-secure/'), '3D Secure', 'Confirm it is you')

const failureOf = (intent: Intent): StripeError | null => {
  const failure = 'last_payment_error' in intent ? intent.last_payment_error : (intent as SetupIntent).last_setup_error
  return intent.status === 'requires_payment_method' ? ((failure as StripeError | null | undefined) ?? null) : null
}

/** What the intent waits for, done; then what became of it. */
async function settle(context: Context, of: Of, intent: Intent): Promise<Settled> {
  const url = intent.next_action?.redirect_to_url?.url
  if (intent.status !== 'requires_action' || !url) return { [of.name]: intent }
  await challenge(url)
  const { error, object } = await read(context, of)
  if (error) return { error }
  const failure = failureOf(object)
  return failure ? { error: { ...failure, [of.field]: object } } : { [of.name]: object }
}

/** Sends the buyer to the seller's page, with what Stripe adds to its address. Never resolves: the page goes away. */
function leave(returnUrl: string, of: Of, intent: Intent): Promise<never> {
  const url = new URL(returnUrl, location.href)
  url.searchParams.set(of.field, intent.id)
  url.searchParams.set(`${of.field}_client_secret`, of.secret)
  url.searchParams.set('redirect_status', ['processing', 'requires_action'].includes(intent.status) ? 'pending' : 'succeeded')
  location.assign(url.href)
  return new Promise(() => {})
}

export type ConfirmOptions = {
  elements?: unknown
  clientSecret?: string
  confirmParams?: { return_url?: string; [name: string]: unknown }
  redirect?: 'always' | 'if_required'
}

/** `confirmPayment` and `confirmSetup`. @throws IntegrationError when the buyer is to be sent away and nobody says where. */
export async function confirmIntent(context: Context, kind: Kind, options: ConfirmOptions): Promise<Settled> {
  const { elements, clientSecret, confirmParams = {}, redirect = 'always' } = options
  const group = insideOf(elements)
  const of = secretOf(kind, clientSecret ?? group?.clientSecret())
  const { return_url: returnUrl, ...params } = confirmParams
  if (redirect === 'always' && !returnUrl)
    throw integrationError('The `confirmParams.return_url` argument is required unless passing `redirect: "if_required"`.')
  if (group?.isDeferred() && !group.isSubmitted()) {
    const message = 'elements.submit() must be called before stripe.confirmPayment() is called.'
    return { error: { type: 'invalid_request_error', message } }
  }
  const form = {
    ...params,
    client_secret: of.secret,
    ...(returnUrl ? { return_url: new URL(returnUrl, location.href).href } : {}),
  }
  const path = `${of.path}/confirm`
  const frame = group?.payingFrame()
  const { error, object } = frame
    ? await frame.call<Answer<Intent>>('confirm', { path, form })
    : await context.api<Intent>('POST', path, form)
  if (error) return { error }
  const settled = await settle(context, of, object)
  const intent = settled[of.name]
  return returnUrl && redirect === 'always' && intent ? leave(returnUrl, of, intent) : settled
}

/** What the buyer agrees to by paying from a bank account. */
const mandate = { mandate_data: { customer_acceptance: { type: 'online', online: { infer_from_client: true } } } }

export type PaymentMethodType = 'card' | 'us_bank_account'
export type ConfirmData = { payment_method?: string | Record<string, unknown>; [name: string]: unknown }

/** `confirmCardPayment`, `confirmUsBankAccountPayment` and their like: `data.payment_method` is an id, or an element with details. */
export async function confirmWith(
  context: Context,
  { kind, type }: { kind: Kind; type: PaymentMethodType },
  clientSecret: string,
  data: ConfirmData = {},
  { handleActions = true }: { handleActions?: boolean } = {},
): Promise<Settled> {
  const of = secretOf(kind, clientSecret)
  const { payment_method: given, ...rest } = data
  const answer = await confirmOnce(context, {
    path: `${of.path}/confirm`,
    type,
    given,
    form: { ...rest, client_secret: of.secret },
  })
  return answer.object && handleActions ? settle(context, of, answer.object) : told(of, answer)
}

type Once = { path: string; type: PaymentMethodType; given: ConfirmData['payment_method']; form: Form }

function confirmOnce(context: Context, { path, type, given, form }: Once): Promise<Answer<Intent>> {
  const terms = type === 'us_bank_account' ? mandate : {}
  if (given === undefined || typeof given === 'string')
    return context.api('POST', path, { ...form, ...terms, ...(given ? { payment_method: given } : {}) })
  const { [type]: source, ...details } = given
  const frame = frameOf(source)
  if (frame) return frame.call('confirm', { path, form: { ...form, payment_method_data: details } })
  return context.api('POST', path, { ...form, ...terms, payment_method_data: { ...details, type, [type]: source } })
}

/** `handleNextAction`: does what an intent that was confirmed on the server waits for. */
export async function nextAction(context: Context, { clientSecret }: { clientSecret: string }): Promise<Settled> {
  const of = secretOf(String(clientSecret).startsWith(kinds.setup.prefix) ? 'setup' : 'payment', clientSecret)
  const { error, object } = await read(context, of)
  return error ? { error } : settle(context, of, object)
}
