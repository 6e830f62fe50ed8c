import type { Endpoint } from './protocol/endpoint.ts'
import { accountLinkEndpoints } from './resources/account-links.ts'
import { accountSessionEndpoints } from './resources/account-sessions.ts'
import { accountEndpoints } from './resources/accounts.ts'
import { amountDetailsEndpoints } from './resources/amount-details.ts'
import { applicationFeeEndpoints } from './resources/application-fees.ts'
import { balanceEndpoints } from './resources/balance-transactions.ts'
import { capabilityEndpoints } from './resources/capabilities.ts'
import { chargeEndpoints } from './resources/charges.ts'
import { checkoutSessionEndpoints } from './resources/checkout-sessions.ts'
import { confirmationTokenEndpoints } from './resources/confirmation-tokens.ts'
import { customerEndpoints } from './resources/customers.ts'
import { disputeEndpoints } from './resources/disputes.ts'
import { eventEndpoints } from './resources/events.ts'
import { externalAccountEndpoints } from './resources/external-accounts.ts'
import { loginLinkEndpoints } from './resources/login-links.ts'
import { mandateEndpoints } from './resources/mandates.ts'
import { oauthEndpoints } from './resources/oauth.ts'
import { paymentIntentEndpoints } from './resources/payment-intents.ts'
import { paymentLinkEndpoints } from './resources/payment-links.ts'
import { paymentMethodEndpoints } from './resources/payment-methods.ts'
import { paymentPageEndpoints } from './resources/payment-pages.ts'
import { payoutEndpoints } from './resources/payouts.ts'
import { personEndpoints } from './resources/persons.ts'
import { portalConfigurationEndpoints } from './resources/portal-configurations.ts'
import { portalSessionEndpoints } from './resources/portal-sessions.ts'
import { priceEndpoints } from './resources/prices.ts'
import { productEndpoints } from './resources/products.ts'
import { refundEndpoints } from './resources/refunds.ts'
import { rejectEndpoints } from './resources/restrict-account.ts'
import { setupAttemptEndpoints } from './resources/setup-attempts.ts'
import { setupIntentEndpoints } from './resources/setup-intents.ts'
import { webhookEndpointEndpoints } from './resources/webhook-endpoints.ts'

/** Every route of the API. */
export const endpoints: Endpoint[] = [
  ...accountSessionEndpoints,
  ...accountEndpoints,
  ...accountLinkEndpoints,
  ...amountDetailsEndpoints,
  ...applicationFeeEndpoints,
  ...balanceEndpoints,
  ...capabilityEndpoints,
  ...chargeEndpoints,
  ...checkoutSessionEndpoints,
  ...confirmationTokenEndpoints,
  ...customerEndpoints,
  ...disputeEndpoints,
  ...eventEndpoints,
  ...externalAccountEndpoints,
  ...loginLinkEndpoints,
  ...mandateEndpoints,
  ...oauthEndpoints,
  ...paymentIntentEndpoints,
  ...paymentLinkEndpoints,
  ...paymentMethodEndpoints,
  ...paymentPageEndpoints,
  ...payoutEndpoints,
  ...portalConfigurationEndpoints,
  ...portalSessionEndpoints,
  ...personEndpoints,
  ...priceEndpoints,
  ...productEndpoints,
  ...refundEndpoints,
  ...rejectEndpoints,
  ...setupAttemptEndpoints,
  ...setupIntentEndpoints,
  ...webhookEndpointEndpoints,
]
