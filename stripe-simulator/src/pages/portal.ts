import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { detach } from '../resources/attach-payment-method.ts'
import { saveBankAccount } from '../resources/bank-account-methods.ts'
import { confirmSetup } from '../resources/confirm-setup.ts'
import { acceptedOnPage } from '../resources/mandates.ts'
import { isWaitingForDeposits } from '../resources/microdeposits.ts'
import { offeredTypes } from '../resources/offered-types.ts'
import type { Buyer } from '../resources/pay-session.ts'
import { savePaymentMethod } from '../resources/payment-methods.ts'
import { configurationFor } from '../resources/portal-configurations.ts'
import { type PortalSession, setDefaultMethod, visitPortal } from '../resources/portal-sessions.ts'
import { createSetupIntent } from '../resources/setup-intent-object.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import { type Answer, sellerName } from './checkout.ts'
import { told } from './checkout-page.ts'
import { html } from './html.ts'
import { cardPage } from './layout.ts'
import type { PaymentFormView } from './payment-form.ts'
import { addMethodPage, type PortalView, portalDonePage, portalPage } from './portal-page.ts'
import { readPaymentForm } from './read-payment-form.ts'

const over: Answer = {
  status: 410,
  page: cardPage(
    'This page is no longer open',
    html`<h1>This page is no longer open</h1><p>Go back to the shop and open your payment methods from there again.</p>`,
  ),
}

type Visit = { scope: Scope; token: string; session: PortalSession; customer: Stripe.Customer; view: PortalView }

function find(sim: Sim, token: string): Visit | undefined {
  const session = visitPortal(sim, token)
  const scope = session && scopeOf(sim, session.account)
  const customer = session && sim.state.tables.customer.find(session.account, session.customer)
  if (!session || !scope || !customer) return undefined
  const { tables } = sim.state
  const view: PortalView = {
    seller: sellerName(sim, session.account),
    base: `/p/session/${token}`,
    methods: tables.payment_method.of(session.account).filter((one) => one.customer === customer.id),
    defaultMethod: idOf(customer.invoice_settings.default_payment_method),
    returnUrl: session.returnUrl,
    waiting: tables.setup_intent
      .of(session.account)
      .filter((one) => idOf(one.customer) === customer.id && isWaitingForDeposits(one))
      .flatMap((one) => one.next_action?.verify_with_microdeposits?.hosted_verification_url ?? []),
    isUpdateAllowed:
      session.flow !== null || configurationFor(scope, session.configuration).features.payment_method_update.enabled,
  }
  return { scope, token, session, customer, view }
}

function formOf({ scope, customer, view }: Visit): PaymentFormView {
  const types = offeredTypes(scope, {}, { currency: 'usd', isManual: false })
  return {
    types,
    saved: [],
    checks: ['instant', 'numbers'],
    kept: { email: customer.email ?? '', name: customer.name ?? '', method: types[0] ?? 'card', check: 'instant', keeps: true },
    errors: {},
    isEmailKnown: customer.email !== null,
    seller: view.seller,
    agreement: `By continuing you allow ${view.seller} to debit this account for later payments that you agree to.`,
    keepQuestion: null,
  }
}

const addPage = (visit: Visit, form = formOf(visit), message: string | null = null): Answer => ({
  page: addMethodPage(visit.view, form, message ?? told(Object.values(form.errors)), visit.session.flow === null),
})

/** Shows the portal, or at once the form of the flow that the session was made for. */
export function showPortal(sim: Sim, token: string, query: Record<string, unknown>): Answer {
  const visit = find(sim, token)
  if (!visit) return over
  const isFlow = visit.session.flow !== null && query.done === undefined
  const message = query.done === undefined ? null : 'Your payment method is saved.'
  return isFlow ? addPage(visit) : { page: portalPage(visit.view, message) }
}

/** The customer makes a payment method the default or takes it away. */
export function submitPortal(sim: Sim, token: string, form: Record<string, unknown>): Answer {
  const visit = find(sim, token)
  if (!visit) return over
  const { scope, customer, view } = visit
  const named = (name: string) => view.methods.find((one) => one.id === form[name])
  const [chosen, unwanted] = view.isUpdateAllowed ? [named('default'), named('remove')] : []
  if (chosen) setDefaultMethod(scope, customer, chosen.id)
  if (unwanted) detach(scope, unwanted)
  return { redirect: view.base }
}

/** Shows the form for a new payment method. */
export function showAddMethod(sim: Sim, token: string): Answer {
  const visit = find(sim, token)
  return visit ? addPage(visit) : over
}

/** Where the customer goes once the payment method is kept; a flow makes it the default, and so does the first one. */
function kept({ scope, session, customer, view }: Visit, intent: Stripe.SetupIntent): Answer {
  if (intent.status === 'succeeded' && (session.flow !== null || view.defaultMethod === null))
    setDefaultMethod(scope, customer, idOf(intent.payment_method))
  const { flow } = session
  if (flow === null || flow.completion === 'portal_homepage' || intent.status !== 'succeeded')
    return { redirect: `${view.base}?done=${intent.status === 'succeeded' ? 'saved' : 'waiting'}` }
  return flow.redirect === null ? { page: portalDonePage(view, flow.message) } : { redirect: flow.redirect }
}

const newMethod = (scope: Scope, buyer: Exclude<Buyer, { saved: Stripe.PaymentMethod }>): Stripe.PaymentMethod =>
  'card' in buyer ? savePaymentMethod(scope, buyer) : saveBankAccount(scope, buyer)

/** The customer sends a new payment method: it is set up for them, after a challenge if the bank wants one. */
export function submitAddMethod(sim: Sim, token: string, form: Record<string, unknown>): Answer {
  const visit = find(sim, token)
  if (!visit) return over
  const { scope, customer, view } = visit
  if (!view.isUpdateAllowed) return { redirect: view.base }
  const empty = formOf(visit)
  const knownEmail = customer.email
  const offer = { types: empty.types, saved: [], checks: empty.checks, knownEmail, nowSeconds: sim.clock.now() }
  const read = readPaymentForm(form, offer)
  if (read.errors) return addPage(visit, { ...empty, errors: read.errors, kept: read.kept })
  if ('saved' in read.value) return { redirect: view.base }
  const intent = createSetupIntent(scope, {
    allowedTypes: null,
    excludedTypes: null,
    types: empty.types,
    customer: customer.id,
    description: null,
    metadata: {},
    usage: 'off_session',
    options: null,
    isAutomatic: true,
    details: { session: null, returnUrl: `${sim.baseUrl()}${view.base}/added`, isOffSession: false },
  })
  const method = newMethod(scope, read.value)
  method.allow_redisplay = 'always'
  const outcome = confirmSetup(scope, intent, method, { agreement: acceptedOnPage })
  const challenge = intent.next_action?.redirect_to_url?.url
  if (challenge) return { redirect: challenge }
  return outcome === 'declined'
    ? addPage(
        visit,
        { ...empty, kept: read.kept },
        `${intent.last_setup_error?.message ?? 'Your card was declined.'} It was not saved.`,
      )
    : kept(visit, intent)
}

/** The customer comes back from their bank. */
export function showAdded(sim: Sim, token: string, query: Record<string, unknown>): Answer {
  const visit = find(sim, token)
  if (!visit) return over
  const { scope, customer } = visit
  const intent = sim.state.tables.setup_intent.find(
    scope.account,
    typeof query.setup_intent === 'string' ? query.setup_intent : '',
  )
  if (!intent || idOf(intent.customer) !== customer.id) return { redirect: visit.view.base }
  if (intent.status === 'succeeded') return kept(visit, intent)
  return addPage(visit, formOf(visit), 'We could not authenticate your card, so it was not saved. Try again or use another card.')
}
