import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { notFound } from '../problem.ts'
import { idParam, moment, named } from '../wire.ts'
import { changeRoles, removePerson } from './change-people.ts'
import { resetSecondFactor } from './factors/reset-second-factor.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { listPeople, type Person } from './people.ts'
import { roles } from './permissions.ts'
import { originOf } from './record-security-event.ts'
import { onlyWith, requirePermission } from './require-permission.ts'
import { requireFreshProof } from './sessions/require-fresh-proof.ts'

const tags = ['People']
const person = z.object({
  membershipId: z.uuid(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  twoFactorEnabled: z.boolean(),
  roles: z.array(z.enum(roles)),
  customer: named.nullable(),
  since: moment,
  isYou: z.boolean(),
})

/** The people of a company: of a seller for its administrators, of the platform for its operators. */
export function peopleRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/people',
      {
        schema: { tags, summary: 'The company’s people and its buyers', response: { 200: z.object({ items: z.array(person) }) } },
      },
      async (request) => {
        const { companyId, userId } = requirePermission(request, 'people.manage')
        return { items: (await listPeople(deps.db, companyId)).map((each) => describe(each, userId)) }
      },
    )
    await app.register(personRoutes(deps))
    await app.register(invitationRoutes(deps))
  }
}

/** What is done to one person: each takes a fresh proof, for whoever can do it can do everything. */
function personRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.patch(
      '/api/people/:id',
      {
        onRequest: onlyWith('people.manage'),
        schema: {
          tags,
          summary: 'Change what a person may do',
          description: 'The id is the membership’s.',
          params: idParam,
          body: z.object({ roles: z.array(z.enum(roles)).min(1).max(roles.length) }),
          response: { 200: person },
        },
      },
      async (request) => {
        const actor = requirePermission(request, 'people.manage')
        requireFreshProof(deps, request)
        const { name } = await findPerson(deps, actor.companyId, request.params.id)
        const from = originOf(request)
        await deps.db.withCompany(actor.companyId, (tx) =>
          changeRoles(tx, actor, request.params.id, request.body.roles, name, from),
        )
        return describe(await findPerson(deps, actor.companyId, request.params.id), actor.userId)
      },
    )
    app.delete(
      '/api/people/:id',
      {
        onRequest: onlyWith('people.manage'),
        schema: {
          tags,
          summary: 'Remove a person from the company',
          description: 'The id is the membership’s. Their account and what they did stay.',
          params: idParam,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'people.manage')
        requireFreshProof(deps, request)
        const { name } = await findPerson(deps, actor.companyId, request.params.id)
        const from = originOf(request)
        await deps.db.withCompany(actor.companyId, (tx) => removePerson(tx, actor, request.params.id, name, from))
        return reply.code(204).send(null)
      },
    )
    app.post(
      '/api/people/:id/reset-second-factor',
      {
        onRequest: onlyWith('people.manage'),
        schema: {
          tags,
          summary: 'Take a person’s lost second factors away',
          description:
            'The id is the membership’s. Ends all their sessions; they sign in with the password and set up a new one.',
          params: idParam,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'people.manage')
        requireFreshProof(deps, request)
        await resetSecondFactor(deps, actor, request.params.id, originOf(request))
        return reply.code(204).send(null)
      },
    )
  }
}

async function findPerson({ db }: Deps, companyId: string, membershipId: string): Promise<Person> {
  const found = (await listPeople(db, companyId)).find((each) => each.membershipId === membershipId)
  if (!found) throw notFound('person')
  return found
}

function describe(found: Person, you: string): z.infer<typeof person> {
  return { ...found, since: found.since.toISOString(), isYou: found.userId === you }
}
