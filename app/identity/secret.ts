import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from '../config.ts'

/** The installation's secrets: `current` signs and encrypts; what an old one signed or encrypted is still understood. */
export type Secrets = { current: string; old: string[] }

type Settings = Pick<Config, 'secret' | 'oldSecrets' | 'databaseUrl' | 'dataDir'>

const missing =
  'FLORIN_SECRET is missing: with DATABASE_URL every process must sign sessions with the same secret (32 characters or more).'
const lengthMin = 32

/**
 * The installation's secrets: FLORIN_SECRET with FLORIN_SECRETS_OLD, or with the embedded database a random one kept in the
 * data folder, one a line, the current one first.
 * @throws ConfigError naming the variable when several processes may run and none is given.
 */
export async function readOrCreateSecrets(config: Settings): Promise<Secrets> {
  if (config.secret) return { current: config.secret, old: config.oldSecrets }
  if (config.databaseUrl) throw new ConfigError(missing)
  await mkdir(config.dataDir, { recursive: true })
  const file = fileOf(config)
  // Only the first of two starts writes; both read what stands there.
  await writeFile(file, newSecret(), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  const [current, ...old] = (await readFile(file, 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if ([current!, ...old].some((secret) => secret.length < lengthMin))
    throw new ConfigError(`The secret in ${file} is damaged. Restore it, or delete it to sign everybody out.`)
  return { current: current!, old: [...old, ...config.oldSecrets] }
}

/** Puts a new secret before those in the data folder, so that a rotation cut short finds them all. @returns all of them. */
export async function addGeneratedSecret(config: Settings): Promise<Secrets> {
  const { current, old } = await readOrCreateSecrets(config)
  const secrets = { current: newSecret(), old: [current, ...old] }
  await keep(config, [secrets.current, ...secrets.old])
  return secrets
}

/** Keeps the current secret of the data folder alone. */
export async function dropOldSecrets(config: Settings, { current }: Secrets): Promise<void> {
  await keep(config, [current])
}

/** A name for a secret that tells nothing of it and stays the same in any list: what was encrypted is marked with it. */
export function versionOf(secret: string): number {
  return createHash('sha256').update(`florin secret version:${secret}`).digest().readUIntBE(0, 6)
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** In one step: a crash leaves the old file or the new one. */
async function keep(config: Settings, secrets: string[]): Promise<void> {
  const file = fileOf(config)
  await writeFile(`${file}.new`, `${secrets.join('\n')}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}

function fileOf(config: Settings): string {
  return join(config.dataDir, 'florin.secret')
}
