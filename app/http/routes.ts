import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { catalogueRoutes } from '../catalogue/routes.ts'
import { customerRoutes } from '../customers/routes.ts'
import { demoRoutes } from '../demo/routes.ts'
import type { Deps } from '../deps.ts'
import { identityRoutes } from '../identity/routes.ts'
import { integrationsRoutes } from '../integrations/routes.ts'
import { mailRoutes, sentMailRoutes } from '../notifications/routes.ts'
import { officeRoutes } from '../office/routes.ts'
import { orderRoutes } from '../orders/routes.ts'
import { closePages } from '../payments/close-pages.ts'
import { endLiveAttempt } from '../payments/end-live-attempt.ts'
import { paymentRoutes } from '../payments/routes.ts'
import { webhookRoutes } from '../payments/webhook-routes.ts'
import { platformRoutes } from '../platform/routes.ts'
import { receivablesRoutes } from '../receivables/routes.ts'

/** Every route of the product, domain by domain. */
export function allRoutes(deps: Deps): FastifyPluginAsyncZod[] {
  return [
    identityRoutes(deps),
    mailRoutes(deps),
    demoRoutes(deps),
    sentMailRoutes(deps),
    platformRoutes(deps),
    integrationsRoutes(deps, (companyId, stripeAccount) => closePages(deps, companyId, stripeAccount)),
    catalogueRoutes(deps),
    customerRoutes(deps),
    orderRoutes(deps, (companyId, orderId) => endLiveAttempt(deps, companyId, orderId)),
    receivablesRoutes(deps),
    paymentRoutes(deps),
    officeRoutes(deps),
    webhookRoutes(deps),
  ]
}
