import type { Endpoint } from './protocol/endpoint.ts'
import { accountLinkEndpoints } from './resources/account-links.ts'
import { accountEndpoints } from './resources/accounts.ts'
import { applicationFeeEndpoints } from './resources/application-fees.ts'
import { balanceEndpoints } from './resources/balance-transactions.ts'
import { capabilityEndpoints } from './resources/capabilities.ts'
import { chargeEndpoints } from './resources/charges.ts'
import { checkoutSessionEndpoints } from './resources/checkout-sessions.ts'
import { customerEndpoints } from './resources/customers.ts'
import { disputeEndpoints } from './resources/disputes.ts'
import { eventEndpoints } from './resources/events.ts'
import { oauthEndpoints } from './resources/oauth.ts'
import { paymentIntentEndpoints } from './resources/payment-intents.ts'
import { paymentMethodEndpoints } from './resources/payment-methods.ts'
import { paymentPageEndpoints } from './resources/payment-pages.ts'
import { payoutEndpoints } from './resources/payouts.ts'
import { priceEndpoints } from './resources/prices.ts'
import { productEndpoints } from './resources/products.ts'
import { refundEndpoints } from './resources/refunds.ts'
import { webhookEndpointEndpoints } from './resources/webhook-endpoints.ts'

/** Every route of the API. */
export const endpoints: Endpoint[] = [
  ...accountEndpoints,
  ...accountLinkEndpoints,
  ...applicationFeeEndpoints,
  ...balanceEndpoints,
  ...capabilityEndpoints,
  ...chargeEndpoints,
  ...checkoutSessionEndpoints,
  ...customerEndpoints,
  ...disputeEndpoints,
  ...eventEndpoints,
  ...oauthEndpoints,
  ...paymentIntentEndpoints,
  ...paymentMethodEndpoints,
  ...paymentPageEndpoints,
  ...payoutEndpoints,
  ...priceEndpoints,
  ...productEndpoints,
  ...refundEndpoints,
  ...webhookEndpointEndpoints,
]
