import { systemClock } from '../clock.ts'
import type { Config, StripeConfig } from '../config.ts'
import { assertWalls } from '../db/assert-walls.ts'
import { openDatabase } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { openIdentity } from '../identity/identity-service.ts'
import { withRetiredSecrets } from '../identity/rotate-secret.ts'
import type { Secrets } from '../identity/secret.ts'
import { createLogger } from '../log.ts'
import { openNotices } from '../notices.ts'
import { openMailer } from '../notifications/mailer.ts'
import { openSignatures } from '../signatures.ts'
import { openStripe } from '../stripe/port.ts'

export type OpenedDeps = { deps: Deps; close(): Promise<void> }

/**
 * Opens everything verbs need, on a migrated database.
 * @param surroundings what the configuration leaves open until the start: which Stripe, which database, which secrets.
 * @throws when the walls between companies are down.
 */
export async function openDeps(
  config: Config,
  surroundings: { stripe: StripeConfig; databaseUrl: string; secrets: Secrets },
): Promise<OpenedDeps> {
  const { stripe, databaseUrl } = surroundings
  const log = createLogger(config.logLevel)
  const db = openDatabase(databaseUrl)
  await assertWalls(db)
  const secrets = await withRetiredSecrets(db, surroundings.secrets)
  const notices = await openNotices(databaseUrl)
  const mail = openMailer(config, db)
  const deps: Deps = {
    config: { ...config, stripe },
    db,
    clock: systemClock,
    log,
    stripe: openStripe(stripe),
    identity: openIdentity({ config, db, mail, log }, secrets),
    mail,
    notices,
    ...openSignatures(secrets),
  }
  return {
    deps,
    close: async () => {
      await notices.close()
      await db.close()
    },
  }
}
