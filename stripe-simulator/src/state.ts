import type Stripe from 'stripe'
import type { DueTask } from './clock.ts'
import type { StoredAnswer } from './protocol/idempotency.ts'
import type { PortalSession } from './resources/portal-sessions.ts'
import type { Delivery } from './webhooks/delivery.ts'

/** The wire form of a price: the SDK turns the decimal string into an object of its own. */
export type WirePrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string | null }
export type WireLineItem = Omit<Stripe.LineItem, 'price'> & { price: WirePrice | null }

/** Every kind of object that has an id and belongs to an account. */
export type Objects = {
  account: Stripe.Account
  application_fee: Stripe.ApplicationFee
  balance_transaction: Stripe.BalanceTransaction
  bank_account: Stripe.BankAccount
  'billing_portal.configuration': Stripe.BillingPortal.Configuration
  charge: Stripe.Charge
  'checkout.session': Stripe.Checkout.Session
  confirmation_token: Stripe.ConfirmationToken
  customer: Stripe.Customer
  dispute: Stripe.Dispute
  event: StoredEvent
  fee_refund: Stripe.FeeRefund
  mandate: Stripe.Mandate
  payment_intent: Stripe.PaymentIntent
  payment_link: Stripe.PaymentLink
  payment_method: Stripe.PaymentMethod
  payout: Stripe.Payout
  person: Stripe.Person
  price: WirePrice
  product: Stripe.Product
  refund: Stripe.Refund
  setup_attempt: Stripe.SetupAttempt
  setup_intent: Stripe.SetupIntent
  webhook_endpoint: Stripe.WebhookEndpoint
}
export type Kind = keyof Objects

/** An event with the object it tells of as it was at that moment; `Stripe.Event` is a union too wide to build piecemeal. */
export type StoredEvent = Stripe.EventBase & {
  data: { object: Record<string, unknown>; previous_attributes?: Record<string, unknown> }
}

/** What a piece of work has made so far, so that it can be unmade when the work is refused after all. */
export class Journal {
  #made: { id: string; unmake: () => void }[] | undefined

  /** From now on what is made is written down. */
  begin(): void {
    this.#made = []
  }

  /** Tells that something was made, and how it is unmade. */
  note(id: string, unmake: () => void): void {
    this.#made?.push({ id, unmake })
  }

  /** The work stands. */
  end(): void {
    this.#made = undefined
  }

  /** Unmakes what was made, the latest first. @returns its ids. */
  undo(): string[] {
    const made = this.#made ?? []
    this.#made = undefined
    for (const { unmake } of made.reverse()) unmake()
    return made.map(({ id }) => id)
  }
}

/** The objects of one kind, by account and in the order they were made. */
export class Table<T extends { id: string }> {
  readonly #byAccount = new Map<string, T[]>()
  readonly #places = new Map<string, { account: string; object: T }>()
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
  }

  insert(account: string, object: T): T {
    this.#journal.note(object.id, () => this.remove(account, object.id))
    const mine = this.#byAccount.get(account)
    if (mine) mine.push(object)
    else this.#byAccount.set(account, [object])
    this.#places.set(object.id, { account, object })
    return object
  }

  find(account: string, id: string): T | undefined {
    const place = this.#places.get(id)
    return place?.account === account ? place.object : undefined
  }

  /** The account's objects, oldest first. */
  of(account: string): readonly T[] {
    return this.#byAccount.get(account) ?? []
  }

  /** The object with this id on any account. */
  anywhere(id: string): { account: string; object: T } | undefined {
    return this.#places.get(id)
  }

  remove(account: string, id: string): void {
    const object = this.find(account, id)
    if (!object) return
    this.#places.delete(id)
    this.#byAccount.set(
      account,
      this.of(account).filter((other) => other !== object),
    )
  }

  get size(): number {
    return this.#places.size
  }

  /** Forgets the `count` oldest objects of all accounts together. */
  forgetOldest(count: number): void {
    const gone = new Map<string, number>()
    for (const [id, { account }] of this.#places) {
      if (count-- <= 0) break
      this.#places.delete(id)
      gone.set(account, (gone.get(account) ?? 0) + 1)
    }
    for (const [account, oldest] of gone) this.#byAccount.set(account, this.of(account).slice(oldest))
  }

  rows(): [account: string, object: T][] {
    return [...this.#byAccount].flatMap(([account, mine]) => mine.map((object): [string, T] => [account, object]))
  }
}

/** What a Checkout session knows besides its public face. */
export type SessionDetails = {
  lineItems: WireLineItem[]
  intent: {
    applicationFeeAmount: number | null
    captureMethod: 'automatic' | 'automatic_async' | 'manual'
    description: string | null
    metadata: Record<string, string>
    receiptEmail: string | null
    setupFutureUsage: 'off_session' | 'on_session' | null
    statementDescriptor: string | null
    statementDescriptorSuffix: string | null
    transferGroup: string | null
  }
  /** How a bank account is to be proven. */
  verification?: 'automatic' | 'instant' | 'microdeposits' | undefined
  /** What a payment method that is kept says of being shown again. */
  allowRedisplay?: 'always' | 'limited' | 'unspecified' | undefined
  /** The customer takes the name the buyer has typed. */
  updatesName?: boolean
  /** The buyer has asked to keep the payment method for later. */
  keeps?: boolean
}

/** What a payment or setup intent knows besides its public face. */
export type IntentDetails = { session: string | null; returnUrl: string | null; isOffSession: boolean; mandate?: string }

type AccountLinkDetails = { account: string; refreshUrl: string; returnUrl: string; expiresAt: number; isUsed: boolean }

/** Everything that is not an object with an id; plain data, so that a snapshot is a copy. */
export type Records = {
  platform: { account: string; clientId: string; name: string }
  /** Connected account → the second it was connected. */
  connections: Record<string, number>
  accountLinks: Record<string, AccountLinkDetails>
  /** Visits to the onboarding pages, each begun by opening a link. */
  onboardings: Record<string, { account: string; returnUrl: string }>
  oauthCodes: Record<string, { account: string; expiresAt: number; isUsed: boolean }>
  /** Secret and publishable keys of connected accounts, handed out by OAuth → account. */
  accountKeys: Record<string, string>
  /** Payment method → name of its test card. */
  cards: Record<string, string>
  /** Payment method → its test bank account, and whether the buyer has proven that it is theirs. */
  banks: Record<string, { name: string; isVerified: boolean; failedAttempts: number }>
  /** Cards whose holder has authenticated them for later payments. */
  setUpCards: Record<string, boolean>
  /** Payment methods that were taken away from their customer, or have paid without one: they are never used again. */
  spent: Record<string, boolean>
  /** Deleted customer → their account: they are still known to have been. */
  deletedCustomers: Record<string, string>
  /** Payment link → what it sells. */
  linkLines: Record<string, WireLineItem[]>
  /** Secret in the address → the visit of a customer to their payment methods. */
  portalSessions: Record<string, PortalSession>
  /** Payment intent → the lines of its `amount_details`. */
  amountLines: Record<string, Stripe.PaymentIntentAmountDetailsLineItem[]>
  sessions: Record<string, SessionDetails>
  intents: Record<string, IntentDetails>
  /** Confirmation token → what it will be redeemed for. */
  confirmationTokens: Record<string, { paymentMethod: string; isUsed: boolean }>
  capabilities: Record<string, Record<string, { requested: boolean; requestedAt: number }>>
  /** Endpoint → its secret, and the one before it while both are good. */
  webhookSecrets: Record<string, { secret: string; connect: boolean; previous?: { secret: string; until: number } }>
  deliveries: Record<string, Delivery>
  /** Account → the API version its keys speak when a request names none. */
  versions: Record<string, string>
  idempotency: Record<string, StoredAnswer>
  /** Balance transaction → the automatic payout that it is a part of. */
  payoutOf: Record<string, string>
  /** Bank account that payouts go to → its test bank account. */
  payoutBanks: Record<string, string>
  /** Account → the seconds at which money of it becomes available. */
  settlesAt: Record<string, number[]>
  /** Account → the second of its next payout by schedule. */
  payOutAt: Record<string, number>
  tasks: DueTask[]
}

type Tables = { [K in Kind]: Table<Objects[K]> }
export type State = { tables: Tables; records: Records; journal: Journal }

/** A record whose keys come from outside: with no prototype, `constructor` is just another name that is not there. */
export const bare = <T>(known: Record<string, T> = {}): Record<string, T> => Object.assign(Object.create(null), known)

/** An empty Stripe with one platform. */
export function newState(platform: Records['platform']): State {
  const journal = new Journal()
  return {
    journal,
    tables: {
      account: new Table(journal),
      application_fee: new Table(journal),
      balance_transaction: new Table(journal),
      bank_account: new Table(journal),
      'billing_portal.configuration': new Table(journal),
      charge: new Table(journal),
      'checkout.session': new Table(journal),
      confirmation_token: new Table(journal),
      customer: new Table(journal),
      dispute: new Table(journal),
      event: new Table(journal),
      fee_refund: new Table(journal),
      mandate: new Table(journal),
      payment_intent: new Table(journal),
      payment_link: new Table(journal),
      payment_method: new Table(journal),
      payout: new Table(journal),
      person: new Table(journal),
      price: new Table(journal),
      product: new Table(journal),
      refund: new Table(journal),
      setup_attempt: new Table(journal),
      setup_intent: new Table(journal),
      webhook_endpoint: new Table(journal),
    },
    records: {
      platform,
      connections: bare(),
      accountLinks: bare(),
      onboardings: bare(),
      oauthCodes: bare(),
      accountKeys: bare(),
      cards: bare(),
      banks: bare(),
      setUpCards: bare(),
      spent: bare(),
      deletedCustomers: bare(),
      linkLines: bare(),
      portalSessions: bare(),
      amountLines: bare(),
      sessions: bare(),
      intents: bare(),
      confirmationTokens: bare(),
      capabilities: bare(),
      webhookSecrets: bare(),
      deliveries: bare(),
      versions: bare(),
      idempotency: bare(),
      payoutOf: bare(),
      payoutBanks: bare(),
      settlesAt: bare(),
      payOutAt: bare(),
      tasks: [],
    },
  }
}

/** Any object by its id, wherever it lives. */
export function anywhere(state: State, id: string): Record<string, unknown> | undefined {
  for (const table of Object.values(state.tables)) {
    const found = table.anywhere(id)
    if (found) return found.object as unknown as Record<string, unknown>
  }
  return undefined
}
