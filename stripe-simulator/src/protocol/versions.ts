import type Stripe from 'stripe'
import { StripeRefusal } from './errors.ts'

/** The version whose shapes the simulator keeps its objects in. */
export const currentVersion: Stripe.LatestApiVersion = '2026-10-28.endive'

/** @throws StripeRefusal 400 when the header does not look like a version of Stripe's API. */
export function readVersion(header: string | undefined, fallback: string): string {
  if (header === undefined) return fallback
  if (/^20\d\d-\d\d-\d\d(\.[a-z_]+)?$/.test(header) && header.slice(0, 10) <= currentVersion.slice(0, 10)) return header
  throw new StripeRefusal(
    400,
    { type: 'invalid_request_error', message: `Invalid Stripe API version: ${header.slice(0, 40)}` },
    true,
  )
}

const isBefore = (version: string, day: string): boolean => version.slice(0, 10) < day

/** The last release before endive. */
const beforeEndive = '2026-03-25.dahlia'

/**
 * What a request speaks that names no version: what its account speaks, or the simulator. Stripe's own command-line tool names
 * none and still asks as before endive, so that it is taken at that unless its account was given a version.
 */
export function usualVersion(userAgent: string, ofAccount: string | undefined, ofSimulator: string): string {
  if (ofAccount !== undefined) return ofAccount
  const isOldFashioned = /\bstripe-cli\//.test(userAgent) && !takesPaymentMethodTypes(ofSimulator)
  return isOldFashioned ? beforeEndive : ofSimulator
}

/** Endive took `payment_method_types` away as an input of sessions and intents. */
export const takesPaymentMethodTypes = (version: string): boolean => isBefore(version, '2026-09-30')

type Fields = Record<string, unknown>
type Change = { before: string; object: string; apply(object: Fields): Fields }

const without = (object: Fields, ...fields: string[]): Fields =>
  Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)))

/** Newest first: each turns an object back to how it looked before that day. */
const changes: Change[] = [
  { before: '2026-09-30', object: 'checkout.session', apply: (session) => without(session, 'allowed_payment_method_types') },
  { before: '2026-09-30', object: 'payment_intent', apply: (intent) => without(intent, 'allowed_payment_method_types') },
  { before: '2026-09-30', object: 'setup_intent', apply: (intent) => without(intent, 'allowed_payment_method_types') },
  {
    before: '2026-03-25',
    object: 'checkout.session',
    apply: (session) => ({
      ...session,
      ui_mode: { hosted_page: 'hosted', embedded_page: 'embedded', elements: 'custom' }[String(session.ui_mode)] ?? null,
    }),
  },
]

/** Renders an object, and the objects within it, in an older version. The current version costs nothing. */
export function renderInVersion(value: unknown, version: string): unknown {
  const apply = changes.filter((change) => isBefore(version, change.before))
  return apply.length === 0 ? value : rewrite(value, apply)
}

function rewrite(value: unknown, apply: Change[]): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, apply))
  if (typeof value !== 'object' || value === null) return value
  const inside = Object.fromEntries(Object.entries(value).map(([field, content]) => [field, rewrite(content, apply)]))
  return apply
    .filter((change) => change.object === inside.object)
    .reduce<Fields>((object, change) => change.apply(object), inside)
}
