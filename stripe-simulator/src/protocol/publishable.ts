import type { State } from '../state.ts'
import { badParameter, type ErrorBody, missing, StripeRefusal } from './errors.ts'

type Fields = Record<string, unknown>

/** An object that a browser may work on when it knows its client secret: the table it is in, and the name errors use. */
const secretObjects = {
  payment_intents: { kind: 'payment_intent', param: 'intent' },
  setup_intents: { kind: 'setup_intent', param: 'intent' },
  payment_pages: { kind: 'checkout.session', param: 'session' },
} as const

/** What a publishable key may call: with the client secret of the object in its path, or (no secret) to make something new. */
const open: { method: string; path: RegExp }[] = [
  { method: 'GET', path: /^\/v1\/(payment_intents|setup_intents|payment_pages)\/([^/]+)$/ },
  { method: 'POST', path: /^\/v1\/(payment_intents|setup_intents|payment_pages)\/([^/]+)\/confirm$/ },
  { method: 'POST', path: /^\/v1\/(payment_intents|setup_intents)\/([^/]+)\/verify_microdeposits$/ },
  { method: 'POST', path: /^\/v1\/(?:payment_methods|confirmation_tokens)$/ },
]

const secretKeyRequired = (): StripeRefusal => {
  const message =
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.'
  return new StripeRefusal(403, { type: 'invalid_request_error', code: 'secret_key_required', message }, true)
}

/**
 * Whether a browser, which holds no secret key, may make this call. Takes `client_secret` out of the form.
 * @throws StripeRefusal 403 `secret_key_required` for a call that needs a secret key, 400 `parameter_missing` without the
 * client secret, 404 `resource_missing` when it is not that of the object.
 */
export function admitBrowser(state: State, account: string, request: { method: string; path: string }, form: Fields): void {
  const found = open.map(({ method, path }) => (method === request.method ? path.exec(request.path) : null)).find(Boolean)
  if (!found) throw secretKeyRequired()
  const [, collection, id = ''] = found
  if (collection === undefined) return
  const { kind, param } = secretObjects[collection as keyof typeof secretObjects]
  const given = form.client_secret
  delete form.client_secret
  if (typeof given !== 'string' || given === '')
    throw badParameter('client_secret', 'Missing required param: client_secret.', 'parameter_missing')
  const tables: Record<string, { find(account: string, id: string): unknown }> = state.tables
  const object = tables[kind]?.find(account, decodeURIComponent(id)) as { client_secret?: string | null } | undefined
  if (object?.client_secret !== given) throw missing(kind, id, param)
}

/** The fields of an object that Stripe shows to a browser; what is not listed stays between Stripe and the seller. */
const shownToBrowsers: Record<string, string[]> = {
  'checkout.session': [
    'id',
    'object',
    'amount_subtotal',
    'amount_total',
    'cancel_url',
    'created',
    'currency',
    'customer_details',
    'customer_email',
    'expires_at',
    'line_items',
    'livemode',
    'mode',
    'payment_intent',
    'payment_method_types',
    'payment_status',
    'redirect_on_completion',
    'return_url',
    'setup_intent',
    'status',
    'success_url',
    'total_details',
    'ui_mode',
    'url',
  ],
  payment_intent: [
    'id',
    'object',
    'allowed_payment_method_types',
    'amount',
    'amount_details',
    'automatic_payment_methods',
    'canceled_at',
    'cancellation_reason',
    'capture_method',
    'client_secret',
    'confirmation_method',
    'created',
    'currency',
    'description',
    'excluded_payment_method_types',
    'last_payment_error',
    'livemode',
    'next_action',
    'payment_method',
    'payment_method_configuration_details',
    'payment_method_types',
    'processing',
    'receipt_email',
    'setup_future_usage',
    'shipping',
    'source',
    'status',
  ],
  setup_intent: [
    'id',
    'object',
    'allowed_payment_method_types',
    'automatic_payment_methods',
    'cancellation_reason',
    'client_secret',
    'created',
    'description',
    'excluded_payment_method_types',
    'last_setup_error',
    'livemode',
    'next_action',
    'payment_method',
    'payment_method_configuration_details',
    'payment_method_types',
    'status',
    'usage',
  ],
}

/** An answer as a browser may see it: what stands in it, at any depth, with the fields for buyers only. */
export function shownToBrowser(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownToBrowser)
  if (typeof value !== 'object' || value === null) return value
  const shown = shownToBrowsers[String((value as Fields).object)]
  const fields = Object.entries(value).filter(([field]) => shown === undefined || shown.includes(field))
  return Object.fromEntries(fields.map(([field, content]) => [field, shownToBrowser(content)]))
}

/** The same for a refusal: it may carry the intent. */
export const refusalShownToBrowser = (refusal: StripeRefusal): StripeRefusal =>
  new StripeRefusal(refusal.status, shownToBrowser(refusal.body) as ErrorBody, refusal.isFromChecking)
