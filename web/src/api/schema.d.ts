// Interim: replaced by generate-api.ts as soon as the server's document exists.
type Json<B> = { headers: { [name: string]: unknown }; content: { 'application/json': B } }
type Get<B, Q = never, P = never> = { parameters: { query?: Q; path?: P }; requestBody?: never; responses: { 200: Json<B> } }
type Post<B, Body = never, P = never> = { parameters: { path?: P }; requestBody: { content: { 'application/json': Body } }; responses: { 200: Json<B> } }
type Do<B, P = never> = { parameters: { path?: P }; requestBody?: never; responses: { 200: Json<B> } }
type Money = { minor: number; currency: string }
type Named = { id: string; name: string }
type Numbered = { id: string; number: string }
type Id = { id: string }
type Page<T> = { items: T[]; nextCursor: string | null }
type List = { search?: string; cursor?: string; limit?: number }
type Permission =
  | 'platform.operate' | 'office.enter' | 'customers.read' | 'orders.read' | 'products.read' | 'payments.read' | 'invoices.read' | 'journal.read'
  | 'stripe.manage' | 'people.manage' | 'company.manage' | 'customers.edit' | 'customers.edit_e_commerce' | 'orders.ship' | 'orders.void'
  | 'orders.override_hold' | 'breaks.close' | 'shop.enter' | 'shop.order' | 'shop.pay'
type Role = 'operator' | 'admin' | 'receivables' | 'credit_manager' | 'sales' | 'warehouse' | 'read_only' | 'buyer_orders' | 'buyer_pays'
type Membership = { id: string; roles: Role[]; company: { id: string; name: string; slug: string; kind: 'platform' | 'seller'; accentColour: string | null }; customer: Named | null }
type Session = {
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean } | null
  memberships: Membership[]
  active: (Membership & { permissions: Permission[] }) | null
  secondFactorRequired: boolean
  mode: { stripe: 'simulator' | 'test' | 'live'; demo: boolean }
}
type JournalEntry = {
  number: number; factKind: string; description: string; occurredAt: string; postedAt: string
  lines: { account: string; accountName: string; debit: Money | null; credit: Money | null; customer: string | null }[]
}
type Payment = {
  id: string; controlNumber: string; customer: Named | null; order: Numbered | null; amount: Money; applied: Money; unapplied: Money; method: string
  cardBrand: string | null; cardLast4: string | null; receivedAt: string; charge: string; stripeFee: Money | null; convenienceFee: Money | null; net: Money | null
  state: 'applied' | 'partly_applied' | 'unapplied' | 'suspense'
}
type Break = { id: string; kind: string; subjectType: string; subjectId: string; summary: string; openedAt: string; closedAt: string | null; closedByName: string | null; closingNote: string | null }
type PaymentDetail = Payment & {
  paymentIntent: string | null; checkoutSession: string | null; stripeAccount: string; balanceTransaction: string | null; applicationFee: string | null
  cardExpiry: string | null; cardFunding: string | null; authorisationCode: string | null; receiptUrl: string | null; statementDescriptor: string | null
  availableOn: string | null; payout: string | null; dashboardUrl: string | null; note: string
  allocations: { at: string; amount: Money; order: Numbered | null; invoice: Numbered | null }[]
  steps: { key: 'order' | 'session' | 'card' | 'posted' | 'applied' | 'fees' | 'payout'; label: string; at: string | null; detail: string }[]
  journal: JournalEntry[]
  breaks: { id: string; kind: string; summary: string; openedAt: string; closedAt: string | null }[]
}
type Invoice = { id: string; number: string; customer: Named; order: Numbered; total: Money; balanceDue: Money; issuedAt: string; dueOn: string; state: 'open' | 'partly_paid' | 'paid' | 'overdue' }
type Line = { sku: string; name: string; unit: string; quantity: number; unitPrice: Money; amount: Money }
type Order = {
  id: string; number: string; customer: { id: string; name: string; number: string }; placedAt: string; shipDate: string; total: Money
  orderState: 'draft' | 'pending' | 'confirmed' | 'voided'; fulfilmentState: 'unfulfilled' | 'shipped'
  paymentState: 'unpaid' | 'pending' | 'authorised' | 'partly_paid' | 'paid' | 'refunded' | 'disputed'
  approvalState: 'not_needed' | 'needed' | 'approved'; hold: string | null; holdReason: string | null
}
type Standing = 'not_linked' | 'information_missing' | 'under_review' | 'ready' | 'payouts_paused' | 'restricted' | 'disconnected'
type NextStep = { label: string; action: 'enable' | 'continue' | 'none' }
type StripeAccount = {
  id: string; location: Named | null; stripeAccount: string; standing: Standing; sentence: string; nextStep: NextStep; missing: string[]; canCharge: boolean
  canBePaidOut: boolean; businessName: string | null; dashboardUrl: string | null; linkedBy: string; readAt: string
}
type Address = { id: string; label: string; line1: string; line2: string; city: string; region: string; postalCode: string; country: string; isDefault: boolean }
type Customer = { id: string; number: string; name: string; contactName: string; email: string; phone: string; location: Named; priceList: Named; terms: 'cod' | 'prepaid' | 'net' | 'eom'; termsDays: number; payOnline: boolean }

export interface paths {
  '/api/session': { get: Get<Session> }
  '/api/session/membership': { post: Post<Session, { membershipId: string }> }
  '/api/home': { get: Get<{
    ordersToShip: { count: number; total: Money }; awaitingPayment: { count: number; total: Money }; stripe: { standing: string; sentence: string }
    money: null | {
      receivedToday: { count: number; amount: Money; fees: Money }; openInvoices: { count: number; amount: Money; overdueAmount: Money }
      recentPayments: Payment[]; breaks: { count: number }; receivedByDay: { day: string; minor: number }[]
    }
  }> }
  '/api/search': { get: { parameters: { query: { q: string } }; responses: { 200: Json<{ items: { kind: 'customer' | 'order' | 'payment' | 'invoice' | 'product'; id: string; title: string; subtitle: string }[] }> } } }
  '/api/activity': { get: { parameters: { query: { subjectType: string; subjectId: string } }; responses: { 200: Json<{ items: { id: string; at: string; actor: { kind: string; name: string }; action: string; summary: string; details: Record<string, unknown> }[] }> } } }
  '/api/orders': { get: Get<Page<Order & { balanceDue: Money }>, List & { payment?: string; hold?: string; fulfilment?: string; customerId?: string; sort?: string }> }
  '/api/orders/{id}': { get: Get<Order & {
    lines: Line[]; shipTo: Omit<Address, 'id' | 'isDefault'>; poNumber: string; note: string; placedByName: string; goods: Money; freight: Money; tax: Money
    canShip: boolean; whyNotShip: string | null; canOverride: boolean; invoice: Numbered | null; terms: string; paymentRequired: boolean
  }, never, Id> }
  '/api/orders/{id}/payment': { get: Get<{
    state: 'in_progress' | 'unpaid' | 'pending' | 'authorised' | 'partly_paid' | 'paid' | 'refunded' | 'disputed'; balanceDue: Money
    attempts: { id: string; state: 'creating' | 'open' | 'processing' | 'succeeded' | 'expired' | 'cancelled' | 'failed'; amount: Money; convenienceFee: Money; startedAt: string; startedByName: string; lastDecline: string | null; expiresAt: string | null; checkoutSession: string | null }[]
    payments: Payment[]
  }, never, Id> }
  '/api/orders/{id}/ship': { post: Do<{ invoice: Numbered }, Id> }
  '/api/orders/{id}/override-hold': { post: Post<unknown, { reason: string }, Id> }
  '/api/orders/{id}/void': { post: Post<unknown, { reason: string }, Id> }
  '/api/payments': { get: Get<Page<Payment> & { totals: { count: number; amount: Money; stripeFee: Money; convenienceFee: Money; net: Money }[] }, List & { customerId?: string; orderId?: string }> }
  '/api/payments/{id}': { get: Get<PaymentDetail, never, Id> }
  '/api/invoices': { get: Get<Page<Invoice> & { totals: { count: number; total: Money; balanceDue: Money; overdue: Money }[] }, List & { open?: string; customerId?: string }> }
  '/api/invoices/{id}': { get: Get<Invoice & { goods: Money; freight: Money; tax: Money; lines: Line[]; applications: { at: string; amount: Money; payment: { id: string; controlNumber: string } }[]; journal: JournalEntry[] }, never, Id> }
  '/api/breaks': { get: Get<{ items: Break[] }> }
  '/api/breaks/{id}/close': { post: Post<null, { note: string }, Id> }
  '/api/customers': { get: Get<Page<Customer>, List>; post: Post<Customer, Record<string, unknown>> }
  '/api/customers/{id}': {
    get: Get<Customer & {
      creditLimit: Money | null; addresses: Address[]
      eCommerce: { payOnline: boolean; payOnlineAvailable: boolean; payOnlineUnavailableReason: string | null; paymentRequiredAtCheckout: boolean }
      people: { id: string; name: string; email: string; roles: Role[] }[]
    }, never, Id>
    patch: Post<unknown, Record<string, unknown>, Id>
  }
  '/api/customers/{id}/e-commerce': { patch: Post<unknown, { payOnline: boolean; paymentRequiredAtCheckout: boolean }, Id> }
  '/api/price-lists': { get: Get<{ items: Named[] }> }
  '/api/products': { get: Get<Page<{ id: string; sku: string; name: string; category: string; unit: string; packSize: number; active: boolean; stock: { location: Named; onHand: number; committed: number; available: number }[]; prices: { priceList: Named; price: Money }[] }>, List & { category?: string }> }
  '/api/locations': { get: Get<{ items: { id: string; code: string; name: string }[] }> }
  '/api/company': { get: Get<{ id: string; name: string; slug: string; currency: string; timeZone: string; locale: string; orderCutOff: string; accentColour: string | null; taxBasisPoints: number; freight: Money }>; patch: Post<unknown, Record<string, unknown>> }
  '/api/people': { get: Get<{ items: { id: string; user: { id: string; name: string; email: string }; roles: Role[]; customer: Named | null; twoFactorEnabled: boolean; joinedAt: string }[] }> }
  '/api/people/{membershipId}': { patch: Post<unknown, { roles: Role[] }, { membershipId: string }>; delete: Do<unknown, { membershipId: string }> }
  '/api/invitations': { get: Get<{ items: { id: string; email: string; roles: Role[]; customer: Named | null; expiresAt: string; invitedByName: string }[] }>; post: Post<unknown, { email: string; roles: Role[]; customerId?: string }> }
  '/api/invitations/{id}': { delete: Do<unknown, Id> }
  '/api/integrations/stripe': { get: Get<{
    accounts: StripeAccount[]; standing: Standing; sentence: string; nextStep: NextStep
    feeSchedule: { basisPoints: number; fixed: Money; minimum: Money; cap: Money | null; effectiveFrom: string; words: string } | null
    lastEvents: { type: string; receivedAt: string; state: string }[]; mode: 'simulator' | 'test' | 'live'; canLinkExisting: boolean; locationsWithout: Named[]
  }> }
  '/api/integrations/stripe/enable': { post: Post<{ url: string }, { locationId?: string | null }> }
  '/api/integrations/stripe/link-existing': { post: Post<{ url: string }, { locationId?: string | null }> }
  '/api/integrations/stripe/accounts/{id}/continue': { post: Do<{ url: string }, Id> }
  '/api/integrations/stripe/accounts/{id}/refresh': { post: Do<StripeAccount, Id> }
  '/api/integrations/stripe/accounts/{id}/disconnect': { post: Post<null, { reason: string }, Id> }
}
