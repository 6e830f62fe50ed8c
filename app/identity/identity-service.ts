import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { Mailer } from '../notifications/mailer.ts'
import { openSignInLibrary, type SignInLibrary } from './sign-in-library.ts'

/** Passwords, sessions and second factors of the people of this installation. */
export type IdentityService = { library: SignInLibrary }

/** @param secret signs sessions and encrypts second factors: the same for every process of the installation. */
export function openIdentity(deps: { config: Config; db: Database; mail: Mailer; log: Logger }, secret: string): IdentityService {
  return { library: openSignInLibrary(deps, secret) }
}
