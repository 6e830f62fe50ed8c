// Part of the stand-in for Stripe.js that runs in the seller's page: an account at the buyer's bank, chosen in a dialog.
import { type Kind, retrieve, type Settled, secretOf } from './confirm.ts'
import type { Context } from './context.ts'
import { dialogOver } from './dialog.ts'
import { integrationError } from './frame.ts'

export type CollectOptions = {
  clientSecret: string
  params?: {
    payment_method_type?: string
    payment_method_data?: { billing_details?: { name?: string; email?: string } }
  }
}

/**
 * `collectBankAccountForPayment` and `…ForSetup`: the buyer connects an account, with which the intent can be confirmed; an
 * intent that they leave without one is given back as it was.
 * @throws IntegrationError without the name of the account's owner, or for another kind of payment method.
 */
export async function collectBankAccount(context: Context, kind: Kind, options: CollectOptions): Promise<Settled> {
  const { clientSecret, params = {} } = options
  const of = secretOf(kind, clientSecret)
  if (params.payment_method_type !== 'us_bank_account')
    throw integrationError('Invalid value for params.payment_method_type: value should be us_bank_account.')
  const { name, email } = params.payment_method_data?.billing_details ?? {}
  if (!name) throw integrationError('Missing required param: params.payment_method_data.billing_details.name.')
  const before = await retrieve(context, kind, clientSecret)
  const intent = before[of.name]
  if (!intent) return before
  const isOpen = ['requires_payment_method', 'requires_confirmation'].includes(intent.status)
  if (!isOpen || !intent.payment_method_types.includes('us_bank_account')) {
    const message = isOpen
      ? 'This intent does not take us_bank_account; add it to its payment method types.'
      : `An account cannot be collected for this intent: its status is ${intent.status}.`
    return { error: { type: 'invalid_request_error', message } }
  }
  const owner = new URLSearchParams({ name, ...(email ? { email } : {}) })
  const secret = clientSecret.split('_secret_')[1]
  const path = `${intent.livemode ? '/live' : ''}/stripe-js/bank/${intent.id}/${secret}?${owner}`
  await dialogOver(path, 'Bank accounts', 'Connect a bank account')
  return retrieve(context, kind, clientSecret)
}
