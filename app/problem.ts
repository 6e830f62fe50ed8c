import type { KeyOf, ParametersOf } from './words/catalogue.ts'
import { render } from './words/render.ts'
import { type Parameter, Sentence } from './words/sentence.ts'

/** Which sentence of the catalogue `problems`: a kind, or a kind and its variant (`not-found:order`). */
export type ProblemKey = KeyOf<'problems'>
type KindOf<Key> = Key extends `${infer Kind}:${string}` ? Kind : Key
export type ProblemKind = KindOf<ProblemKey>

/** What each kind of problem answers over HTTP. */
const statuses: Record<ProblemKind, number> = {
  'already-a-member': 409,
  'already-paid': 409,
  'bad-cursor': 400,
  'bad-request': 400,
  'body-not-taken': 400,
  busy: 503,
  'cannot-ship': 409,
  'cannot-void': 409,
  'cap-below-minimum': 400,
  'cart-full': 409,
  'cart-not-orderable': 409,
  'cross-site': 403,
  'email-taken': 409,
  'forged-webhook': 400,
  'idempotency-key-reused': 422,
  internal: 500,
  'invalid-input': 400,
  'last-administrator': 409,
  'link-expired': 400,
  'link-used-up': 410,
  'mail-not-sent': 503,
  'needs-pay-online': 409,
  'never-retroactive': 409,
  'no-company': 403,
  'not-allowed': 403,
  'not-found': 404,
  'not-on-hold': 409,
  'oauth-not-configured': 409,
  'order-state': 409,
  'order-voided': 409,
  'pay-online-off': 409,
  'passkeys-full': 409,
  'payment-changing': 409,
  'payment-in-progress': 409,
  'payment-not-available': 409,
  'price-list-taken': 409,
  'reset-not-yours': 409,
  'reset-yourself': 409,
  'roles-do-not-fit': 400,
  'second-factor-needed': 403,
  'second-factor-off': 409,
  'second-factor-on': 409,
  'ship-date-not-offered': 409,
  'sign-in-needed': 401,
  'sku-taken': 409,
  'step-up-needed': 403,
  'stock-promised': 409,
  'stripe-account-taken': 409,
  'stripe-already-linked': 409,
  'stripe-not-ready': 409,
  'stripe-refused': 422,
  'stripe-unreachable': 503,
  'too-large': 413,
  'too-many-requests': 429,
  'too-many-tries': 429,
  'total-changed': 409,
  'unknown-currency': 400,
  'unreadable-webhook': 400,
  'unsigned-webhook': 400,
  'unusable-text': 400,
  'weak-password': 400,
  'wrong-code': 401,
  'wrong-content-type': 415,
  'wrong-credentials': 401,
  'wrong-passkey': 401,
  'wrong-password': 400,
}

/**
 * An error that a person can act on, answered as RFC 9457 problem details in the reader's language. Everything else that is
 * thrown is a fault of ours: it is logged and answered as a bare 500.
 */
export class Problem<Key extends ProblemKey = ProblemKey> extends Error {
  readonly status: number
  /** A stable, kebab-case name of the kind of problem: `type` is `https://florin.example/problems/<kind>`. */
  readonly kind: ProblemKind
  /** One or two sentences: what happened, what was kept, what to do. */
  readonly sentence: Sentence
  /** Further members of the problem document: what its sentence was told, and what was said besides (`field`, `permission`). */
  readonly members: Record<string, unknown>

  /** @param members what the sentence needs to be told, and anything more that a caller's program may want to know. */
  constructor(key: Key, ...[members]: Members<ParametersOf<'problems', Key>>) {
    const sentence = new Sentence('problems', key, members ?? {})
    super(render(sentence, 'en'))
    this.name = 'Problem'
    this.kind = key.split(':')[0] as ProblemKind
    this.status = statuses[this.kind]
    this.sentence = sentence
    this.members = members ?? {}
  }
}

type More = Record<string, unknown>
type Members<Names extends string> = [Names] extends [never] ? [members?: More] : [members: Record<Names, Parameter> & More]
type Missing = ProblemKey extends infer Key ? (Key extends `not-found:${infer What}` ? What : never) : never

/** Nothing by that id here. Says the same for another company's ids: an id must not tell that it exists. */
export function notFound(what: Missing): Problem {
  return new Problem(`not-found:${what}`)
}
