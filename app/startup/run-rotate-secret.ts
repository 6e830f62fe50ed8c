import { type Config, ConfigError, readConfig } from '../config.ts'
import { recordSecurityEvent } from '../identity/record-security-event.ts'
import { rotateSecret } from '../identity/rotate-secret.ts'
import { addGeneratedSecret, dropOldSecrets, readOrCreateSecrets, type Secrets } from '../identity/secret.ts'
import { withDeps } from './with-deps.ts'

/** `rotate-secret`: puts a new secret in the place of the old one. Nobody is signed out, and every second factor goes on working. */
export async function runRotateSecret(): Promise<void> {
  console.log(await rotate(readConfig(process.env)))
}

/** @returns what to tell, and to do next. @throws ConfigError when there is nothing to rotate to. */
export async function rotate(config: Config): Promise<string> {
  const renewed = await withDeps(
    config,
    () => newSecrets(config),
    async (deps, secrets) => {
      const count = await rotateSecret(deps.db, secrets)
      const florin = { userId: null, name: 'Florin' }
      await recordSecurityEvent(deps.db, { kind: 'secret-rotated', person: florin, by: 'florin', from: null, how: 'command' })
      if (!config.secret) await dropOldSecrets(config, secrets)
      return count
    },
  )
  const done = `The second factors of ${renewed} people are encrypted with the new secret. Everybody stays signed in.`
  return config.secret ? `${done}\nNow remove FLORIN_SECRETS_OLD and start Florin's processes again.` : done
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
