import {
  amount,
  boolean,
  email,
  gone,
  ignored,
  integer,
  list,
  metadata,
  object,
  oneOf,
  type Read,
  required,
  text,
  url,
} from '../protocol/params.ts'
import { takesPaymentMethodTypes } from '../protocol/versions.ts'
import { lineItems } from './checkout-lines.ts'
import { methodOptions, typeList } from './offered-types.ts'

export const intentData = object({
  application_fee_amount: amount(0),
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  description: text(1_000),
  metadata,
  on_behalf_of: ignored,
  receipt_email: email,
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: ignored,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: ignored,
  transfer_group: text(),
})
export type IntentData = Read<{ data: typeof intentData }>['data']

const savedOptions = object({
  allow_redisplay_filters: list(oneOf('always', 'limited', 'unspecified'), 3),
  payment_method_remove: oneOf('disabled', 'enabled'),
  payment_method_save: oneOf('disabled', 'enabled'),
})
const automatically = oneOf('auto', 'never')

/** What the creation of a Checkout session takes in a version of the API. */
export const creatableSession = (version: string) => ({
  adaptive_pricing: ignored,
  after_expiration: object({ recovery: object({ enabled: required(boolean), allow_promotion_codes: boolean }) }),
  allow_promotion_codes: ignored,
  allowed_payment_method_types: typeList,
  automatic_tax: ignored,
  billing_address_collection: oneOf('auto', 'required'),
  branding_settings: ignored,
  cancel_url: url,
  client_reference_id: text(200),
  consent_collection: ignored,
  currency: text(3),
  custom_fields: ignored,
  custom_text: ignored,
  customer: text(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: email,
  customer_update: object({ address: automatically, name: automatically, shipping: automatically }),
  excluded_payment_method_types: typeList,
  expires_at: integer(),
  integration_identifier: ignored,
  invoice_creation: ignored,
  line_items: lineItems,
  locale: text(10),
  managed_payments: ignored,
  metadata,
  mode: required(oneOf('payment', 'setup', 'subscription')),
  name_collection: ignored,
  origin_context: ignored,
  payment_intent_data: intentData,
  payment_method_collection: oneOf('always', 'if_required'),
  payment_method_configuration: ignored,
  payment_method_data: object({ allow_redisplay: oneOf('always', 'limited', 'unspecified') }),
  payment_method_options: methodOptions,
  payment_method_types: takesPaymentMethodTypes(version) ? typeList : gone,
  permissions: ignored,
  phone_number_collection: ignored,
  redirect_on_completion: oneOf('always', 'if_required', 'never'),
  return_url: url,
  saved_payment_method_options: savedOptions,
  setup_intent_data: object({ description: text(1_000), metadata, on_behalf_of: ignored }),
  shipping_address_collection: ignored,
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  success_url: url,
  tax_id_collection: ignored,
  ui_mode: oneOf('hosted_page', 'embedded_page', 'elements', 'hosted', 'embedded', 'custom'),
  wallet_options: ignored,
})
export type WantedSession = Read<ReturnType<typeof creatableSession>>
