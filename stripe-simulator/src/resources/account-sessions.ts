import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { badParameter } from '../protocol/errors.ts'
import { boolean, object, type Read, required, type Shape, text } from '../protocol/params.ts'
import { accountFor } from './account-for.ts'

/** Long enough for a page to be loaded with it; the page asks for a new one when it ends. */
const lifeSeconds = 1_800

const collects = ['disable_stripe_user_authentication', 'external_account_collection']
const paysOut = [...collects, 'edit_payout_schedule', 'instant_payouts', 'standard_payouts']
const disputes = [
  'destination_on_behalf_of_charge_management',
  'dispute_management',
  'refund_management',
  'smart_disputes_management',
]
const cards = ['card_management', 'card_spend_dispute_management', 'cardholder_management', 'spend_control_management']

/** The embedded components, each with the features that can be switched. */
const features: Record<string, string[]> = {
  account_management: collects,
  account_onboarding: collects,
  balance_report: [],
  balances: paysOut,
  disputes_list: ['capture_payments', ...disputes],
  documents: [],
  financial_account: [...collects, 'send_money', 'transfer_balance'],
  financial_account_transactions: ['card_spend_dispute_management'],
  instant_payouts_promotion: [...collects, 'instant_payouts'],
  issuing_card: cards,
  issuing_cards_list: [...cards, 'disable_stripe_user_authentication'],
  notification_banner: collects,
  payment_details: ['capture_payments', ...disputes],
  payment_disputes: disputes,
  payment_method_settings: ['disable_stripe_user_authentication'],
  payments: ['capture_payments', ...disputes],
  payout_details: [],
  payout_reconciliation_report: [],
  payouts: paysOut,
  payouts_list: [],
  reporting_chart: [],
  tax_registrations: [],
  tax_settings: [],
  terminal_hardware_orders: [],
  terminal_hardware_shop: [],
}
/** What is on in an enabled component unless switched off; everything else is off unless switched on. */
const onByDefault = new Set(['capture_payments', 'dispute_management', 'external_account_collection', 'refund_management'])

const switches = (names: string[]) => object(Object.fromEntries(names.map((name) => [name, boolean])))
const component = (names: string[]) => object({ enabled: required(boolean), features: switches(names) })
const components: Shape = Object.fromEntries(Object.entries(features).map(([name, names]) => [name, component(names)]))
type Component = NonNullable<ReturnType<ReturnType<typeof component>>>

const creatable = { account: required(text()), components: required(object(components)) }

/** Every component, those that were not asked for too, with all its features as they stand. */
function shown(asked: Read<typeof components>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(features).map(([name, names]) => {
      const wanted = asked[name] as Component | undefined
      const enabled = wanted?.enabled ?? false
      const feature = (one: string): boolean => wanted?.features?.[one] ?? (enabled && onByDefault.has(one))
      return [name, { enabled, features: Object.fromEntries(names.map((one) => [one, feature(one)])) }]
    }),
  )
}

export const accountSessionEndpoints = [
  endpoint('POST', '/v1/account_sessions', creatable, (call, params) => {
    const account = accountFor(call, params.account)
    const asked = Object.values(params.components) as (Component | undefined)[]
    if (!asked.some((one) => one?.enabled)) throw badParameter('components', 'You must enable at least one component.')
    return {
      object: 'account_session',
      account: account.id,
      client_secret: `accs_secret__${randomText(48)}`,
      components: shown(params.components),
      expires_at: call.sim.clock.now() + lifeSeconds,
      livemode: call.sim.settings.livemode,
    } satisfies Omit<Stripe.AccountSession, 'components'> & { components: object }
  }),
]
