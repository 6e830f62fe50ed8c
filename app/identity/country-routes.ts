import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { countryRules } from '../addresses/country-rules.ts'
import { countryRule } from '../addresses/shapes.ts'
import { requirePermission } from './require-permission.ts'

/** What forms ask for an address, country by country. The same rule is applied when the address is sent. */
export const countryRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/api/countries',
    {
      schema: {
        tags: ['Company'],
        summary: 'Countries, and what an address needs in each',
        description: 'Their names come from the reader’s own language: they are not sent.',
        response: { 200: z.object({ items: z.array(countryRule) }) },
      },
    },
    (request) => {
      requirePermission(request, 'office.enter')
      return { items: [...countryRules.values()] }
    },
  )
}
