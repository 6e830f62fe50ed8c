import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { IdentityService } from './identity/identity-service.ts'
import type { Notices } from './notices.ts'
import type { Mailer } from './notifications/mailer.ts'
import type { Signatures } from './signatures.ts'
import type { StripePort } from './stripe/port.ts'

/** Everything a verb may need from outside, made once in main.ts (or by a test) and handed down. */
export type Deps = {
  config: Config
  db: Database
  clock: Clock
  log: Logger
  stripe: StripePort
  identity: IdentityService
  mail: Mailer
  notices: Notices
} & Signatures
