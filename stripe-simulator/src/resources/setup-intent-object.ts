import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import type { IntentDetails } from '../state.ts'
import { emit } from '../webhooks/events.ts'

export type NewSetupIntent = {
  allowedTypes: string[] | null
  excludedTypes: string[] | null
  types: string[]
  customer: string | null
  description: string | null
  metadata: Record<string, string>
  usage: string
  options: Stripe.SetupIntent.PaymentMethodOptions | null
  isAutomatic: boolean
  details: IntentDetails
}

/** A new intent to keep a payment method for later, not yet tried. */
export function createSetupIntent(scope: Scope, wanted: NewSetupIntent): Stripe.SetupIntent {
  const { sim, account } = scope
  const id = newId('seti')
  const intent: Stripe.SetupIntent = {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: wanted.allowedTypes,
    application: account === sim.state.records.platform.account ? null : sim.state.records.platform.clientId,
    automatic_payment_methods: wanted.isAutomatic ? { enabled: true } : null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    created: sim.clock.now(),
    customer: wanted.customer,
    customer_account: null,
    description: wanted.description,
    excluded_payment_method_types: wanted.excludedTypes,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: scope.sim.settings.livemode,
    mandate: null,
    metadata: wanted.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: wanted.options ?? {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: wanted.types,
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: wanted.usage,
  }
  sim.state.tables.setup_intent.insert(account, intent)
  sim.state.records.intents[id] = wanted.details
  emit(scope, 'setup_intent.created', intent)
  return intent
}
