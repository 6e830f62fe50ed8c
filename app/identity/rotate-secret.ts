import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { readKeptCodes } from './factors/backup-codes.ts'
import { type Secrets, versionOf } from './secret.ts'
import { trustedDeviceSeconds } from './sign-in-library.ts'

const batchMax = 200

/**
 * Encrypts anew, with the current secret, everything an old one encrypted: the shared secrets of second factors (and backup codes from before they were hashed).
 * Safe while Florin runs and to run again; what was done is done. Afterwards no old secret is needed in the settings: it is
 * kept, itself encrypted, for as long as a cookie that it signed can live.
 * @returns how many people's second factors were encrypted anew.
 */
export async function rotateSecret(db: Database, secrets: Secrets): Promise<number> {
  await retire(db, secrets)
  const key = keyOf(secrets)
  let done = 0
  for (let after = ''; ; ) {
    const last = await db.identity.transaction().execute(async (tx) => {
      const rows = await tx
        .selectFrom('twoFactor')
        .select(['id', 'secret', 'backupCodes'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(batchMax)
        .forUpdate()
        .execute()
      for (const row of rows) {
        const renewed = { secret: await renew(key, row.secret), backupCodes: await readKeptCodes(secrets, row.backupCodes) }
        if (renewed.secret === row.secret && renewed.backupCodes === row.backupCodes) continue
        await tx.updateTable('twoFactor').set(renewed).where('id', '=', row.id).execute()
        done++
      }
      return rows.at(-1)?.id
    })
    if (last === undefined) return done
    after = last
  }
}

/** The secrets of the settings, and those a rotation retired whose cookies may still be about. */
export async function withRetiredSecrets(db: Database, secrets: Secrets): Promise<Secrets> {
  await db.identity.deleteFrom('retired_secrets').where('until', '<=', sql<Date>`now()`).execute()
  const rows = await db.identity.selectFrom('retired_secrets').select('sealed').orderBy('until', 'desc').execute()
  const key = keyOf(secrets)
  // Whoever starts with a wholly new secret cannot open these: they sign nobody in, and keep nobody from starting.
  const ours = rows.filter(({ sealed }) => key.keys.has(Number(sealed.split('$')[2])))
  const retired = await Promise.all(ours.map(({ sealed }) => symmetricDecrypt({ key, data: sealed })))
  // The oldest stays last: it is what unmarked ciphertexts are tried with.
  const old = retired.filter((secret) => secret !== secrets.current && !secrets.old.includes(secret))
  return { current: secrets.current, old: [...old, ...secrets.old] }
}

/** Keeps every old secret, sealed with the current one. */
async function retire(db: Database, given: Secrets): Promise<void> {
  const { current, old } = await withRetiredSecrets(db, given)
  const key = keyOf({ current, old })
  for (const secret of old) {
    const row = { version: String(versionOf(secret)), sealed: await symmetricEncrypt({ key, data: secret }) }
    const until = sql<Date>`now() + make_interval(secs => ${trustedDeviceSeconds})`
    await db.identity
      .insertInto('retired_secrets')
      .values({ ...row, until })
      .onConflict((conflict) => conflict.column('version').doUpdateSet({ sealed: row.sealed }))
      .execute()
  }
}

function keyOf({ current, old }: Secrets) {
  return {
    keys: new Map([current, ...old].map((secret) => [versionOf(secret), secret])),
    currentVersion: versionOf(current),
    legacySecret: old.at(-1) ?? current,
  }
}

async function renew(key: ReturnType<typeof keyOf>, data: string): Promise<string> {
  if (data.startsWith(`$ba$${key.currentVersion}$`)) return data
  return symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) })
}
