import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { Mailer } from '../notifications/mailer.ts'
import { freshCookies } from './fresh-cookies.ts'
import type { Secrets } from './secret.ts'
import { openSignInLibrary, type SignInLibrary } from './sign-in-library.ts'

/** Passwords, sessions and second factors of the people of this installation. */
export type IdentityService = {
  library: SignInLibrary
  /** The cookies of a request, those signed with an old secret signed anew. */
  freshCookies(header: string): Promise<string>
}

/** @param secrets sign sessions and encrypt second factors: the same for every process of the installation. */
export function openIdentity(
  deps: { config: Config; db: Database; mail: Mailer; log: Logger },
  secrets: Secrets,
): IdentityService {
  const library = openSignInLibrary(deps, secrets)
  return { library, freshCookies: (header) => freshCookies(library, secrets, header) }
}
