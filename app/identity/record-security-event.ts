import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Database, Tx } from '../db/database.ts'

/** Everything that is recorded about entering and about who may. The words for each are the screens'. */
export const securityEventKinds = [
  'signed-in',
  'sign-in-failed',
  'locked-out',
  'signed-out',
  'session-ended',
  'step-up',
  'step-up-failed',
  'password-changed',
  'password-reset-asked',
  'password-reset',
  'factor-enrolled',
  'factor-removed',
  'factor-reset',
  'factor-failed',
  'backup-codes-made',
  'backup-code-used',
  'passkey-added',
  'passkey-removed',
  'device-trusted',
  'person-invited',
  'invitation-revoked',
  'person-joined',
  'person-removed',
  'roles-changed',
  'payout-account-changed',
  'key-made',
  'key-revoked',
  'secret-rotated',
] as const
export type SecurityEventKind = (typeof securityEventKinds)[number]

/** By what means. */
export const securityEventMeans = [
  'password',
  'code',
  'backup-code',
  'passkey',
  'trusted-device',
  'reset-link',
  'invitation',
  'administrator',
  'command',
] as const
export type SecurityEventMeans = (typeof securityEventMeans)[number]

/** Where a request came from; null for a command on the server. */
export type Origin = { address: string; userAgent: string } | null

export type SecurityEvent = {
  kind: SecurityEventKind
  /** About whom: an account, or (`userId: null`) only what a stranger typed. */
  person: { userId: string | null; name: string }
  /** Who did it, where it was not the person: somebody else, Florin itself, or who has not shown to be the person. */
  by?: { userId: string; name: string } | 'florin' | 'stranger'
  from: Origin
  how?: SecurityEventMeans
  /** Small facts for the reader, never a secret: roles before and after, which session, which limit. */
  details?: Record<string, unknown>
}

const nameMax = 200
const addressMax = 64
const userAgentMax = 300

export function originOf(request: FastifyRequest): Origin {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? '' }
}

/**
 * Records what happened to somebody's way in, in a transaction of its own: for each company the person belongs to now, or for
 * the operator alone when there is none. Await it before answering: what cannot be recorded did not go well.
 */
export async function recordSecurityEvent(db: Database, event: SecurityEvent): Promise<void> {
  await db.withPlatform(async (tx) => {
    const { userId } = event.person
    const companies = userId === null ? [] : await readCompanies(tx, userId)
    const once = { ...rowOf(event), event: randomUUID() }
    const rows = (companies.length > 0 ? companies : [null]).map((company_id, copy) => ({ ...once, company_id, copy }))
    await tx.insertInto('security_events').values(rows).execute()
  })
}

/**
 * Records what happened in one company (a role, an invitation, a payout account), in the transaction of the thing itself: it
 * stands if and only if that happened, and no other company is told.
 * @param tx of `companyId`.
 */
export async function recordSecurityEventIn(tx: Tx, companyId: string, event: SecurityEvent): Promise<void> {
  await tx
    .insertInto('security_events')
    .values({ ...rowOf(event), company_id: companyId })
    .execute()
}

async function readCompanies(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('memberships')
    .select('company_id')
    .where('user_id', '=', userId)
    .orderBy('company_id')
    .execute()
  return rows.map((row) => row.company_id)
}

function rowOf({ kind, person, by, from, how, details = {} }: SecurityEvent) {
  const doer = typeof by === 'string' ? { userId: null, name: by === 'florin' ? 'Florin' : '' } : (by ?? person)
  return {
    kind,
    person_user_id: person.userId,
    person_name: readable(person.name, nameMax),
    by_user_id: doer.userId,
    by_name: readable(doer.name, nameMax),
    address: from && readable(from.address, addressMax),
    user_agent: from && readable(from.userAgent, userAgentMax),
    how: how ?? null,
    details: JSON.stringify(details),
  }
}

/** What strangers sent, fit to be read in a list and a file: no control characters, nothing that turns text around, an end. */
function readable(text: string, max: number): string {
  return text
    .slice(0, max)
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, ' ')
    .trim()
}
