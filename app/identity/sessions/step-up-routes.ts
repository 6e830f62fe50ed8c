import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Problem } from '../../problem.ts'
import { cookiesOf } from '../cookies.ts'
import { hashBackupCode } from '../factors/backup-codes.ts'
import { countFactors, refuseUnlessRight } from '../factors/change-factors.ts'
import { passkeyAnswer, passkeyQuestion } from '../factors/passkey-shapes.ts'
import { askForPasskey, checkPasskey } from '../factors/passkeys.ts'
import { passwordIsRight } from '../factors/password-proof.ts'
import { spendAppCode } from '../factors/spend-code.ts'
import { countTry, passwordByUser, uncountTry } from '../limits.ts'
import { originOf, recordSecurityEvent, type SecurityEventMeans } from '../record-security-event.ts'
import type { SignedIn } from '../request-actor.ts'
import { requireSignedIn } from '../require-permission.ts'
import { inWords } from '../sign-in-problems.ts'
import { handOut, renewToken } from './renew-session.ts'
import type { SessionMeans } from './session-life.ts'

const tags = ['My account']
const done = z.object({ status: z.literal(true) })

/** Showing once more that it is you, within a session: for what takes a fresh proof (require-fresh-proof.ts). */
export function stepUpRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/auth/step-up',
      {
        schema: {
          tags,
          summary: 'What you can show',
          response: { 200: z.object({ code: z.boolean(), passkey: z.boolean() }) },
        },
      },
      async (request) => {
        const { app, passkeys } = await countFactors(deps.db.identity, requireSignedIn(request).user.id)
        return { code: app, passkey: passkeys > 0 }
      },
    )
    app.post(
      '/api/auth/step-up',
      {
        schema: {
          tags,
          summary: 'Show your password and second factor once more',
          description: 'Counts for ten minutes. Who has no second factor shows the password alone.',
          body: z.object({
            password: z.string().min(1).max(128),
            code: z.string().trim().min(6).max(32).optional().describe('Of the app.'),
            backupCode: z.string().trim().min(6).max(32).optional(),
          }),
          response: { 200: done },
        },
      },
      async (request, reply) => {
        const signedIn = requireSignedIn(request)
        await countTry(deps, passwordByUser, signedIn.user.id)
        const shown = await showing(deps, request, signedIn, () => checkPasswordAndFactor(deps, request, signedIn, request.body))
        await uncountTry(deps, passwordByUser, signedIn.user.id)
        await proven(deps, request, reply, signedIn, shown)
        return { status: true as const }
      },
    )
    await app.register(passkeyStepUp(deps))
  }
}

function passkeyStepUp(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/auth/step-up/passkey-options',
      { schema: { tags, summary: 'Begin to show a passkey', response: { 200: passkeyQuestion } } },
      async (request) => {
        const { user } = requireSignedIn(request)
        await countTry(deps, passwordByUser, user.id)
        const options = await askForPasskey(deps, 'step-up', user.id)
        await uncountTry(deps, passwordByUser, user.id)
        return { ...options }
      },
    )
    app.post(
      '/api/auth/step-up/passkey',
      {
        schema: {
          tags,
          summary: 'Show a passkey once more',
          body: z.object({ response: passkeyAnswer }),
          response: { 200: done },
        },
      },
      async (request, reply) => {
        const signedIn = requireSignedIn(request)
        await countTry(deps, passwordByUser, signedIn.user.id)
        await showing(deps, request, signedIn, () => checkPasskey(deps, 'step-up', signedIn.user.id, request.body.response))
        await uncountTry(deps, passwordByUser, signedIn.user.id)
        await proven(deps, request, reply, signedIn, 'passkey')
        return { status: true as const }
      },
    )
  }
}

/** @returns what was shown. @throws Problem 400 for a wrong password, 401 for a wrong code. */
async function checkPasswordAndFactor(
  deps: Deps,
  request: FastifyRequest,
  { user }: SignedIn,
  given: { password: string; code?: string | undefined; backupCode?: string | undefined },
): Promise<Exclude<SessionMeans, 'password+trusted-device'>> {
  if (!(await passwordIsRight(deps, user.id, given.password))) throw new Problem('wrong-password')
  const { app, passkeys } = await countFactors(deps.db.identity, user.id)
  if (!app && passkeys === 0) return 'password'
  if (app && given.backupCode !== undefined) {
    const body = { code: hashBackupCode(given.backupCode), disableSession: true }
    await inWords(() => deps.identity.library.api.verifyBackupCode({ body, headers: cookiesOf(request) }))
    return 'password+backup-code'
  }
  if (!app || given.code === undefined) throw new Problem('wrong-code')
  refuseUnlessRight(await spendAppCode(deps, user.id, given.code))
  return 'password+code'
}

/** Runs a check, and records when it fails. */
async function showing<T>(deps: Deps, request: FastifyRequest, { user }: SignedIn, check: () => Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    const person = { userId: user.id, name: user.name }
    if (error instanceof Problem) await recordSecurityEvent(deps.db, { kind: 'step-up-failed', person, from: originOf(request) })
    throw error
  }
}

const eventMeans = {
  password: 'password',
  'password+code': 'code',
  'password+backup-code': 'backup-code',
  'password+passkey': 'passkey',
  passkey: 'passkey',
} as const satisfies Record<string, SecurityEventMeans>

/** The session has shown everything: it says so from now on, under another token. */
async function proven(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { user, session }: SignedIn,
  shown: keyof typeof eventMeans,
): Promise<void> {
  const token = await renewToken(deps.db.identity, session.id, { means: shown, proven: true })
  const person = { userId: user.id, name: user.name }
  await recordSecurityEvent(deps.db, { kind: 'step-up', person, from: originOf(request), how: eventMeans[shown] })
  await handOut(deps, request, reply, token)
}
