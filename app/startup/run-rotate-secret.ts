import { type Config, ConfigError, readConfig } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { recordSecurityEvent } from '../identity/record-security-event.ts'
import { rotateSecret } from '../identity/rotate-secret.ts'
import { addGeneratedSecret, dropOldSecrets, readOrCreateSecrets, type Secrets } from '../identity/secret.ts'
import { withDatabase } from './with-database.ts'

/** `rotate-secret`: puts a new secret in the place of the old one. Nobody is signed out, and every second factor goes on working. */
export async function runRotateSecret(): Promise<void> {
  const renewed = await rotate(readConfig(process.env))
  console.log(`The second factors of ${renewed} people are encrypted with the new secret. Everybody stays signed in.`)
  if (process.env.FLORIN_SECRET) console.log("Now remove FLORIN_SECRETS_OLD and start Florin's processes again.")
}

/** @returns how many people's second factors were encrypted anew. @throws ConfigError when there is nothing to rotate to. */
export async function rotate(config: Config): Promise<number> {
  if (!config.stripe) {
    throw new ConfigError('Without the STRIPE_ variables Florin is a demo: the passwords of its people are made from its secret.')
  }
  let renewed = 0
  await withDatabase(config, async (url) => {
    // The data folder is held by now: nobody else changes the secret in it.
    const secrets = await newSecrets(config)
    const db = openDatabase(url)
    try {
      renewed = await rotateSecret(db, secrets)
      const florin = { userId: null, name: 'Florin' }
      await recordSecurityEvent(db, { kind: 'secret-rotated', person: florin, by: 'florin', from: null, how: 'command' })
    } finally {
      await db.close()
    }
    if (!config.secret) await dropOldSecrets(config, secrets)
  })
  return renewed
}

async function newSecrets(config: Config): Promise<Secrets> {
  const found = await readOrCreateSecrets(config)
  // Two secrets in the data folder: a rotation that was cut short, which is finished.
  if (found.old.length > 0) return found
  if (!config.secret) return addGeneratedSecret(config)
  throw new ConfigError(
    'There is no old secret to replace. Put a new one (32 characters or more) into FLORIN_SECRET and the old one into FLORIN_SECRETS_OLD, start every process with both, and run this again.',
  )
}
