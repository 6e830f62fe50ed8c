import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Deps } from '../deps.ts'
import { activityRoutes } from './activity-routes.ts'
import { companyRoutes } from './company-routes.ts'
import { accountFactorRoutes } from './factors/passkey-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { securityEventRoutes } from './security-event-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { sessionListRoutes } from './sessions/session-list-routes.ts'
import { stepUpRoutes } from './sessions/step-up-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** People, sessions, companies and what happened: everything under this folder. */
export function identityRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(signInRoutes(deps))
    await app.register(stepUpRoutes(deps))
    await app.register(sessionListRoutes(deps))
    await app.register(accountFactorRoutes(deps))
    await app.register(sessionRoutes(deps))
    await app.register(peopleRoutes(deps))
    await app.register(companyRoutes(deps))
    await app.register(activityRoutes(deps))
    await app.register(securityEventRoutes(deps))
  }
}
