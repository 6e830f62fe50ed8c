import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { roles } from '../identity/permissions.ts'
import { demoLogins } from './demo-logins.ts'

const person = z.object({
  email: z.string(),
  password: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  /** The customer that a buyer buys for. */
  customer: z.string().nullable(),
})
const company = z.object({ name: z.string(), people: z.array(person) })

/** Who can be tried out in the demo. The server keeps everything under /api/dev on this machine, and in the demo. */
export function demoRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/dev/people',
      {
        schema: {
          tags: ['Development'],
          summary: 'The people of the demo, by company, with what they sign in with',
          response: { 200: z.object({ companies: z.array(company) }) },
        },
      },
      async () => {
        const logins = await demoLogins(deps)
        const names = [...new Set(logins.map((login) => login.company))]
        const peopleOf = (name: string) => logins.filter((login) => login.company === name)
        return {
          companies: names.map((name) => ({
            name,
            people: peopleOf(name).map(({ email, password, person: { name, roles, customer } }) => ({
              ...{ email, password, name, roles: [...roles], customer: customer ?? null },
            })),
          })),
        }
      },
    )
  }
}
