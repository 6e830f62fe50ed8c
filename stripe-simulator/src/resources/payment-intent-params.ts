import {
  amount,
  boolean,
  currency,
  email,
  gone,
  ignored,
  metadata,
  object,
  oneOf,
  type Param,
  required,
  text,
  unsettable,
  url,
} from '../protocol/params.ts'
import { takesPaymentMethodTypes } from '../protocol/versions.ts'
import { amountDetails, paymentDetails } from './amount-details.ts'
import { mandateData } from './mandates.ts'
import { methodOptions, typeList } from './offered-types.ts'
import { paymentMethodData } from './payment-methods.ts'

/** `true`, or how the payment came about without the buyer. */
const offSession: Param<boolean | undefined> = (value, name) =>
  value === 'one_off' || value === 'recurring' ? true : boolean(value, name)

/** What a confirmation takes. */
export const confirmable = {
  confirmation_token: text(),
  payment_method: text(),
  payment_method_data: object(paymentMethodData),
  off_session: offSession,
  return_url: url,
  setup_future_usage: oneOf('off_session', 'on_session'),
  receipt_email: unsettable(email),
  error_on_requires_action: boolean,
  use_stripe_sdk: boolean,
  mandate: text(),
  mandate_data: mandateData,
  payment_method_options: methodOptions,
  amount_details: amountDetails,
  payment_details: paymentDetails,
  radar_options: ignored,
  shipping: ignored,
}
const describable = {
  customer: text(),
  description: unsettable(text()),
  metadata,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
}
/** What the creation of a payment intent takes in a version of the API. */
export const creatable = (version: string) => ({
  ...confirmable,
  ...describable,
  amount: required(amount()),
  currency: required(currency),
  application_fee_amount: amount(0),
  automatic_payment_methods: object({ enabled: required(boolean), allow_redirects: oneOf('always', 'never') }),
  allowed_payment_method_types: typeList,
  excluded_payment_method_types: typeList,
  payment_method_types: takesPaymentMethodTypes(version) ? typeList : gone,
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  confirm: boolean,
  confirmation_method: oneOf('automatic', 'manual'),
})
/** What a change of a payment intent takes. */
export const updatable = {
  ...describable,
  amount: amount(),
  currency,
  application_fee_amount: unsettable(amount(0)),
  receipt_email: unsettable(email),
  setup_future_usage: unsettable(oneOf('off_session', 'on_session')),
  payment_method: text(),
  payment_method_data: object(paymentMethodData),
  payment_method_options: methodOptions,
  allowed_payment_method_types: typeList,
  excluded_payment_method_types: typeList,
  amount_details: amountDetails,
  payment_details: paymentDetails,
}
