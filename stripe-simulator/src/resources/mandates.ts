import type Stripe from 'stripe'
import { idOf, newId } from '../ids.ts'
import { endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { boolean, ignored, integer, object, oneOf, type Read, required, text, unsettable } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'

/** How the payer has agreed to be debited, as intents take it. */
export const mandateData = unsettable(
  object({
    customer_acceptance: required(
      object({
        accepted_at: integer(),
        offline: ignored,
        online: object({ infer_from_client: boolean, ip_address: text(), user_agent: text() }),
        type: required(oneOf('offline', 'online')),
      }),
    ),
  }),
)
type MandateData = Read<{ mandate_data: typeof mandateData }>['mandate_data']

/** The payer's agreement on a page of the simulator. */
export const acceptedOnPage: MandateData = {
  customer_acceptance: {
    accepted_at: undefined,
    offline: undefined,
    online: { infer_from_client: true, ip_address: undefined, user_agent: undefined },
    type: 'online',
  },
}

/** An agreement that a payer gives now: for one payment of `amount`, or (null) for every later one. */
export type NewMandate = { data: MandateData; once: { amount: number; currency: string } | null }

/** The standing agreement to debit this account again. */
const standingMandate = (scope: Scope, paymentMethod: Stripe.PaymentMethod): Stripe.Mandate | undefined =>
  scope.sim.state.tables.mandate
    .of(scope.account)
    .findLast((one) => idOf(one.payment_method) === paymentMethod.id && one.type === 'multi_use' && one.status !== 'inactive')

function makeMandate(scope: Scope, paymentMethod: Stripe.PaymentMethod, wanted: NewMandate): Stripe.Mandate {
  const given = wanted.data?.customer_acceptance
  const online = given?.online
  const isInferred = online?.infer_from_client === true
  return scope.sim.state.tables.mandate.insert(scope.account, {
    id: newId('mandate'),
    object: 'mandate',
    customer_acceptance: {
      accepted_at: given?.accepted_at ?? scope.sim.clock.now(),
      ...(given?.type === 'offline'
        ? { offline: {} }
        : {
            online: {
              ip_address: online?.ip_address ?? (isInferred ? '127.0.0.1' : null),
              user_agent: online?.user_agent ?? (isInferred ? 'Simulated browser' : null),
            },
          }),
      type: given?.type ?? 'online',
    },
    livemode: scope.sim.settings.livemode,
    ...(wanted.once ? { single_use: wanted.once } : { multi_use: {} }),
    payment_method: paymentMethod.id,
    payment_method_details: { type: 'us_bank_account', us_bank_account: {} },
    status: scope.sim.state.records.banks[paymentMethod.id]?.isVerified ? 'active' : 'pending',
    type: wanted.once ? 'single_use' : 'multi_use',
  })
}

/**
 * The agreement that a debit needs: the one given now, the one named, or the one that stands from before.
 * @throws StripeRefusal 400 `payment_intent_mandate_invalid` (or the setup intent's like) when there is none.
 */
export function mandateFor(
  scope: Scope,
  paymentMethod: Stripe.PaymentMethod,
  wanted: NewMandate & { named?: string | undefined; kind: 'payment_intent' | 'setup_intent' },
): Stripe.Mandate {
  if (wanted.data) return makeMandate(scope, paymentMethod, wanted)
  const named = wanted.named === undefined ? undefined : scope.sim.state.tables.mandate.find(scope.account, wanted.named)
  const isFit = named?.status === 'active' && idOf(named.payment_method) === paymentMethod.id
  const mandate = wanted.named === undefined ? standingMandate(scope, paymentMethod) : isFit ? named : undefined
  if (mandate) return mandate
  const name = wanted.kind === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent'
  throw refused(
    `This ${name} requires a mandate, but no existing mandate was found. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.`,
    { code: `${wanted.kind}_mandate_invalid`, param: 'mandate_data' },
  )
}

function setStatus(scope: Scope, paymentMethod: Stripe.PaymentMethod, from: string[], to: 'active' | 'inactive'): void {
  for (const mandate of scope.sim.state.tables.mandate.of(scope.account)) {
    if (idOf(mandate.payment_method) !== paymentMethod.id || !from.includes(mandate.status)) continue
    const before = { status: mandate.status }
    mandate.status = to
    emit(scope, 'mandate.updated', mandate, before)
  }
}

/** The account has been proven: what was agreed about it is now in force. */
export const activateMandates = (scope: Scope, paymentMethod: Stripe.PaymentMethod): void =>
  setStatus(scope, paymentMethod, ['pending'], 'active')

/** Nobody may debit this account any more. */
export const endMandates = (scope: Scope, paymentMethod: Stripe.PaymentMethod): void =>
  setStatus(scope, paymentMethod, ['pending', 'active'], 'inactive')

export const mandateEndpoints = [
  endpoint('GET', '/v1/mandates/:id', {}, (call) => {
    const id = call.path.id ?? ''
    return present(call.sim.state.tables.mandate.find(call.account, id), 'mandate', id)
  }),
]
