import { anywhere, type State } from '../state.ts'
import { badParameter } from './errors.ts'
import { wholeList } from './list.ts'

type Fields = Record<string, unknown>

/** Which fields of which object may be expanded. */
const expandable: Record<string, string[]> = {
  application_fee: ['account', 'application', 'balance_transaction', 'charge', 'originating_transaction'],
  balance_transaction: ['source'],
  capability: ['account'],
  charge: [
    'application',
    'application_fee',
    'balance_transaction',
    'customer',
    'failure_balance_transaction',
    'on_behalf_of',
    'payment_intent',
    'review',
    'source_transfer',
    'transfer',
    'payment_method_details.us_bank_account.mandate',
  ],
  'checkout.session': ['customer', 'invoice', 'payment_intent', 'payment_link', 'setup_intent', 'subscription'],
  customer: ['default_source', 'invoice_settings.default_payment_method', 'test_clock'],
  dispute: ['charge', 'payment_intent'],
  mandate: ['payment_method'],
  fee_refund: ['balance_transaction', 'fee'],
  payment_intent: [
    'application',
    'customer',
    'latest_charge',
    'on_behalf_of',
    'payment_method',
    'review',
    'transfer_data.destination',
  ],
  payment_link: ['application', 'on_behalf_of', 'transfer_data.destination'],
  payment_method: ['customer'],
  'billing_portal.configuration': ['application'],
  'billing_portal.session': ['configuration'],
  payout: ['balance_transaction', 'destination', 'failure_balance_transaction', 'original_payout', 'reversed_by'],
  price: ['product'],
  product: ['default_price', 'tax_code'],
  setup_attempt: ['application', 'customer', 'payment_method', 'setup_intent'],
  setup_intent: ['application', 'customer', 'latest_attempt', 'mandate', 'payment_method', 'single_use_mandate'],
  refund: [
    'balance_transaction',
    'charge',
    'customer',
    'failure_balance_transaction',
    'payment_intent',
    'payment_method',
    'source_transfer_reversal',
    'transfer_reversal',
  ],
}

/** Fields that are left out unless asked for. */
const includable: Record<string, (state: State, object: Fields) => unknown> = {
  'charge.refunds': (state, charge) => {
    const account = state.tables.charge.anywhere(String(charge.id))?.account ?? ''
    const mine = state.tables.refund.of(account).filter((refund) => refund.charge === charge.id)
    return wholeList(`/v1/charges/${charge.id}/refunds`, mine.reverse())
  },
  'checkout.session.line_items': (state, session) =>
    wholeList(`/v1/checkout/sessions/${session.id}/line_items`, state.records.sessions[String(session.id)]?.lineItems ?? []),
  'payment_link.line_items': (state, link) =>
    wholeList(`/v1/payment_links/${link.id}/line_items`, state.records.linkLines[String(link.id)] ?? []),
}

/** What each route that makes or changes something answers with, as far as its answer can be expanded. */
const answers: [route: RegExp, kind: string][] = [
  [/^\/v1\/payment_intents/, 'payment_intent'],
  [/^\/v1\/setup_intents/, 'setup_intent'],
  [/^\/v1\/checkout\/sessions/, 'checkout.session'],
  [/^\/v1\/charges/, 'charge'],
  [/^\/v1\/refunds/, 'refund'],
  [/^\/v1\/customers/, 'customer'],
  [/^\/v1\/payment_methods/, 'payment_method'],
  [/^\/v1\/payment_links/, 'payment_link'],
  [/^\/v1\/payouts/, 'payout'],
  [/^\/v1\/prices/, 'price'],
  [/^\/v1\/products/, 'product'],
  [/^\/v1\/disputes/, 'dispute'],
  [/^\/v1\/application_fees\/[^/]+\/refunds/, 'fee_refund'],
  [/^\/v1\/billing_portal\/configurations/, 'billing_portal.configuration'],
  [/^\/v1\/billing_portal\/sessions/, 'billing_portal.session'],
  [/^\/v1\/accounts(\/[^/]+)?$/, 'account'],
  [/^\/v1\/accounts\/[^/]+\/capabilities/, 'capability'],
]
/** Fields that hold whole objects already; what may be asked of those is seen when they are there. */
const whole = new Set([
  'account.external_accounts',
  'account.individual',
  'dispute.balance_transactions',
  'payment_intent.last_payment_error',
  'setup_intent.last_setup_error',
])

/**
 * Asks of a request that is about to change something whether its answer has the first field of each path, so that a wrong
 * one is refused before any work is done.
 * @param url without its query. @throws StripeRefusal 400 for a field that cannot be expanded.
 */
export function assertExpandable(url: string, paths: string[]): void {
  const [, kind] = answers.find(([route]) => route.test(url)) ?? []
  if (kind === undefined) {
    const [path] = paths
    if (path !== undefined) throw cannotExpand(path.split('.')[0] ?? '', { path, owner: '', prefix: '' })
    return
  }
  for (const path of paths) {
    const [field = ''] = path.split('.')
    const name = `${kind}.${field}`
    const isKnown = expandable[kind]?.some((known) => known === path || known === field || known.startsWith(`${field}.`))
    if (!isKnown && !(name in includable) && !whole.has(name)) throw cannotExpand(field, { path, owner: '', prefix: '' })
  }
}

/**
 * A copy of the answer with the asked fields in place of their ids; what is not on a path is shared, not copied.
 * @throws StripeRefusal 400 when a path names something that cannot be expanded.
 */
export function expand(state: State, answer: unknown, paths: string[]): unknown {
  return paths.reduce((value, path) => expandPath(state, value, path.split('.'), { path, owner: '', prefix: '' }), answer)
}

/** Where a walk stands: `owner` and `prefix` are set while it is inside a plain hash such as `transfer_data`. */
type Place = { path: string; owner: string; prefix: string }

function expandPath(state: State, value: unknown, levels: string[], place: Place): unknown {
  const [field, ...rest] = levels
  if (field === undefined || typeof value !== 'object' || value === null) return value
  const outside = { ...place, owner: '', prefix: '' }
  if (Array.isArray(value)) return value.map((item) => expandPath(state, item, levels, outside))
  const object = value as Fields
  if ((object.object === 'list' || object.object === 'search_result') && field === 'data')
    return { ...object, data: expandList(state, object.data, rest, outside) }
  const owner = place.owner || String(object.object ?? '')
  const name = `${place.prefix}${field}`
  const content = object[field] === undefined ? includable[`${owner}.${name}`]?.(state, object) : object[field]
  if (typeof content === 'object' && content !== null) {
    const isHash = !('object' in content) && !Array.isArray(content)
    if (isHash && rest.length === 0) throw cannotExpand(field, place)
    return { ...object, [field]: expandPath(state, content, rest, isHash ? { ...place, owner, prefix: `${name}.` } : outside) }
  }
  if (!expandable[owner]?.includes(name)) {
    throw cannotExpand(field, place)
  }
  if (typeof content !== 'string') return object
  return { ...object, [field]: expandPath(state, lookUp(state, content), rest, outside) }
}

const cannotExpand = (field: string, place: Place) =>
  badParameter('expand', `This property cannot be expanded (${field}). Check the path '${place.path}'.`)

function expandList(state: State, items: unknown, levels: string[], place: Place): unknown {
  return Array.isArray(items) ? items.map((item) => expandPath(state, item, levels, place)) : items
}

function lookUp(state: State, id: string): unknown {
  const { clientId, name } = state.records.platform
  if (id === clientId) return { id: clientId, object: 'application', name }
  return anywhere(state, id) ?? id
}
