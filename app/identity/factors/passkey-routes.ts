import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { plainText } from '../../plain-text.ts'
import { notFound, Problem } from '../../problem.ts'
import { idParam, moment } from '../../wire.ts'
import { halfwayCookiesOf, passCookies } from '../cookies.ts'
import { codeByPlace, countTry, passkeyByPlace, placeOf, uncountTry } from '../limits.ts'
import { originOf, recordSecurityEvent } from '../record-security-event.ts'
import type { SignedIn } from '../request-actor.ts'
import { requireSignedIn } from '../require-permission.ts'
import { finishSignIn, readEntering } from '../sessions/finish-sign-in.ts'
import { handOut } from '../sessions/renew-session.ts'
import { requireFreshProof } from '../sessions/require-fresh-proof.ts'
import { tellPerson } from '../tell-of-security.ts'
import { countFactors, removePasskey } from './change-factors.ts'
import { passkeyAnswer, passkeyMade, passkeyQuestion } from './passkey-shapes.ts'
import { addPasskey, askForPasskey, beginPasskey, checkPasskey, findPasskeyOwner } from './passkeys.ts'

const done = z.object({ status: z.literal(true) })

/** Signing in with a passkey: alone, or as the second factor after the password. */
export function passkeySignInRoutes(deps: Deps): FastifyPluginAsyncZod {
  const tags = ['Signing in']
  return async (app) => {
    app.post(
      '/api/auth/passkey/options',
      { schema: { tags, summary: 'Begin to sign in with a passkey', response: { 200: passkeyQuestion } } },
      async (request) => {
        await countTry(deps, passkeyByPlace, placeOf(request))
        const halfway = await deps.identity.library.api.readHalfway({ headers: halfwayCookiesOf(request) })
        return { ...(await askForPasskey(deps, 'sign-in', halfway?.userId)) }
      },
    )
    app.post(
      '/api/auth/passkey/sign-in',
      {
        schema: {
          tags,
          summary: 'Sign in with a passkey, or finish with it after the password',
          body: z.object({ response: passkeyAnswer }),
          response: { 200: done },
        },
      },
      async (request, reply) => {
        await countTry(deps, codeByPlace, placeOf(request))
        const headers = halfwayCookiesOf(request)
        const owner = await findPasskeyOwner(deps, request.body.response)
        const entering = owner && (await readEntering(deps, owner))
        if (!entering) throw new Problem('wrong-passkey')
        await checkPasskey(deps, 'sign-in', entering.userId, request.body.response)
        await uncountTry(deps, codeByPlace, placeOf(request))
        const afterPassword = await endChallenge(deps, headers, entering.userId)
        const { api } = deps.identity.library
        const opened = await api.openSession({ body: { userId: entering.userId }, headers, returnHeaders: true })
        await finishSignIn(deps, request, opened.response.token, entering, afterPassword ? 'password+passkey' : 'passkey')
        passCookies(reply, opened.headers)
        return { status: true as const }
      },
    )
  }
}

/** Whether this browser had given this person's password before; that step is over then. */
async function endChallenge({ identity }: Deps, headers: Headers, userId: string): Promise<boolean> {
  const halfway = await identity.library.api.readHalfway({ headers })
  if (halfway?.userId !== userId) return false
  const { internalAdapter } = await identity.library.$context
  return (await internalAdapter.consumeVerificationValue(halfway.challenge)) !== null
}

const passkeyName = plainText(60).min(1)
const passkey = z.object({
  id: z.uuid(),
  name: z.string(),
  synced: z.boolean(),
  createdAt: moment,
  lastUsedAt: moment.nullable(),
})

/** The second factors of one's own account. */
export function accountFactorRoutes(deps: Deps): FastifyPluginAsyncZod {
  const tags = ['My account']
  return async (app) => {
    app.get(
      '/api/account/factors',
      {
        schema: {
          tags,
          summary: 'Your second factors',
          response: { 200: z.object({ app: z.boolean(), passkeys: z.array(passkey) }) },
        },
      },
      async (request) => {
        const { user } = requireSignedIn(request)
        const { app } = await countFactors(deps.db.identity, user.id)
        return { app, passkeys: await listPasskeys(deps, user.id) }
      },
    )
    app.post(
      '/api/account/passkeys/options',
      { schema: { tags, summary: 'Begin to make a passkey', response: { 200: passkeyQuestion } } },
      async (request) => ({ ...(await beginPasskey(deps, requireFreshProof(deps, request).user)) }),
    )
    app.post(
      '/api/account/passkeys',
      {
        schema: {
          tags,
          summary: 'Add the passkey the browser has made',
          description: 'Ends every other session and trusted device.',
          body: z.object({ name: passkeyName, response: passkeyMade }),
          response: { 201: done },
        },
      },
      async (request, reply) => {
        const signedIn = requireFreshProof(deps, request)
        const { name, response } = request.body
        const token = await addPasskey(deps, changing(signedIn), name, response)
        await note(deps, request, signedIn, 'passkey-added', name)
        await tellPerson(deps, signedIn.user.id, 'passkey-added', { name })
        await handOut(deps, request, reply, token)
        return reply.code(201).send({ status: true as const })
      },
    )
    await app.register(ownPasskeyRoutes(deps))
  }
}

function ownPasskeyRoutes(deps: Deps): FastifyPluginAsyncZod {
  const tags = ['My account']
  return async (app) => {
    app.patch(
      '/api/account/passkeys/:id',
      {
        schema: {
          tags,
          summary: 'Rename a passkey',
          params: idParam,
          body: z.object({ name: passkeyName }),
          response: { 200: done },
        },
      },
      async (request) => {
        const { user } = requireSignedIn(request)
        const renamed = await deps.db.identity
          .updateTable('passkeys')
          .set({ name: request.body.name })
          .where('user_id', '=', user.id)
          .where('id', '=', request.params.id)
          .executeTakeFirst()
        if (renamed.numUpdatedRows === 0n) throw notFound('passkey')
        return { status: true as const }
      },
    )
    app.delete(
      '/api/account/passkeys/:id',
      {
        schema: {
          tags,
          summary: 'Remove a passkey',
          description: 'Ends every other session and trusted device.',
          params: idParam,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const signedIn = requireFreshProof(deps, request)
        const { name, token } = await removePasskey(deps, changing(signedIn), request.params.id)
        await note(deps, request, signedIn, 'passkey-removed', name)
        await tellPerson(deps, signedIn.user.id, 'passkey-removed', { name })
        await handOut(deps, request, reply, token)
        return reply.code(204).send(null)
      },
    )
  }
}

async function listPasskeys({ db }: Deps, userId: string): Promise<z.infer<typeof passkey>[]> {
  const rows = await db.identity
    .selectFrom('passkeys')
    .select(['id', 'name', 'synced', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  return rows.map(({ id, name, synced, created_at, last_used_at }) => ({
    ...{ id, name, synced },
    createdAt: created_at.toISOString(),
    lastUsedAt: last_used_at?.toISOString() ?? null,
  }))
}

function changing({ user, session }: SignedIn) {
  return { userId: user.id, sessionId: session.id }
}

function note(
  deps: Deps,
  request: FastifyRequest,
  { user }: SignedIn,
  kind: 'passkey-added' | 'passkey-removed',
  name: string,
): Promise<void> {
  const person = { userId: user.id, name: user.name }
  return recordSecurityEvent(deps.db, { kind, person, from: originOf(request), how: 'passkey', details: { name } })
}
