import type { QueryClient } from '@tanstack/react-query'
import type { Permission } from '../api/answers.ts'
import { sessionQuery } from '../api/session.ts'

/** Thrown before a page is drawn that the role does not include. */
export class NotForRole extends Error {
  readonly permission: Permission

  constructor(permission: Permission) {
    super(permission)
    this.permission = permission
  }
}

/** For `beforeLoad` of an office page. @throws NotForRole, which the page's error component explains. */
export async function requireRole(context: { queryClient: QueryClient }, permission: Permission): Promise<void> {
  const { active } = await context.queryClient.ensureQueryData(sessionQuery)
  if (!active?.permissions.includes(permission)) throw new NotForRole(permission)
}
