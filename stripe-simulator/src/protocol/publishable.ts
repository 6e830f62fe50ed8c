import type { State } from '../state.ts'
import { badParameter, missing, StripeRefusal } from './errors.ts'

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
  { method: 'POST', path: /^\/v1\/payment_methods$/ },
]

const secretKeyRequired = (): StripeRefusal => {
  const message =
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.'
  return new StripeRefusal(401, { type: 'invalid_request_error', code: 'secret_key_required', message }, true)
}

/**
 * Whether a browser, which holds no secret key, may make this call. Takes `client_secret` out of the form.
 * @throws StripeRefusal 401 `secret_key_required` for a call that needs a secret key, 400 `parameter_missing` without the
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

/** An answer as a browser may see it. */
export function shownToBrowser(object: unknown): unknown {
  const shown = shownToBrowsers[(object as Fields)?.object as string]
  if (!shown) return object
  return Object.fromEntries(Object.entries(object as Fields).filter(([field]) => shown.includes(field)))
}

/** The same for an error: it may carry the intent. */
export const refusalShownToBrowser = (refusal: StripeRefusal): StripeRefusal => {
  const inside = ['payment_intent', 'setup_intent'].filter((name) => name in refusal.body)
  const shown = Object.fromEntries(inside.map((name) => [name, shownToBrowser((refusal.body as Fields)[name])]))
  return new StripeRefusal(refusal.status, { ...refusal.body, ...shown }, refusal.isFromChecking)
}
