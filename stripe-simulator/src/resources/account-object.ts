import type Stripe from 'stripe'
import { newId } from '../ids.ts'

type Requirements = NonNullable<Stripe.Account['requirements']>

/** What a new account still has to tell, in Stripe's names. */
export const openRequirements = [
  'business_profile.product_description',
  'business_profile.support_phone',
  'business_profile.url',
  'external_account',
  'tos_acceptance.date',
  'tos_acceptance.ip',
]

export const requirementsOf = (
  due: string[],
  pending: string[],
  disabledReason: Requirements['disabled_reason'],
): Requirements => ({
  alternatives: [],
  current_deadline: null,
  currently_due: [...due],
  disabled_reason: disabledReason,
  errors: [],
  eventually_due: [...due],
  past_due: disabledReason === 'requirements.past_due' ? [...due] : [],
  pending_verification: [...pending],
})

const emptyAddress: Stripe.Address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }

const settingsOf = (displayName: string | null, interval: 'daily' | 'manual'): Stripe.Account.Settings => ({
  bacs_debit_payments: { display_name: null, service_user_number: null },
  branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
  card_issuing: { tos_acceptance: { date: null, ip: null } },
  card_payments: {
    decline_on: { avs_failure: false, cvc_failure: false },
    statement_descriptor_prefix: null,
    statement_descriptor_prefix_kana: null,
    statement_descriptor_prefix_kanji: null,
  },
  dashboard: { display_name: displayName, timezone: 'Etc/UTC' },
  invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
  payments: {
    statement_descriptor: null,
    statement_descriptor_kana: null,
    statement_descriptor_kanji: null,
    statement_descriptor_prefix_kana: null,
    statement_descriptor_prefix_kanji: null,
  },
  payouts: { debit_negative_balances: true, schedule: { delay_days: 2, interval }, statement_descriptor: null },
  sepa_debit_payments: {},
})

export type NewAccount = {
  country: string
  currency: string
  email: string | null
  name: string | null
  businessType: Stripe.Account.BusinessType | null
  metadata: Record<string, string>
  controller: NonNullable<Stripe.Account['controller']>
  type: Stripe.Account.Type
  payouts: 'daily' | 'manual'
  created: number
}

/** An account as it looks before anybody has filled in Stripe's forms. */
export function newAccount(wanted: NewAccount): Stripe.Account {
  const id = newId('acct').slice(0, 21)
  return {
    id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: null,
      minority_owned_business_designation: null,
      name: wanted.name,
      product_description: null,
      specified_commercial_transactions_act_url: null,
      support_address: emptyAddress,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: wanted.businessType,
    capabilities: {},
    charges_enabled: false,
    controller: wanted.controller,
    country: wanted.country,
    created: wanted.created,
    default_currency: wanted.currency,
    details_submitted: false,
    email: wanted.email,
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${id}/external_accounts` },
    future_requirements: requirementsOf([], [], null),
    metadata: wanted.metadata,
    payouts_enabled: false,
    requirements: requirementsOf(openRequirements, [], 'requirements.past_due'),
    settings: settingsOf(wanted.name, wanted.payouts),
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: wanted.type,
  }
}
