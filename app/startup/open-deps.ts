import { createHmac } from 'node:crypto'
import { systemClock } from '../clock.ts'
import type { Config, StripeConfig } from '../config.ts'
import { assertWalls, openDatabase } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { openIdentity } from '../identity/identity-service.ts'
import { createLogger } from '../log.ts'
import { openNotices } from '../notices.ts'
import { openMailer } from '../notifications/mailer.ts'
import { openStripe } from '../stripe/port.ts'

export type OpenedDeps = { deps: Deps; close(): Promise<void> }

/**
 * Opens everything verbs need, on a migrated database.
 * @param surroundings what the configuration leaves open until the start: which Stripe, which database, which secret.
 * @throws when the walls between companies are down.
 */
export async function openDeps(
  config: Config,
  surroundings: { stripe: StripeConfig; databaseUrl: string; secret: string },
): Promise<OpenedDeps> {
  const { stripe, databaseUrl, secret } = surroundings
  const log = createLogger(config.logLevel)
  const db = openDatabase(databaseUrl)
  await assertWalls(db)
  const notices = await openNotices(databaseUrl)
  const mail = openMailer(config, db)
  const deps: Deps = {
    config: { ...config, stripe },
    db,
    clock: systemClock,
    log,
    stripe: openStripe(stripe),
    identity: openIdentity({ config, db, mail, log }, secret),
    mail,
    notices,
    sign: (purpose, text) => createHmac('sha256', `${purpose}:${secret}`).update(text).digest('base64url'),
  }
  return {
    deps,
    close: async () => {
      await notices.close()
      await db.close()
    },
  }
}
