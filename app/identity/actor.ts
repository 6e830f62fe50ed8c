import type { Permission, Role } from './permissions.ts'

/** Who acts, and for which company: taken from the session, never from a request's body or path. */
export type Actor = {
  userId: string
  name: string
  email: string
  companyId: string
  roles: readonly Role[]
  permissions: ReadonlySet<Permission>
  /** The customer a buyer belongs to; null for the company's own people. */
  customerId: string | null
}

/** Who did something, as the timeline tells it. */
export type Doer = { kind: 'person'; userId: string; name: string } | { kind: 'stripe' } | { kind: 'system' }

export function doerOf(actor: Actor): Doer {
  return { kind: 'person', userId: actor.userId, name: actor.name }
}
