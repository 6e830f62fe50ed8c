import pino from 'pino'
import { systemClock } from '../clock.ts'
import type { Config, StripeConfig } from '../config.ts'
import { assertWalls, openDatabase } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { openIdentity } from '../identity/identity-service.ts'
import { openNotices } from '../notices.ts'
import { openMailer } from '../notifications/mailer.ts'
import { openStripe } from '../stripe/port.ts'

/**
 * Opens everything verbs need, on a migrated database.
 * @throws when the walls between companies are down.
 */
export async function openDeps(
  config: Config,
  stripe: StripeConfig,
  databaseUrl: string,
  secret: string,
): Promise<{ deps: Deps; close(): Promise<void> }> {
  const log = pino({ level: config.logLevel })
  const db = openDatabase(databaseUrl)
  await assertWalls(db)
  const notices = await openNotices(databaseUrl)
  const mail = openMailer(config, db)
  const identity = openIdentity({ config, db, mail, secret })
  const deps: Deps = { config, db, clock: systemClock, log, stripe: openStripe(stripe), identity, mail, notices }
  return {
    deps,
    close: async () => {
      await notices.close()
      await db.close()
    },
  }
}
