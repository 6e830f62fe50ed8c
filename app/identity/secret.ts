import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from '../config.ts'

/**
 * The installation's secret: FLORIN_SECRET, or with the embedded database a random one kept in the data folder.
 * @throws ConfigError naming the variable when several processes may run and none is given.
 */
export async function readOrCreateSecret(config: Pick<Config, 'secret' | 'databaseUrl' | 'dataDir'>): Promise<string> {
  if (config.secret) return config.secret
  if (config.databaseUrl) {
    throw new ConfigError(
      'FLORIN_SECRET is missing: with DATABASE_URL every process must sign sessions with the same secret (32 characters or more).',
    )
  }
  await mkdir(config.dataDir, { recursive: true })
  const file = join(config.dataDir, 'florin.secret')
  // Only the first of two starts writes; both read what stands there.
  await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  const secret = (await readFile(file, 'utf8')).trim()
  if (secret.length < 32)
    throw new ConfigError(`The secret in ${file} is damaged. Restore it, or delete it to sign everybody out.`)
  return secret
}
