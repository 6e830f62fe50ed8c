import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Deps } from '../deps.ts'
import { integrationsRoutes } from '../integrations/routes.ts'
import { officeRoutes } from '../office/routes.ts'
import { paymentRoutes } from '../payments/routes.ts'
import { webhookRoutes } from '../payments/webhook-routes.ts'
import { receivablesRoutes } from '../receivables/routes.ts'

/** Every route of the product, domain by domain. */
export function allRoutes(deps: Deps): FastifyPluginAsyncZod[] {
  return [integrationsRoutes(deps), receivablesRoutes(deps), paymentRoutes(deps), officeRoutes(deps), webhookRoutes(deps)]
}
