import type { Role } from '../permissions.ts'

/** How a session was authenticated. */
export const sessionMeans = [
  'password',
  'password+trusted-device',
  'password+code',
  'password+backup-code',
  'password+passkey',
  'passkey',
] as const
export type SessionMeans = (typeof sessionMeans)[number]

/** Two things were shown: the password and something held. A passkey is both at once, for it is unlocked by its holder. */
export function isStrong(means: SessionMeans): boolean {
  return means !== 'password'
}

const hour = 3_600_000
const day = 24 * hour

/** How long a session lasts unused, and how long at all. The more it opens, the shorter. */
const lives = {
  leader: { idleMs: 2 * hour, wholeMs: 24 * hour },
  staff: { idleMs: 12 * hour, wholeMs: 7 * day },
  buyer: { idleMs: 7 * day, wholeMs: 30 * day },
}
/** The longest any session lasts: what its cookie says. */
export const sessionSecondsMax = lives.buyer.wholeMs / 1000

/** Administrators and operators: those who decide who may enter and where the money goes. */
export function leads(role: string): boolean {
  return role === 'admin' || role === 'operator'
}

/**
 * When a session ends by itself.
 * @param roles everything the person is, in every company: a session can turn to each of them, so the shortest life counts.
 */
export function endOf(session: { authenticatedAt: Date; lastSeenAt: Date }, roles: readonly Role[]): Date {
  const { idleMs, wholeMs } = roles.some(leads)
    ? lives.leader
    : roles.some((role) => !role.startsWith('buyer_'))
      ? lives.staff
      : lives.buyer
  return new Date(Math.min(session.authenticatedAt.getTime() + wholeMs, session.lastSeenAt.getTime() + idleMs))
}
